import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import type { TestDatabase } from '../../support/database/database.ts';
import { createFakePlatform } from '../../support/fakes/fake-platform.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import type { FakeProvider, FakeProviderOptions } from '../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { signal, stateOf } from '../requests/requested.ts';

export interface TwoProviders {
  readonly a: FakeProvider;
  readonly b: FakeProvider;
  readonly workers: readonly TestCore[];
  /** Any of the workers. */
  readonly test: TestCore;
  /** The headlines that operators were told, with "A" and "B" for the providers. */
  readonly told: readonly string[];
  /** Another process, which knows nothing of what the others saw; `mute`: it tells operators nothing. */
  another(options?: { readonly mute?: boolean }): TestCore;
  /** Lets every worker tick once. */
  tickAll(): Promise<void>;
}

export interface TwoOptions {
  readonly a?: FakeProviderOptions;
  readonly b?: FakeProviderOptions;
  /** Only A is there. */
  readonly alone?: boolean;
  readonly workers?: number;
}

let made = 0;

/** Two providers that make the same for the same price, the first of which is taken where it can be. */
export function twoProviders(database: TestDatabase, options: TwoOptions = {}): TwoProviders {
  made += 1;
  const a = createFakeProvider({ name: `a-${made}`, title: 'A', ...options.a });
  const b = createFakeProvider({ name: `b-${made}`, title: 'B', ...options.b });
  const all = options.alone === true ? [a] : [a, b];
  const clock = createManualClock();
  const platform = createFakePlatform({ name: `two-chat-${made}` });
  const told: string[] = [];
  const tellOperators = (reply: Reply) => {
    const headline = plain(reply.headline);
    // Told of each order by itself: not what is looked at here.
    if (!headline.includes("didn't confirm")) told.push(headline);
  };
  const unlimited = { kind: 'unlimited' } as const;

  function another({ mute = false }: { readonly mute?: boolean } = {}): TestCore {
    return testCore(database.connect(1), {
      provider: a,
      platform,
      clock,
      wrap: ({ defaults }) => ({
        providers: new Map(all.map((it) => [it.name, it])),
        tellOperators: mute ? () => undefined : tellOperators,
        defaults: { ...defaults, policy: { ...defaults.policy, allowance: unlimited } },
      }),
    });
  }

  const first = another();
  const workers = [first, ...Array.from({ length: (options.workers ?? 1) - 1 }, () => another())];
  return {
    a,
    b,
    workers,
    told,
    another,
    test: first,
    async tickAll() {
      await Promise.all(workers.map((it) => it.worker.tick(signal)));
    },
  };
}

/** 'A rendering', 'B waiting': where a job is and how far. */
export async function whereIs({ test, a }: TwoProviders, job: Job): Promise<string> {
  const found = await test.core.jobs.find(job.teamId, job.jobId);
  return `${found?.provider === a.name ? 'A' : 'B'} ${(await stateOf(test, job)).status}`;
}

export const outOfCredit = { status: 'refused', reason: 'out-of-credit', message: 'no' } as const;
export const lost = { status: 'lost', created: false } as const;
export const away = (
  reason: 'maintenance' | 'rate-limited' | 'unreachable',
  retryAfterMs: number | null = null,
) => ({ status: 'later', reason, retryAfterMs }) as const;
