import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { systemClock } from '../src/lifecycle/system-clock.ts';
import { jobId } from '../src/core/shared/domain/ids.ts';
import type { ChatPlatform } from '../src/core/chat/ports/chat-platform.ts';
import type { Logger } from '../src/core/shared/ports/logger.ts';
import type { MediaStore } from '../src/core/media/ports/media-store.ts';
import type { VideoProvider } from '../src/core/providers/ports/video-provider.ts';
import type { Adapters } from '../src/lifecycle/adapters.ts';
import type { Sql } from '../test/support/database/sql.ts';
import { languages } from '../src/messages/languages.ts';
import { createPostgresStores } from '../src/db/stores.ts';

export const PROVIDER = 'bench';
export const PLATFORM = 'bench';
export const MODEL = 'bench-1';

/** As many connections as the service opens. */
export const CONNECTIONS = 10;

interface BenchCoreOptions {
  readonly checkEveryMs: number;
  /** Told how many renders were just asked about. */
  readonly checked?: (renders: number) => void;
}

/** Put together as the service does it, on the real stores; only the outside world is missing. */
export function benchCore(sql: Sql, options: BenchCoreOptions): Adapters {
  return {
    ...createPostgresStores(sql),
    charts: { report: () => Promise.reject(new Error('Nothing is drawn here')) },
    languages,
    media: noMedia,
    providers: new Map([[PROVIDER, stillRendering(options)]]),
    platforms: new Map([[PLATFORM, silentPlatform]]),
    clock: systemClock,
    logger: troubleOnly,
    newJobId: () => jobId(uuidv7()),
    hash: (text) => createHash('sha256').update(text).digest('base64url').slice(0, 22),
    defaults: {
      policy: { allowance: { kind: 'unlimited' }, perJob: null, atOnce: null },
      pool: { kind: 'unlimited' },
      personal: { kind: 'unlimited' },
    },
    creditPrice: null,
    canLink: false,
    notSetUp: [],
    lowBalance: new Map(),
    callbackUrl: () => null,
    tellOperators: () => undefined,
  };
}

/** A provider without a network: fifty renders a call, all still going, answered at once. */
function stillRendering({ checkEveryMs, checked }: BenchCoreOptions): VideoProvider {
  return {
    name: PROVIDER,
    title: 'Bench',
    keyHash: 'bench',
    models: [],
    limits: { inFlight: 1_000_000, createsPerSecond: null, callsPerSecond: null, checkBatch: 50 },
    checks: {
      firstMs: checkEveryMs,
      everyMs: checkEveryMs,
      growMs: 0,
      mostMs: checkEveryMs,
      patienceMs: 24 * 60 * 60 * 1000,
      typicalMs: () => checkEveryMs,
    },
    quote: () => Promise.resolve(null),
    account: () => Promise.resolve({ key: 'accepted', credits: null }),
    readCallback: () => null,
    renderKey: () => '',
    start: () => Promise.reject(new Error('Nothing is started here')),
    check(operations) {
      checked?.(operations.length);
      return Promise.resolve(operations.map(() => ({ status: 'running', progress: null })));
    },
  };
}

const silentPlatform: ChatPlatform = {
  name: PLATFORM,
  show: (message) => Promise.resolve(message),
  reply: () => Promise.resolve(),
  uploadLimit: () => Promise.resolve(10_000_000),
  renewed: (known) => known,
  replace: () => Promise.resolve(),
  post: () => Promise.resolve(),
  addressOf: (_workspace, channel) => channel,
  editBudget: () => null,
  sourceOf: () => Promise.reject(new Error('No media here')),
  isPrivate: () => false,
  linkTo: () => null,
};

const noMedia: MediaStore = {
  ingestImage: () => Promise.reject(new Error('No media here')),
  ingestClip: () => Promise.reject(new Error('No media here')),
  ingestAudio: () => Promise.reject(new Error('No media here')),
  collectVideo: () => Promise.reject(new Error('No media here')),
  fit: () => Promise.reject(new Error('No media here')),
  open: () => Promise.reject(new Error('No media here')),
  copiesOf: () => Promise.resolve([]),
  remove: () => Promise.resolve(true),
  link: () => null,
  player: () => null,
};

/** A step that fails would make every number a lie, so it is heard. */
const troubleOnly: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (facts, words) => {
    console.error(words, facts);
  },
  error: (facts, words) => {
    console.error(words, facts);
  },
};
