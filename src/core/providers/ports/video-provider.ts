import type { ModelCapabilities } from '../../video/domain/capabilities.ts';
import type { CheckAdvice } from '../domain/check-advice.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { InputRef } from '../../media/domain/media.ts';
import type { DemandName } from '../../video/domain/plan-gates.ts';
import type { VideoRequest } from '../../video/domain/video-request.ts';
import type { MediaFile } from '../../media/ports/media-store.ts';

/** The provider's handle on a render: only the provider that made it can read it. */
export type Operation = Json;

export type StartAnswer =
  | { readonly status: 'started'; readonly operation: Operation }
  /** Nothing was created and nothing will be by asking again. */
  | {
      readonly status: 'refused';
      /** Who can do something about it. */
      readonly reason: StartRefusal;
      /** The provider's own words, for the person: untrusted, and without ids of any kind. */
      readonly message: string | null;
      /** What else whoever runs the service needs to know; no person reads it. */
      readonly detail?: string;
    }
  /** Nothing was created: the plan of the key's account does not allow something of it. */
  | {
      readonly status: 'refused';
      readonly reason: 'plan-gate';
      readonly message: string | null;
      readonly detail?: string;
      readonly gate: NamedGate;
    }
  /** Nothing was created; the same call may be answered later. */
  | {
      readonly status: 'later';
      readonly reason:
        | 'rate-limited'
        | 'maintenance'
        | 'unreachable'
        /** Not for the provider's sake: it is still being sent what it needs. */
        | 'unsent';
      readonly retryAfterMs: number | null;
    };

/** What a plan does not allow, as far as the provider says. */
export interface NamedGate {
  /** Null where it is not said which, or by a name that is not known. */
  readonly demand: DemandName | null;
  /** The plan that would allow it, in the provider's words. */
  readonly plan: string | null;
}

export type NotStarted = Exclude<StartAnswer, { readonly status: 'started' }>;

export type StartRefusal =
  /** The person must change the prompt, its settings or a file. */
  | 'bad-prompt'
  | 'bad-settings'
  | 'file-too-large'
  /** It was tried at once, and failed by the provider's own fault. */
  | 'provider-fault'
  /** The operator must act: the key is refused, the account is empty, the address is another one … */
  | 'key-refused'
  | 'out-of-credit'
  | 'redirected'
  /** … or the model is not there, is switched off, or the request is not known. */
  | 'not-found'
  | 'disabled'
  | 'not-understood'
  /** … or the service must be reachable from outside: it takes no files and could fetch none. */
  | 'no-uploads';

export type RenderStatus =
  | {
      readonly status: 'running';
      /** 0–1 where the provider tells. */ readonly progress: number | null;
    }
  | {
      readonly status: 'succeeded';
      /** Each may give the video, the likeliest first; empty while there is no link yet. */
      readonly videoUrls: readonly string[];
      /** Credits the provider says it took; null where it says nothing. */
      readonly consumed: number | null;
    }
  | {
      readonly status: 'failed';
      readonly reason: 'moderated' | 'provider-fault';
      /** The provider's own words, for the person: untrusted, and without ids of any kind. */
      readonly message: string | null;
      /** What else whoever runs the service needs to know; no person reads it. */
      readonly detail?: string;
      /** Credits the provider says it took all the same; null where it says nothing. */
      readonly consumed: number | null;
    }
  /**
   * It answers and does not know this render: not yet, not any more, or not at this moment. Among
   * others, where several were asked about, it may only have been left out.
   */
  | { readonly status: 'not-found' }
  /** Asked and not told: an unknown state, an unreadable entry. */
  | { readonly status: 'silent' };

/** Credits; or that an order would be refused, since it gets at none of the files. */
export type Quoted = number | 'no-uploads' | null;

/** What a provider says of the key it is called with. */
export type ProviderAccount =
  | {
      readonly key: 'accepted';
      /** What is left, in the provider's own credits; null where it does not say. */
      readonly credits: number | null;
    }
  | { readonly key: 'refused'; readonly credits: null }
  /** It was not reached, or its answer says nothing about the key. `why` is for logs. */
  | { readonly key: 'unknown'; readonly credits: null; readonly why: string };

/**
 * Waits for a place among the provider's calls, of which there are so many a second over all
 * workers. Asked before every call. False: there is none soon, and the call is not made.
 */
export type Slot = (signal: AbortSignal) => Promise<boolean>;

export interface CallOptions {
  readonly slot: Slot;
  readonly signal: AbortSignal;
}

export interface InputOptions extends CallOptions {
  /** A link at which the provider may fetch something for a day; null where it could not. */
  readonly linkTo: (media: InputRef) => string | null;
  /** For a provider that takes its inputs by upload. */
  readonly open: (media: InputRef) => Promise<MediaFile>;
}

export interface StartOptions extends InputOptions {
  /** Where the provider may tell of this render; null where it cannot reach this service. */
  readonly callbackUrl: string | null;
}

export interface ProviderLimits {
  /** Renders at the provider at one time, over all workers. */
  readonly inFlight: number;
  /** Renders that may be created a second, over all workers; null where there is no limit. */
  readonly createsPerSecond: number | null;
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
  /** Tells its key from every other, and gives none away. */
  readonly keyHash: string;
  readonly models: readonly ModelCapabilities[];
  readonly limits: ProviderLimits;
  readonly checks: CheckAdvice;
  /**
   * What the provider itself says it would cost, in credits; null where it is not asked or does
   * not say, and the rate card holds. Nothing is created.
   */
  quote(model: string, request: VideoRequest, options: InputOptions): Promise<Quoted>;
  /**
   * Whether the key is good and what is left, by one free call that creates nothing. Never throws: no answer says as little as an unclear one.
   */
  account(options: CallOptions): Promise<ProviderAccount>;
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
  check(operations: readonly Operation[], options: CallOptions): Promise<readonly RenderStatus[]>;
  /**
   * The render that a callback speaks of; null where it speaks of none, or there are no callbacks.
   * Nothing else in it is believed.
   */
  readCallback(body: unknown): Operation | null;
  /** What it tells its renders apart by: the same for every handle on one render. */
  renderKey(operation: Operation): string;
}

/** Those that are set up, by their names. */
export type VideoProviders = ReadonlyMap<string, VideoProvider>;
