import type { ModelCapabilities } from '../domain/capabilities.ts';
import type { CheckAdvice } from '../domain/check-schedule.ts';
import type { Json } from '../domain/json.ts';
import type { ImageRef } from '../domain/media.ts';
import type { VideoRequest } from '../domain/video-request.ts';

/** The provider's handle on a render: only the provider that made it can read it. */
export type Operation = Json;

export type StartAnswer =
  | { readonly status: 'started'; readonly operation: Operation }
  /** Nothing was created and nothing will be by asking again. */
  | {
      readonly status: 'refused';
      /** Who can do something about it. */
      readonly reason: StartRefusal;
      /** The provider's words: untrusted, perhaps empty. */
      readonly message: string | null;
    }
  /** Nothing was created; the same call may be answered later. */
  | {
      readonly status: 'later';
      readonly reason: 'rate-limited' | 'maintenance' | 'unreachable';
      readonly retryAfterMs: number | null;
    };

export type StartRefusal =
  /** The person must change the prompt or its settings. */
  | 'bad-prompt'
  | 'bad-settings'
  /** The operator must act: the key is refused, the account is empty, or the request is not known. */
  | 'key-refused'
  | 'out-of-credit'
  | 'not-understood';

export type RenderStatus =
  | {
      readonly status: 'running';
      /** 0–1 where the provider tells. */ readonly progress: number | null;
    }
  | {
      readonly status: 'succeeded';
      readonly videoUrl: string;
      /** Credits the provider says it took; null where it says nothing. */
      readonly consumed: number | null;
    }
  | {
      readonly status: 'failed';
      readonly reason: 'moderated' | 'provider-fault';
      /** The provider's words: untrusted, perhaps empty. */
      readonly message: string | null;
    }
  /** Asked and not told: an unknown state, an unreadable entry, a task that is not listed yet. */
  | { readonly status: 'silent' };

export interface StartOptions {
  /** A link at which the provider may fetch an image for a day. */
  readonly linkTo: (image: ImageRef) => string;
  readonly signal: AbortSignal;
}

export interface ProviderLimits {
  /** Renders at the provider at one time, over all workers. */
  readonly inFlight: number;
  /** Calls of any kind a second, over all workers; null where there is no limit. */
  readonly callsPerSecond: number | null;
  /** Renders that one status call can ask about. */
  readonly checkBatch: number;
}

/** A remote video API. */
export interface VideoProvider {
  readonly name: string;
  /** What a person reads. */
  readonly title: string;
  readonly models: readonly ModelCapabilities[];
  readonly limits: ProviderLimits;
  readonly checks: CheckAdvice;
  /**
   * Creates a render. It costs money and no provider knows an idempotency key, so it is called
   * once per job and never repeated after it threw.
   * @throws {ProviderError} it is not known whether a render was created
   */
  start(model: string, request: VideoRequest, options: StartOptions): Promise<StartAnswer>;
  /**
   * Asks once how renders are going; the answers are in the order of the operations. A render
   * that failed is an answer, not an exception.
   * @throws {ProviderError} no answer was had; the renders themselves may be fine
   */
  check(
    operations: readonly Operation[],
    options: { readonly signal: AbortSignal },
  ): Promise<readonly RenderStatus[]>;
}
