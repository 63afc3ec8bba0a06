import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { createCharts } from '../charts/render.ts';
import type { SetUp } from '../config/check-settings.ts';
import type { HandleInteractionDependencies } from '../core/commands/handle-interaction.ts';
import type { HandleCallbackDependencies } from '../core/jobs/handle-callback.ts';
import type { MediaStore } from '../core/media/ports/media-store.ts';
import type { SweepErasedDependencies } from '../core/people/sweep-erased.ts';
import { jobId } from '../core/shared/domain/ids.ts';
import type { Clock } from '../core/shared/ports/clock.ts';
import type { Logger } from '../core/shared/ports/logger.ts';
import type { WorkerDependencies } from '../core/worker/worker.ts';
import type { Sql } from '../db/connection/connection.ts';
import { createPostgresStores } from '../db/stores.ts';
import { languages } from '../messages/languages.ts';
import type { CallbackTokens } from '../http/callbacks/callback-tokens.ts';
import { createWordings } from '../messages/wordings.ts';
import { createOperators } from './operator-alerts.ts';

/** What all entry points of the core take together; each is handed what it names of it. */
export interface Adapters
  extends
    HandleCallbackDependencies,
    HandleInteractionDependencies,
    SweepErasedDependencies,
    WorkerDependencies {}

export interface AdapterOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sql: Sql;
  readonly media: MediaStore;
  readonly tokens: CallbackTokens;
  /** Without a slash at its end; null where there is none. */
  readonly publicUrl: string | null;
}

/** Everything behind the ports, as it is set up. */
export function createAdapters(
  { config, providers, connections, notSetUp, lowBalance }: SetUp,
  { clock, logger, sql, media, tokens, publicUrl }: AdapterOptions,
): Adapters {
  return Object.freeze({
    ...createPostgresStores(sql),
    charts: createCharts(createWordings()),
    languages,
    media,
    providers: new Map(providers.map((it) => [it.name, it])),
    platforms: new Map(connections.map(({ platform }) => [platform.name, platform])),
    clock,
    logger,
    newJobId: () => jobId(uuidv7({ msecs: clock.now().getTime() })),
    hash: (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22),
    defaults: {
      policy: { allowance: config.DEFAULT_ALLOWANCE, perJob: null, atOnce: null },
      pool: config.DEFAULT_POOL,
      personal: config.PERSONAL_ALLOWANCE,
    },
    creditPrice: config.CREDIT_PRICE ?? null,
    canLink: publicUrl !== null,
    notSetUp,
    lowBalance,
    callbackUrl: (job, provider) =>
      publicUrl === null
        ? null
        : `${publicUrl}/callbacks/${provider}/${tokens.make(job, provider)}`,
    tellOperators: createOperators(config.OPERATORS, connections, logger),
  } satisfies Adapters);
}
