import { request as startRequest } from 'node:http';
import {
  readBody,
  type Answer,
  type DeliveryKind,
  type Retry,
  type SentRequest,
} from './delivery.ts';
import { asText, type JsonObject } from '../../shared/json.ts';
import { sign, type Signing } from './signing.ts';
import type { World } from '../world.ts';

const USER_AGENT = 'Slackbot 1.0 (+https://api.slack.com/robots)';

/** A signed request as Slack would send it now. */
export function requestFor(
  world: World,
  url: string,
  what: {
    readonly kind: DeliveryKind;
    readonly payload: JsonObject;
    readonly retry: Retry | null;
    readonly signing: Signing;
  },
): SentRequest {
  const { contentType, body } = encode(what.kind, what.payload);
  const signed = sign(world.app.signingSecret, world.now(), body, what.signing);
  const retried =
    what.retry === null
      ? {}
      : {
          'x-slack-retry-num': String(what.retry.attempt),
          'x-slack-retry-reason': what.retry.reason,
        };
  return {
    url,
    headers: {
      'content-type': contentType,
      'user-agent': USER_AGENT,
      accept: 'application/json,*/*',
      ...signed.headers,
      ...retried,
    },
    body: signed.body,
  };
}

function encode(kind: DeliveryKind, payload: JsonObject): { contentType: string; body: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (kind) {
    case 'events_api':
      return { contentType: 'application/json', body: JSON.stringify(payload) };
    case 'interactive': {
      const fields = new URLSearchParams({ payload: JSON.stringify(payload) });
      return { contentType: form, body: fields.toString() };
    }
    case 'slash_commands': {
      const fields = new URLSearchParams(
        Object.entries(payload).map(([name, value]): [string, string] => [name, asText(value)]),
      );
      return { contentType: form, body: fields.toString() };
    }
  }
}

/** Sends it and waits as long as Slack does; then the connection is closed. */
export async function deliverOverHttp(world: World, sent: SentRequest): Promise<Answer> {
  const begun = world.now();
  const afterMs = () => world.now() - begun;
  const over = new AbortController();
  const patience = AbortSignal.any([over.signal, world.closing.signal]);
  const late = world.sleep(world.limits.ackMs, patience).then((): Answer => {
    return { status: 'timeout', afterMs: afterMs() };
  });
  const answered = exchange(sent, over.signal).then(
    ({ status, text, noRetry }): Answer => {
      const ended = { httpStatus: status, afterMs: afterMs(), body: readBody(text) };
      return status >= 200 && status < 300
        ? { status: 'acknowledged', ...ended }
        : { status: 'refused', ...ended, noRetry };
    },
    (error: unknown): Answer => ({
      status: 'unreachable',
      afterMs: afterMs(),
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    over.abort();
  }
}

/** One connection a request: a kept one that has gone stale would look like an app that is down. */
function exchange(
  sent: SentRequest,
  signal: AbortSignal,
): Promise<{ status: number; text: string; noRetry: boolean }> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(sent.body);
    const request = startRequest(
      sent.url,
      {
        method: 'POST',
        agent: false,
        signal,
        headers: { ...sent.headers, 'content-length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            noRetry: response.headers['x-slack-no-retry'] === '1',
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
