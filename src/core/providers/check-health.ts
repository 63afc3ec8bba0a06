import type { CheckFailure } from './domain/check-failures.ts';
import { checkFailureReply, providerRecoveredReply } from './domain/operator-alerts.ts';
import { ProviderError } from '../shared/domain/errors.ts';
import type { ProviderErrorCode } from '../shared/domain/errors.ts';
import type { Unread, CheckHealth } from './ports/check-health.ts';
import type { RenderStatus, VideoProvider, VideoProviders } from './ports/video-provider.ts';
import { tellWithBalance } from './read-balances.ts';
import type { LookUpBalanceDependencies } from './read-balances.ts';

export interface LearnCheckHealthDependencies {
  readonly checkHealth: CheckHealth;
  readonly providers: VideoProviders;
}

export interface ReportUncheckedDependencies extends LookUpBalanceDependencies {
  readonly checkHealth: CheckHealth;
}

interface Failing {
  /** When this process last wrote down a failure. */
  readonly writtenAt: Date;
  readonly unread: Unread | null;
}

/**
 * Providers whose status calls fail as far as this process knows, whoever made them: where none do,
 * an answer costs no statement.
 */
const failing = new WeakMap<VideoProvider, Failing>();

/** Many calls at once that fail for one reason are one failure. */
const TOGETHER_MS = 1_000;

const LONG_AGO = new Date(0);

/** Reads what all processes know by now. */
export async function learnCheckHealth(
  deps: LearnCheckHealthDependencies,
  unreadAt: (provider: string) => Unread | null,
): Promise<void> {
  const names = await deps.checkHealth.failing();
  for (const provider of deps.providers.values()) {
    if (!names.has(provider.name)) failing.delete(provider);
    else learn(provider, { unread: unreadAt(provider.name) });
  }
}

function learn(provider: VideoProvider, news: Partial<Failing>): void {
  const known = failing.get(provider) ?? { writtenAt: LONG_AGO, unread: null };
  failing.set(provider, { ...known, ...news });
}

/** Renders of jobs were asked about, and of none of them anything was told. Never throws. */
export async function reportNothingTold(
  deps: ReportUncheckedDependencies,
  provider: VideoProvider,
  answers: readonly RenderStatus[],
): Promise<void> {
  const isNoneKnown = answers.every(({ status }) => status === 'not-found');
  await report(deps, provider, isNoneKnown ? 'renders-unknown' : 'failing', null);
}

/** A status call had an answer. Never throws. */
export async function reportChecked(
  deps: Pick<ReportUncheckedDependencies, 'checkHealth' | 'clock' | 'logger' | 'tellOperators'>,
  provider: VideoProvider,
  answers: readonly RenderStatus[],
  askedAt: Date,
): Promise<void> {
  if (isNothingTold(answers) || !failing.delete(provider)) return;
  const now = deps.clock.now();
  try {
    const { over, well } = await deps.checkHealth.recordSuccess(provider.name, askedAt, now);
    if (!over) return;
    deps.logger.info({ provider: provider.name }, 'status of renders can be read again');
    if (well) deps.tellOperators(providerRecoveredReply(provider.title));
  } catch (error) {
    learn(provider, {});
    deps.logger.warn({ provider: provider.name, err: error }, 'recovery not written');
  }
}

export function isNothingTold(answers: readonly RenderStatus[]): boolean {
  return answers.every(({ status }) => status === 'not-found' || status === 'silent');
}

/**
 * A status call had no answer. Never throws.
 * @returns why the status of no render can be read, where that is known by now
 */
export async function reportUnchecked(
  deps: ReportUncheckedDependencies,
  provider: VideoProvider,
  error: unknown,
): Promise<Unread | null> {
  const trouble = checkFailureOf(error);
  if (trouble === null) return failing.get(provider)?.unread ?? null;
  return report(deps, provider, trouble, error instanceof ProviderError ? error.detail : null);
}

/** What a call without an answer says of the provider; null: only that it is called too often. */
export function checkFailureOf(error: unknown): CheckFailure | null {
  // A bug of ours reads no status either.
  return error instanceof ProviderError ? FAILURES[error.code] : 'failing';
}

const FAILURES = {
  'key-refused': 'key-refused',
  'out-of-credit': 'out-of-credit',
  redirected: 'redirected',
  maintenance: 'maintenance',
  unreachable: 'failing',
  unreadable: 'failing',
  'server-error': 'failing',
  timeout: 'failing',
  'rate-limited': null,
  'no-turn': null,
} as const satisfies Record<ProviderErrorCode, CheckFailure | null>;

async function report(
  deps: ReportUncheckedDependencies,
  provider: VideoProvider,
  trouble: CheckFailure,
  detail: string | null,
): Promise<Unread | null> {
  const now = deps.clock.now();
  const known = failing.get(provider);
  if (known !== undefined && now.getTime() - known.writtenAt.getTime() < TOGETHER_MS) {
    return known.unread;
  }
  // Before it is waited for: whoever comes meanwhile is one of many.
  learn(provider, { writtenAt: now });
  try {
    const { unread, news } = await deps.checkHealth.recordFailure(provider.name, trouble, now);
    learn(provider, { unread });
    // What was refused before stands: its own words were said then.
    const own = unread?.trouble === trouble ? detail : null;
    if (news && unread !== null) tell(deps, provider, unread.trouble, own);
    return unread;
  } catch (error) {
    deps.logger.error({ provider: provider.name, trouble, err: error }, 'failure not recorded');
    return known?.unread ?? null;
  }
}

function tell(
  deps: ReportUncheckedDependencies,
  provider: VideoProvider,
  trouble: CheckFailure,
  detail: string | null,
): void {
  deps.logger.error(
    { provider: provider.name, trouble, detail },
    'status of renders cannot be read: circuit open',
  );
  const alert = (left: number | null) => {
    // Where calls are sent elsewhere it is said to where, and not by the provider.
    const known = trouble === 'redirected' ? { detail } : { message: detail };
    deps.tellOperators(checkFailureReply(provider.title, trouble, { ...known, left }));
  };
  if (trouble === 'out-of-credit') tellWithBalance(deps, provider, true, alert);
  else alert(null);
}
