import { PLAIN } from '../../../src/core/video/domain/capabilities.ts';
import type { ModelCapabilities } from '../../../src/core/video/domain/capabilities.ts';
import type { CheckAdvice } from '../../../src/core/providers/domain/check-advice.ts';
import type { InputRef } from '../../../src/core/media/domain/media.ts';
import { mediaOf, promptOf } from '../../../src/core/video/domain/video-request.ts';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import type {
  Operation,
  ProviderAccount,
  ProviderLimits,
  Quoted,
  RenderStatus,
  StartAnswer,
  VideoProvider,
} from '../../../src/core/providers/ports/video-provider.ts';

/** How the fake answers a start: as a provider would, or not at all. */
export type FakeAnswer =
  | { readonly status: 'started' }
  | Exclude<StartAnswer, { status: 'started' }>
  /** The call was sent and no answer came. `created` says whether a render was made (and paid). */
  | { readonly status: 'lost'; readonly created: boolean };

export interface FakeRender {
  readonly operation: Operation;
  readonly model: string;
  readonly request: VideoRequest;
  readonly prompt: string;
  /** Links the provider was given, as it would fetch them. */
  readonly links: readonly string[];
  /** What the next check is told. */
  status: RenderStatus;
  /** How often it was asked about. */
  checks: number;
}

export interface FakeStart {
  readonly model: string;
  readonly prompt: string;
  readonly request: VideoRequest;
}

export interface FakeProviderOptions {
  readonly name?: string;
  readonly title?: string;
  readonly keyHash?: string;
  readonly models?: readonly ModelCapabilities[];
  readonly limits?: Partial<ProviderLimits>;
  readonly checks?: Partial<CheckAdvice>;
  /** What a new render is until told otherwise: running. */
  readonly begins?: RenderStatus;
}

export interface FakeProvider extends VideoProvider {
  /** Every start call, whatever became of it. */
  readonly starts: readonly FakeStart[];
  /** Every render that was made: each one would have cost money. */
  readonly renders: readonly FakeRender[];
  /** Every check call with what it asked about. */
  readonly checkCalls: readonly (readonly Operation[])[];
  startsOf(prompt: string): number;
  rendersOf(prompt: string): readonly FakeRender[];
  /** Answers for the next starts, in order; after them a start is taken. */
  answerNext(...answers: readonly FakeAnswer[]): void;
  /** Answers for the next starts of one prompt; they come before those of `answerNext`. */
  answerTo(prompt: string, ...answers: readonly FakeAnswer[]): void;
  /** Sets what checks are told about every render of a prompt, those to come included. */
  tell(prompt: string, status: RenderStatus): void;
  succeed(prompt: string, consumed?: number | null): void;
  fail(
    prompt: string,
    reason: 'moderated' | 'provider-fault',
    message?: string,
    consumed?: number,
  ): void;
  /** Every check ends in this until it is set to null again. */
  failChecks(error: ProviderError | null): void;
  /** What it says of its key: accepted, and nothing about credits, until this is set. */
  setAccount(account: ProviderAccount): void;
  /** What it says a request costs; nothing until this is set, and an outage is one. */
  quoteWith(quoted: ((request: VideoRequest) => Quoted) | ProviderError): void;
  /** Every callback address that was given, by the prompt it was given for. */
  readonly callbackUrls: ReadonlyMap<string, string | null>;
  /** Awaited inside every start, after it was counted and before it is answered. */
  beforeAnswer: (start: FakeStart) => Promise<void>;
}

/** A `VideoProvider` in memory, told by the test what to answer. */
export function createFakeProvider(options: FakeProviderOptions = {}): FakeProvider {
  const name = options.name ?? 'fake';
  const starts: FakeStart[] = [];
  const renders: FakeRender[] = [];
  const checkCalls: (readonly Operation[])[] = [];
  const queue: FakeAnswer[] = [];
  const queues = new Map<string, FakeAnswer[]>();
  const told = new Map<string, RenderStatus>();
  const callbackUrls = new Map<string, string | null>();
  let checkError: ProviderError | null = null;
  let account: ProviderAccount = { key: 'accepted', credits: null };
  let quoted: ((request: VideoRequest) => Quoted) | ProviderError = () => null;

  const render = (start: FakeStart, links: readonly string[]): FakeRender => {
    const status = told.get(start.prompt) ??
      options.begins ?? { status: 'running', progress: null };
    const operation = { render: `${name}-${renders.length + 1}` };
    const made: FakeRender = { ...start, operation, links, status, checks: 0 };
    renders.push(made);
    return made;
  };

  const fake: FakeProvider = {
    name,
    title: options.title ?? 'Fake provider',
    keyHash: options.keyHash ?? 'fake-key',
    models: options.models ?? [fakeModel],
    limits: {
      inFlight: 100,
      createsPerSecond: null,
      callsPerSecond: null,
      checkBatch: 1,
      ...options.limits,
    },
    checks: { ...fakeChecks, ...options.checks },
    starts,
    renders,
    checkCalls,
    beforeAnswer: () => Promise.resolve(),

    callbackUrls,

    async start(model, request, { linkTo, callbackUrl, signal }) {
      if (signal.aborted) return { status: 'later', reason: 'unreachable', retryAfterMs: null };
      const start = { model, request, prompt: promptOf(request.scene) };
      starts.push(start);
      callbackUrls.set(start.prompt, callbackUrl);
      await fake.beforeAnswer(start);
      const answer = queues.get(start.prompt)?.shift() ?? queue.shift() ?? { status: 'started' };
      switch (answer.status) {
        case 'started':
          return {
            status: 'started',
            operation: render(start, linksOf(request, linkTo)).operation,
          };
        case 'lost':
          if (answer.created) render(start, linksOf(request, linkTo));
          throw new ProviderError(name, 'timeout', 'the answer to a start was lost');
        case 'refused':
        case 'later':
          return answer;
      }
    },

    account: ({ signal }) =>
      Promise.resolve(signal.aborted ? { key: 'unknown', credits: null, why: 'stopped' } : account),
    quote: (_model, request) =>
      quoted instanceof ProviderError ? Promise.reject(quoted) : Promise.resolve(quoted(request)),
    readCallback: (body) =>
      typeof body === 'object' &&
      body !== null &&
      'render' in body &&
      typeof body.render === 'string'
        ? { render: body.render }
        : null,
    renderKey: idOf,

    check(operations, { signal }) {
      if (operations.length === 0) return Promise.resolve([]);
      checkCalls.push(operations);
      if (checkError !== null) return Promise.reject(checkError);
      if (signal.aborted) return Promise.reject(new ProviderError(name, 'unreachable', 'stopped'));
      return Promise.resolve(
        operations.map((operation): RenderStatus => {
          const found = renders.find((it) => idOf(it.operation) === idOf(operation));
          if (found === undefined) return { status: 'not-found' };
          found.checks += 1;
          return found.status;
        }),
      );
    },

    startsOf: (prompt) => starts.filter((start) => start.prompt === prompt).length,
    rendersOf: (prompt) => renders.filter((it) => it.prompt === prompt),
    answerNext: (...answers) => void queue.push(...answers),
    answerTo(prompt, ...answers) {
      queues.set(prompt, [...(queues.get(prompt) ?? []), ...answers]);
    },
    tell(prompt, status) {
      told.set(prompt, status);
      for (const it of fake.rendersOf(prompt)) it.status = status;
    },
    succeed(prompt, consumed = null) {
      fake.tell(prompt, { status: 'succeeded', videoUrls: [FAKE_VIDEO_URL], consumed });
    },
    fail(prompt, reason, message, consumed) {
      fake.tell(prompt, {
        status: 'failed',
        reason,
        message: message ?? null,
        consumed: consumed ?? null,
      });
    },
    setAccount(told) {
      account = told;
    },
    quoteWith(told) {
      quoted = told;
    },
    failChecks(error) {
      checkError = error;
    },
  };
  return fake;
}

export const FAKE_VIDEO_URL = 'https://fake-provider.invalid/video.mp4';

/** One model that can do everything a request can ask for. */
export const fakeModel: ModelCapabilities = {
  ...PLAIN,
  model: 'fake-1',
  title: 'Fake 1',
  kinds: ['text', 'frames', 'shots', 'references'],
  seconds: { min: 3, max: 15, default: 5 },
  qualities: ['std', 'pro'],
  defaultQuality: 'std',
  aspects: ['16:9', '9:16', '1:1'],
  aspectFollowsImage: true,
  sound: { default: true, choice: true },
  guidance: { min: 0, max: 1 },
  prompt: { min: 1, max: 2500 },
  frames: { first: true, last: 'with-first' },
  shots: { most: 5, promptLength: 500, seconds: { min: 1, max: 12 } },
  elements: { most: 3, images: { min: 2, max: 4 }, beside: ['frames', 'shots'] },
  image: {
    types: ['image/jpeg', 'image/png', 'image/webp'],
    maxBytes: 10_000_000,
    minSide: 300,
    maxSide: 8192,
    maxRatio: 2.5,
  },
  inputs: 'link',
  rates: {
    source: 'https://fake-provider.invalid/prices',
    checked: '2026-11-22',
    assumed: [],
    perSecond: { std: { silent: 10, sound: 20 }, pro: { silent: 30, sound: 40 } },
  },
};

const fakeChecks: CheckAdvice = {
  firstMs: 1_000,
  everyMs: 1_000,
  growMs: 1_000,
  mostMs: 5_000,
  patienceMs: 60_000,
  typicalMs: (seconds) => 1_000 * seconds,
};

function linksOf(
  request: VideoRequest,
  linkTo: (media: InputRef) => string | null,
): readonly string[] {
  return mediaOf(request.scene).flatMap((it) => linkTo(it) ?? []);
}

/** Operations come back from the database as other objects with the same content. */
function idOf(operation: Operation): string {
  return JSON.stringify(operation);
}
