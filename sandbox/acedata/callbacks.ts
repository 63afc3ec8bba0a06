// The POST that tells of a finished task, unsigned, and the ways in which it can go wrong.
import { randomUUID } from 'node:crypto';

import type { CreateBody } from './create-request.ts';

/**
 * - `once`: when the task is over, one attempt and no second
 * - `never`: not at all, as if it were lost on the way
 * - `twice`: when the task is over, and again
 * - `early`: before the call that creates is answered, as pending; and when the task is over
 * - `premature`: before the call that creates is answered, as a success that is not true; and when the task is over
 * - `late`: when the task has been over for `lateCallbackMs`
 * - `malformed`: when the task is over, with half a JSON document
 * - `failure`: when the task is over, as a failure, whatever has become of it
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
  | 'failure'
  | 'stranger';

export interface SentCallback {
  readonly taskId: string;
  readonly url: string;
  /** As it was sent. */
  readonly body: string;
  readonly at: number;
  /** What was answered; null when nothing was. */
  readonly status: number | null;
}

/** A task as far as callbacks go. */
export interface CallbackSubject {
  readonly id: string;
  readonly traceId: string;
  readonly body: CreateBody;
}

export interface CallbackOptions {
  readonly now: () => number;
  readonly lateCallbackMs: number;
  /** Lets whatever is due be over. */
  settle(): void;
  /** Null as long as the task is not over. */
  finishedAt(taskId: string): number | null;
  resultOf(taskId: string): object;
  /** As if it had succeeded already. */
  prematureOf(taskId: string): object;
}

interface Waiting {
  readonly subject: CallbackSubject;
  readonly url: string;
  readonly mode: CallbackMode;
}

const TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 20;

export function createCallbacks(options: CallbackOptions) {
  const { now } = options;
  const sent: SentCallback[] = [];
  const waiting = new Set<Waiting>();
  const sending = new Set<Promise<void>>();
  const closing = new AbortController();
  let watch: NodeJS.Timeout | null = null;

  function sendDue(): void {
    options.settle();
    for (const item of waiting) {
      const finishedAt = options.finishedAt(item.subject.id);
      if (finishedAt === null) continue;
      if (item.mode === 'late' && now() < finishedAt + options.lateCallbackMs) continue;
      waiting.delete(item);
      void keep(send(item));
    }
    if (waiting.size === 0) stop();
  }

  function stop(): void {
    if (watch !== null) clearInterval(watch);
    watch = null;
  }

  async function send({ subject, url, mode }: Waiting): Promise<void> {
    const text = textOf(subject, mode);
    await post(subject.id, url, text);
    if (mode === 'twice') await post(subject.id, url, text);
  }

  function textOf(subject: CallbackSubject, mode: CallbackMode): string {
    const result = options.resultOf(subject.id);
    if (mode === 'failure') return JSON.stringify(failureOf(subject));
    if (mode === 'stranger') return JSON.stringify({ ...result, task_id: randomUUID() });
    const text = JSON.stringify(result);
    return mode === 'malformed' ? text.slice(0, text.length / 2) : text;
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

  return {
    sent: sent as readonly SentCallback[],
    /** Told before the call that creates the task is answered. */
    async expect(subject: CallbackSubject, mode: CallbackMode): Promise<void> {
      const url = subject.body.callback_url;
      if (url === undefined || mode === 'never') return;
      const { id } = subject;
      if (mode === 'early') await keep(post(id, url, JSON.stringify(options.resultOf(id))));
      if (mode === 'premature') await keep(post(id, url, JSON.stringify(options.prematureOf(id))));
      if (closing.signal.aborted) return;
      waiting.add({ subject, url, mode });
      // By looking and not by a timer of its own: the clock may be one that only a test moves.
      watch ??= setInterval(sendDue, LOOK_EVERY_MS).unref();
    },
    /** Sends something now, true or not: whoever knows the address can. */
    async send(subject: CallbackSubject, body: unknown): Promise<void> {
      const url = subject.body.callback_url;
      if (url === undefined) throw new Error(`Task ${subject.id} has no callback_url.`);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      await keep(post(subject.id, url, text));
    },
    /** Sends what is due by now, and waits until it has arrived or failed to. */
    async deliver(): Promise<void> {
      sendDue();
      await Promise.all(sending);
    },
    async close(): Promise<void> {
      closing.abort();
      waiting.clear();
      stop();
      await Promise.all(sending);
    },
  };
}

function failureOf({ id, traceId }: CallbackSubject) {
  const error = { code: 'api_error', message: 'The generation failed upstream.' };
  return { success: false, task_id: id, trace_id: traceId, error };
}
