import { ProviderError } from '../../core/shared/domain/errors.ts';
import type { NotStarted, StartAnswer } from '../../core/providers/ports/video-provider.ts';
import { TransportError } from './http.ts';

/**
 * Makes a create call and reads its answer. What was certainly not sent, and what was sent to an
 * address that leads elsewhere, is an answer as well.
 * @throws {ProviderError} it is not known whether a render was created
 */
export async function placeOrder(call: () => Promise<StartAnswer>): Promise<StartAnswer> {
  try {
    return await call();
  } catch (error) {
    const answer = notStarted(error);
    if (answer === null) throw error;
    return answer;
  }
}

/** What a call that failed says by that, if anything. */
export function notStarted(error: unknown): NotStarted | null {
  if (error instanceof TransportError && error.sent === 'no') {
    return error.code === 'no-turn'
      ? UNSENT
      : { status: 'later', reason: 'unreachable', retryAfterMs: null };
  }
  if (error instanceof ProviderError && error.code === 'redirected') {
    return redirected(error.detail);
  }
  return null;
}

const UNSENT_MS = 10_000;

/** It takes longer than anybody waits for: it is asked again what became of it. */
export const UNSENT = {
  status: 'later',
  reason: 'unsent',
  retryAfterMs: UNSENT_MS,
} as const satisfies NotStarted;

/** @param detail from where to where */
export function redirected(detail: string | null): NotStarted {
  const refused = { status: 'refused', reason: 'redirected', message: null } as const;
  return detail === null ? refused : { ...refused, detail };
}

/** A mistake of ours, found before anything was sent: a throw would look as if something had been. */
export function notSent(problem: string): NotStarted {
  return {
    status: 'refused',
    reason: 'not-understood',
    message: null,
    detail: `Not sent: ${problem}`,
  };
}
