import { later } from '../domain/steps.ts';
import type { Claimed } from '../ports/job-store.ts';
import type { VideoProvider } from '../ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import { askAbout, newsOf } from './check-renders.ts';
import type { Core } from './core.ts';

/** A provider may know a render a little later than it tells of it. */
export const CONFIRM_INTERVALS_MS = [5_000, 15_000, 60_000, 180_000, 900_000, 3_600_000] as const;

/** A look whose turn would come later than this is taken another time. */
const TURN_MS = 15_000;

/**
 * Asks the provider about a render that is said to be the one of a create call whose answer was
 * lost. Only what the provider itself answers counts.
 */
export async function confirmRender(
  core: Core,
  claimed: Claimed,
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const job = await core.jobs.find(claimed.teamId, claimed.jobId);
  if (job?.state.status !== 'unconfirmed' || job.state.reported === undefined) return;
  const operation = job.state.reported;
  const { callsPerSecond } = provider.limits;
  const now = core.clock.now();
  const intervalMs = callsPerSecond === null ? 0 : 1000 / callsPerSecond;
  const turn = await core.gate.book(provider.name, 1, intervalMs, now, later(now, TURN_MS));
  // The claim has booked the next look already.
  if (turn === null) return;
  // From now on: to book it took time as well.
  await core.clock.sleep(turn.getTime() - core.clock.now().getTime(), signal);
  if (signal.aborted) return;
  const [answer] = await askAbout(core, provider, [{ ...claimed, operation }], signal);
  if (answer === undefined || answer.status === 'silent') return;
  const at = core.clock.now();
  const moveTo = { provider: provider.name, model: job.model, price: job.price };
  const confirmed = await advanceJob(core, job, { type: 'created', at, operation }, moveTo);
  core.logger.info({ team: job.teamId, job: job.jobId, operation }, 'lost order found again');
  const news = newsOf(core, provider, { ...claimed, startedAt: null }, answer);
  if (confirmed !== null && news !== null) await advanceJob(core, confirmed, news);
}
