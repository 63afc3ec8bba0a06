import type { IncomingHttpHeaders } from 'node:http';
import { verifySlackRequest } from '@slack/bolt';

/** Bolt takes any time to come; what is signed for later could be sent again until then. */
const MOST_AHEAD_S = 60;

/** Whether Slack signed this body, at most five minutes ago. */
export function isSigned(
  body: string,
  headers: IncomingHttpHeaders,
  { signingSecret, now }: { readonly signingSecret: string; readonly now: Date },
): boolean {
  const signature = headers['x-slack-signature'];
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  // What Bolt signs is a number again: only what comes out of that as it went in was signed.
  if (!/^[1-9]\d{0,11}$/.test(timestamp)) return false;
  const nowMilliseconds = now.getTime();
  if (Number(timestamp) > nowMilliseconds / 1000 + MOST_AHEAD_S) return false;
  try {
    verifySlackRequest({
      signingSecret,
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
      nowMilliseconds,
    });
    return true;
  } catch {
    return false;
  }
}
