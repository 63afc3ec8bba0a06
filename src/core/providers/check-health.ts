import type { CheckTrouble } from './domain/check-failures.ts';
import { checkTroubleReply, leftWords, providerRecoveredReply } from './domain/operator-alerts.ts';
import { ProviderError } from '../shared/domain/errors.ts';
import type { ProviderErrorCode } from '../shared/domain/errors.ts';
import type { Unread } from './ports/check-health.ts';
import type { RenderStatus, VideoProvider } from './ports/video-provider.ts';
import type { Core } from '../core.ts';
import { lookUpBalance } from './read-balances.ts';

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
  core: Core,
  unreadAt: (provider: string) => Unread | null,
): Promise<void> {
  const names = await core.checkHealth.failing();
  for (const provider of core.providers.values()) {
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
  core: Core,
  provider: VideoProvider,
  answers: readonly RenderStatus[],
): Promise<void> {
  const isNoneKnown = answers.every(({ status }) => status === 'not-found');
  await report(core, provider, isNoneKnown ? 'renders-unknown' : 'failing', null);
}

/** A status call had an answer. Never throws. */
export async function reportChecked(
  core: Core,
  provider: VideoProvider,
  answers: readonly RenderStatus[],
  askedAt: Date,
): Promise<void> {
  if (isNothingTold(answers) || !failing.delete(provider)) return;
  const now = core.clock.now();
  try {
    const { over, well } = await core.checkHealth.recordSuccess(provider.name, askedAt, now);
    if (!over) return;
    core.logger.info({ provider: provider.name }, 'status of renders can be read again');
    if (well) core.tellOperators(providerRecoveredReply(provider.title));
  } catch (error) {
    learn(provider, {});
    core.logger.warn({ provider: provider.name, err: error }, 'recovery not written');
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
  core: Core,
  provider: VideoProvider,
  error: unknown,
): Promise<Unread | null> {
  const trouble = checkTroubleOf(error);
  if (trouble === null) return failing.get(provider)?.unread ?? null;
  return report(core, provider, trouble, error instanceof ProviderError ? error.detail : null);
}

/** What a call without an answer says of the provider; null: only that it is called too often. */
export function checkTroubleOf(error: unknown): CheckTrouble | null {
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
} as const satisfies Record<ProviderErrorCode, CheckTrouble | null>;

async function report(
  core: Core,
  provider: VideoProvider,
  trouble: CheckTrouble,
  detail: string | null,
): Promise<Unread | null> {
  const now = core.clock.now();
  const known = failing.get(provider);
  if (known !== undefined && now.getTime() - known.writtenAt.getTime() < TOGETHER_MS) {
    return known.unread;
  }
  // Before it is waited for: whoever comes meanwhile is one of many.
  learn(provider, { writtenAt: now });
  try {
    const { unread, news } = await core.checkHealth.recordFailure(provider.name, trouble, now);
    learn(provider, { unread });
    // What was refused before stands: its own words were said then.
    const own = unread?.trouble === trouble ? detail : null;
    if (news && unread !== null) tell(core, provider, unread.trouble, own);
    return unread;
  } catch (error) {
    core.logger.error({ provider: provider.name, trouble, err: error }, 'trouble not written');
    return known?.unread ?? null;
  }
}

function tell(
  core: Core,
  provider: VideoProvider,
  trouble: CheckTrouble,
  detail: string | null,
): void {
  core.logger.error(
    { provider: provider.name, trouble, detail },
    'status of renders cannot be read: left alone until it can',
  );
  const note = (left: number | null) => {
    const more = left === null ? detail : leftWords(left);
    core.tellOperators(checkTroubleReply(provider.title, trouble, more));
  };
  if (trouble !== 'out-of-credit') {
    note(null);
    return;
  }
  // Not waited for: what is left is for operators alone.
  void lookUpBalance(core, provider, new AbortController().signal, { told: true })
    .then(note)
    .catch((error: unknown) => {
      core.logger.error({ provider: provider.name, err: error }, 'operators not told');
    });
}
