import { asObject, asText, isObject, type JsonObject } from '../../shared/json.ts';

/** As Socket Mode names the kinds of what an app is told. */
export type DeliveryKind = 'slash_commands' | 'interactive' | 'events_api';

export type RetryReason = 'http_timeout' | 'http_error' | 'connection_failed';

export interface Retry {
  readonly attempt: number;
  readonly reason: RetryReason;
}

/** Everything a delivery by HTTP consisted of, to be sent again byte for byte. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of telling the app something. */
export type Answer =
  | {
      readonly status: 'acknowledged';
      /** 200 for acknowledgements over a socket. */
      readonly httpStatus: number;
      readonly afterMs: number;
      /** An object where JSON was sent, the words where text was, null for an empty body. */
      readonly body: JsonObject | string | null;
    }
  | {
      readonly status: 'refused';
      readonly httpStatus: number;
      readonly afterMs: number;
      readonly body: JsonObject | string | null;
      /** The app asked not to be told again. */
      readonly noRetry: boolean;
    }
  | { readonly status: 'timeout'; readonly afterMs: number }
  | { readonly status: 'unreachable'; readonly afterMs: number; readonly reason: string };

export interface Delivery {
  readonly at: number;
  readonly kind: DeliveryKind;
  /** `/video`, `block_actions`, `app_mention`. */
  readonly name: string;
  readonly workspaceId: string;
  readonly payload: JsonObject;
  readonly via: 'http' | 'socket-mode';
  readonly retry: Retry | null;
  /** Null over a socket, where nothing is signed. */
  readonly request: SentRequest | null;
  readonly answer: Answer;
}

export function nameOf(kind: DeliveryKind, payload: JsonObject): string {
  switch (kind) {
    case 'slash_commands':
      return asText(payload.command);
    case 'interactive':
      return asText(payload.type);
    case 'events_api':
      return asText(asObject(payload.event).type);
  }
}

export function readBody(text: string): JsonObject | string | null {
  if (text === '') return null;
  try {
    const read: unknown = JSON.parse(text);
    return isObject(read) ? read : text;
  } catch {
    return text;
  }
}
