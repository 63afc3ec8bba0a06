import { Agent, request } from 'undici';
import { PlatformError } from '../../../../core/shared/domain/errors.ts';
import type { AddressDependencies } from '../../shared/address.ts';
import type { SlackMessageRef } from '../../shared/message-ref.ts';
import type { MessageBody } from '../../rendering/card-view.ts';

/** An answer that arrives after its url ran out has been of no use. */
const MARGIN_MS = 5_000;
const TIMEOUT_MS = 10_000;

/**
 * Answers what somebody did, for them alone.
 * @returns false where that way is closed, now and later
 * @throws {PlatformError}
 */
export type Respond = (
  ref: Pick<SlackMessageRef, 'responseUrl' | 'usesLeft' | 'expiresAt'>,
  body: MessageBody & { readonly replace_original?: true },
  signal: AbortSignal,
) => Promise<boolean>;

export function createRespond({ clock, isSlackAddress }: AddressDependencies): Respond {
  const agent = new Agent({ allowH2: false });
  return async (ref, body, signal) => {
    const { responseUrl: url, usesLeft, expiresAt } = ref;
    if (url === null || usesLeft < 1 || !isSlackAddress(url)) return false;
    if (clock.now().getTime() > expiresAt - MARGIN_MS) return false;
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...body }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      dispatcher: agent,
    });
    await answer.body.dump();
    const { statusCode } = answer;
    if (statusCode < 300) return true;
    if (statusCode === 429) {
      const seconds = Number(answer.headers['retry-after']);
      throw new PlatformError('slack', 'rate-limited', 'a limit of the response url', {
        retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null,
      });
    }
    if (statusCode < 500) return false;
    throw new PlatformError('slack', 'unreachable', `status ${statusCode}`);
  };
}
