import { createHmac, randomBytes } from 'node:crypto';

/** How a request to the app is signed; all but `right` is what a stranger might send. */
export type Signing =
  | 'right'
  | 'wrong-secret'
  | 'missing'
  /** The body is another than the one that was signed. */
  | 'tampered'
  /** Signed properly, with a clock that is so far off: negative is stale, positive the future. */
  | { readonly skewMs: number };

/** Version 0 of Slack's request signature. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export interface SignedBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function sign(secret: string, nowMs: number, body: string, how: Signing): SignedBody {
  const skewMs = typeof how === 'object' ? how.skewMs : 0;
  const timestamp = String(Math.floor((nowMs + skewMs) / 1000));
  if (how === 'missing') return { headers: {}, body };
  const used = how === 'wrong-secret' ? randomBytes(16).toString('hex') : secret;
  return {
    headers: {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(used, timestamp, body),
    },
    body: how === 'tampered' ? tampered(body) : body,
  };
}

/** Still readable, and not what was signed. */
function tampered(body: string): string {
  return body.startsWith('{') ? body.replace('{', '{"tampered":true,') : `tampered=1&${body}`;
}
