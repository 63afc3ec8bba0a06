import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Interaction, InteractionContext } from '../../src/core/chat/domain/interaction.ts';
import type { Requester } from '../../src/core/teams/domain/requester.ts';
import type { Command, CreateCommand } from '../../src/core/chat/domain/command.ts';
import { jobId } from '../../src/core/shared/domain/ids.ts';
import type { VideoDraft } from '../../src/core/video/domain/video-request.ts';
import type { Logger } from '../../src/core/shared/ports/logger.ts';
import { createConversations } from '../../src/core/commands/handle-interaction.ts';
import type { Adapters } from '../../src/lifecycle/adapters.ts';
import { languageOf } from '../../src/core/people/language.ts';
import { languages } from '../../src/messages/languages.ts';
import { createWorker, WORKER_DEFAULTS } from '../../src/core/worker/worker.ts';
import type { Worker, WorkerOptions } from '../../src/core/worker/worker.ts';
import type { Sql } from './database/sql.ts';
import { createPostgresStores } from '../../src/db/stores.ts';
import { createFakeMediaStore } from './fakes/fake-media-store.ts';
import type { FakeMediaStore } from './fakes/fake-media-store.ts';
import { createFakePlatform } from './fakes/fake-platform.ts';
import type { FakePlatform } from './fakes/fake-platform.ts';
import { createFakeProvider } from './fakes/fake-provider.ts';
import type { FakeProvider } from './fakes/fake-provider.ts';
import { createManualClock } from './manual-clock.ts';
import type { ManualClock } from './manual-clock.ts';

export interface TestCore {
  readonly core: Adapters;
  readonly clock: ManualClock;
  readonly provider: FakeProvider;
  readonly platform: FakePlatform;
  readonly media: FakeMediaStore;
  readonly conversations: ReturnType<typeof createConversations>;
  readonly worker: Worker;
  /**
   * Ticks until there is nothing left to do. What somebody waits for in the middle of a step, a
   * turn at a provider or a pause before another try, is slept through.
   */
  settle(): Promise<void>;
  anInteraction(command: Command, over?: Partial<Interaction>): Interaction;
  /** Where a command of an interaction is handled, by whoever its requester is now. */
  contextOf(interaction: Interaction): Promise<InteractionContext>;
}

export interface TestCoreOptions {
  readonly clock?: ManualClock;
  readonly provider?: FakeProvider;
  readonly platform?: FakePlatform;
  readonly media?: FakeMediaStore;
  /** Replaces parts of the core, for tests that watch or break them. */
  readonly wrap?: (core: Adapters) => Partial<Adapters>;
  readonly most?: Partial<WorkerOptions['most']>;
}

export const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

let minted = 0;
let asked = 0;
let built = 0;

/** The core as the service builds it, on a real database, with fakes around and a clock of its own. */
export function testCore(sql: Sql, options: TestCoreOptions = {}): TestCore {
  const clock = options.clock ?? createManualClock();
  built += 1;
  // Of its own, so that no worker does the work of another test on the same database.
  const provider = options.provider ?? createFakeProvider({ name: `provider-${built}` });
  const platform = options.platform ?? createFakePlatform({ name: `chat-${built}` });
  const media = options.media ?? createFakeMediaStore();
  const base: Adapters = {
    ...createPostgresStores(sql),
    charts: { report: () => Promise.resolve(new Uint8Array([1])) },
    languages,
    media,
    providers: new Map([[provider.name, provider]]),
    platforms: new Map([[platform.name, platform]]),
    clock,
    logger: silent,
    newJobId() {
      minted += 1;
      return jobId(`job-${String(minted).padStart(4, '0')}`);
    },
    hash: (text) => createHash('sha256').update(text).digest('base64url').slice(0, 22),
    defaults: {
      policy: {
        allowance: { kind: 'credits', credits: 1_000, per: 'week' },
        perJob: null,
        atOnce: null,
      },
      pool: { kind: 'unlimited' },
      personal: { kind: 'unlimited' },
    },
    creditPrice: null,
    canLink: true,
    notSetUp: [],
    lowBalance: new Map(),
    callbackUrl: () => null,
    tellOperators: () => undefined,
  };
  const core: Adapters = { ...base, ...options.wrap?.(base) };
  const conversations = createConversations(core);
  const most = { ...WORKER_DEFAULTS.most, ...options.most };
  const worker = createWorker(core, conversations, { ...WORKER_DEFAULTS, most });
  const { signal } = new AbortController();

  return {
    core,
    clock,
    provider,
    platform,
    media,
    conversations,
    worker,
    async settle() {
      for (let ticks = 0; ; ticks += 1) {
        if (ticks > 50) throw new Error('There is always something left to do');
        const taken = await sleptThrough(clock, worker.tick(signal));
        if (taken === 0) return;
      }
    },
    anInteraction(command, over = {}) {
      asked += 1;
      return {
        key: `ask-${asked}`,
        at: clock.now().getTime(),
        requester: aRequester({ platform: platform.name }),
        message: platform.aMessage(),
        command,
        ...over,
      };
    },
    async contextOf({ key, at, requester, message }) {
      const who = await core.wallet.resolveIdentity(requester);
      const language = await languageOf(core, who, requester);
      return { key, at, requester, message, who, language };
    },
  };
}

/** Shorter than every deadline and every lease. */
const WAIT_MS = 20_000;

/** Lets the time pass for short waits until the work is done; deadlines are not run into. */
export async function sleptThrough<result>(
  clock: ManualClock,
  work: Promise<result>,
): Promise<result> {
  const ended = work.then(
    () => true,
    () => true,
  );
  for (;;) {
    if (await Promise.race([ended, delay(10, false)])) return work;
    const [wait] = clock.sleepingMs;
    if (wait !== undefined && wait < WAIT_MS) await clock.advance(wait);
  }
}

export function aRequester(over: Partial<Requester> = {}): Requester {
  return {
    platform: 'fake',
    workspace: { id: 'w1', kind: 'shared' },
    person: { id: 'ann' },
    roles: [],
    admin: false,
    ...over,
  };
}

/** An requester in a workspace where nobody has asked for anything yet. */
export function inNewWorkspace(over: Partial<Requester> = {}): Requester {
  minted += 1;
  return aRequester({ workspace: { id: `w-${minted}`, kind: 'shared' }, ...over });
}

export function aVideoDraft(prompt: string, over: Partial<VideoDraft> = {}): VideoDraft {
  return {
    scene: { kind: 'text', prompt },
    settings: { seconds: null, quality: null, aspect: null, sound: null, guidance: null },
    ...over,
  };
}

/** Its person has not seen its price yet. */
export function asTyped(prompt: string, over: Partial<VideoDraft> = {}): CreateCommand {
  return { type: 'create', draft: aVideoDraft(prompt, over) };
}

/** As once its person has pressed Start, whatever it costs: what asks them first has tests of its own. */
export function agreedTo(draft: VideoDraft): CreateCommand {
  return { type: 'create', draft, agreed: 1_000_000 };
}

export function toCreate(prompt: string, over: Partial<VideoDraft> = {}): CreateCommand {
  return agreedTo(aVideoDraft(prompt, over));
}
