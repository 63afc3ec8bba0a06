// Calls to a task's `callback_url`, in all the ways in which a receiver must expect them.

/**
 * - `once`: when the task is over, one attempt and no second
 * - `never`: not at all, as if it were lost on the way
 * - `twice`: when the task is over, and again
 * - `early`: before CreateTask is answered, as running; and when the task is over
 * - `premature`: before CreateTask is answered, as a success that is not true; and when the task is over
 * - `late`: when the task has been over for `lateCallbackMs`
 * - `malformed`: when the task is over, with half a JSON document
 * - `enveloped`: when the task is over, inside `{code, message, data}` as TaskInfo answers
 * - `stranger`: when the task is over, but about a task that nobody knows
 */
export type CallbackMode =
  | 'once'
  | 'never'
  | 'twice'
  | 'early'
  | 'premature'
  | 'late'
  | 'malformed'
  | 'enveloped'
  | 'stranger';

export interface SentCallback {
  readonly taskId: string;
  readonly url: string;
  readonly body: string;
  readonly at: number;
  /** What was answered; null when nothing was. */
  readonly status: number | null;
}

/** What is to be known of a task for its callbacks. */
export interface CallbackSubject {
  readonly taskId: string;
  readonly url: string;
  /** Null as long as it is not over. */
  readonly finishedAt: () => number | null;
  readonly data: () => object;
  readonly premature: () => object;
}

interface Waiting {
  readonly subject: CallbackSubject;
  readonly mode: CallbackMode;
}

export interface CallbackOptions {
  readonly now: () => number;
  readonly lateCallbackMs: number;
}

const TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 50;

export function createCallbacks(options: CallbackOptions) {
  const { now } = options;
  const sent: SentCallback[] = [];
  const waiting = new Set<Waiting>();
  const sending = new Set<Promise<void>>();
  const closing = new AbortController();
  let watch: NodeJS.Timeout | null = null;

  /** Told before CreateTask is answered. */
  async function expect(subject: CallbackSubject, mode: CallbackMode): Promise<void> {
    if (mode === 'never') return;
    if (mode === 'early') await post(subject, JSON.stringify(subject.data()));
    if (mode === 'premature') await post(subject, JSON.stringify(subject.premature()));
    waiting.add({ subject, mode });
    // By looking and not by a timer of its own: the clock may be one that only a test moves.
    watch ??= setInterval(sendDue, LOOK_EVERY_MS).unref();
  }

  function sendDue(): void {
    for (const item of waiting) {
      const finishedAt = item.subject.finishedAt();
      if (finishedAt === null) continue;
      if (item.mode === 'late' && now() < finishedAt + options.lateCallbackMs) continue;
      waiting.delete(item);
      const work = send(item).finally(() => sending.delete(work));
      sending.add(work);
    }
    if (waiting.size > 0 || watch === null) return;
    clearInterval(watch);
    watch = null;
  }

  async function send({ subject, mode }: Waiting): Promise<void> {
    const text = textOf(subject, mode);
    await post(subject, text);
    if (mode === 'twice') await post(subject, text);
  }

  async function post({ taskId, url }: CallbackSubject, body: string): Promise<void> {
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

  return {
    sent: sent as readonly SentCallback[],
    expect,
    /** Sends what is due by now, and waits until it has arrived or failed to. */
    async deliver(): Promise<void> {
      sendDue();
      await Promise.all(sending);
    },
    async close(): Promise<void> {
      closing.abort();
      waiting.clear();
      if (watch !== null) clearInterval(watch);
      await Promise.all(sending);
    },
  };
}

function textOf(subject: CallbackSubject, mode: CallbackMode): string {
  const data = subject.data();
  if (mode === 'enveloped') return JSON.stringify({ code: 200, message: 'success', data });
  if (mode === 'stranger') return JSON.stringify({ ...data, task_id: 'task_of_nobody' });
  const text = JSON.stringify(data);
  return mode === 'malformed' ? text.slice(0, text.length / 2) : text;
}
