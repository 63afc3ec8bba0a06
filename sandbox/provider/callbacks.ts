// The unsigned POST that tells of a finished task, and the ways in which a receiver must expect it.
import type { Watch } from './watch.ts';

/**
 * Beside these a provider has ways of its own, in which the body is another one:
 *
 * - `once`: when the task is over, one attempt and no second
 * - `never`: not at all, as if it were lost on the way
 * - `twice`: when the task is over, and again
 * - `early`: before the call that creates is answered, as still at work; and when the task is over
 * - `premature`: before the call that creates is answered, as a success that is not true; and when the task is over
 * - `late`: when the task has been over for `lateCallbackMs`
 * - `malformed`: when the task is over, with half a JSON document
 */
export type CommonCallbackMode =
  'once' | 'never' | 'twice' | 'early' | 'premature' | 'late' | 'malformed';

export interface SentCallback {
  readonly taskId: string;
  readonly url: string;
  /** As it was sent. */
  readonly body: string;
  readonly at: number;
  /** What was answered; null when nothing was. */
  readonly status: number | null;
}

export type CallbackBody = Readonly<Record<string, unknown>>;

export interface CallbackOptions<own extends string> {
  readonly now: () => number;
  /** A minute unless told otherwise. */
  readonly lateCallbackMs: number | undefined;
  /** Lets whatever is due be over before it looks. */
  readonly watch: Watch;
  /** What is sent instead, in the ways that only this provider has. */
  readonly ownModes: Readonly<Record<own, (body: CallbackBody) => object>>;
  /** Null as long as the task is not over, as of the last time that anything was settled. */
  finishedAt(taskId: string): number | null;
  readonly bodyOf: (taskId: string) => CallbackBody;
  /** As if it had succeeded already. */
  prematureOf(taskId: string): object;
}

const TIMEOUT_MS = 10_000;
const LATE_MS = 60_000;

export function createCallbacks<own extends string>(options: CallbackOptions<own>) {
  type Mode = CommonCallbackMode | own;
  const { now, watch, bodyOf } = options;
  const sent: SentCallback[] = [];
  const sending = new Set<Promise<void>>();
  const closing = new AbortController();

  function isDue(taskId: string, mode: Mode): boolean {
    const finishedAt = options.finishedAt(taskId);
    if (finishedAt === null) return false;
    return mode !== 'late' || now() >= finishedAt + (options.lateCallbackMs ?? LATE_MS);
  }

  async function tell(taskId: string, url: string, mode: Mode): Promise<void> {
    const text = textOf(bodyOf(taskId), mode);
    await post(taskId, url, text);
    if (mode === 'twice') await post(taskId, url, text);
  }

  function textOf(body: CallbackBody, mode: Mode): string {
    if (isOwn(mode)) return JSON.stringify(options.ownModes[mode](body));
    const text = JSON.stringify(body);
    return mode === 'malformed' ? text.slice(0, text.length / 2) : text;
  }

  function isOwn(mode: Mode): mode is own {
    return mode in options.ownModes;
  }

  /** Without a signature and without a second attempt: nothing is said of either. */
  async function post(taskId: string, url: string, body: string): Promise<void> {
    const at = now();
    const status = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    }).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => null,
    );
    sent.push({ taskId, url, body, at, status });
  }

  function keep(work: Promise<void>): Promise<void> {
    const kept = work.finally(() => sending.delete(kept));
    sending.add(kept);
    return kept;
  }

  async function deliver(): Promise<void> {
    watch.look();
    await Promise.all(sending);
  }

  return {
    sent: sent as readonly SentCallback[],
    /** Told before the call that creates the task is answered. */
    async expect(taskId: string, url: string | undefined, mode: Mode): Promise<void> {
      if (url === undefined || mode === 'never') return;
      if (mode === 'early') await keep(post(taskId, url, JSON.stringify(bodyOf(taskId))));
      if (mode === 'premature') {
        await keep(post(taskId, url, JSON.stringify(options.prematureOf(taskId))));
      }
      watch.when(
        () => isDue(taskId, mode),
        (isSo) => {
          if (isSo) void keep(tell(taskId, url, mode));
        },
      );
    },
    /** Sends something now, true or not: whoever knows the address can. */
    async send(taskId: string, url: string | undefined, body: unknown): Promise<void> {
      if (url === undefined) throw new Error(`Task ${taskId} has no callback_url.`);
      await keep(post(taskId, url, typeof body === 'string' ? body : JSON.stringify(body)));
    },
    /** Sends what is due by now, and waits until it has arrived or failed to. */
    deliver,
    async close(): Promise<void> {
      closing.abort();
      await Promise.all(sending);
    },
  };
}
