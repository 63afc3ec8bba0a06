import type { InteractionContext } from '../chat/domain/interaction.ts';
import { plainReply, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { MessageRef } from '../messages/domain/message-ref.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import type { JobId } from '../shared/domain/ids.ts';
import { isSettled } from '../jobs/domain/job.ts';
import type { Job } from '../jobs/domain/job.ts';
import { STATUS_WORDS } from '../jobs/domain/job-words.ts';
import { mayAdminister } from '../teams/domain/team-settings.ts';
import { credits } from '../messages/domain/rich-text.ts';
import type { Identity } from '../teams/domain/identity.ts';
import { advanceJob } from '../jobs/advance-job.ts';
import type { AdvanceJobDependencies } from '../jobs/advance-job.ts';
import { LEASE_MS } from '../shared/with-lease.ts';
import { showCard } from './show-card.ts';
import type { ShowCardDependencies } from './show-card.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Schedule } from '../jobs/ports/schedule.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';

export interface CancelDependencies extends AdvanceJobDependencies {
  readonly clock: Clock;
}

export interface AnswerPressDependencies extends AdvanceJobDependencies, ShowCardDependencies {
  readonly schedule: Schedule;
  readonly teams: TeamStore;
}

/** Of a job's id people type its end: so much of it that it is no guess. */
const NAME_LENGTH = 6;

/**
 * Cancels a queued job for its owner: the one named, or the newest that is queued. Asked
 * twice it cancels one, so that an interaction which is handled again does not cancel another.
 */
export async function cancelWaiting(
  deps: CancelDependencies,
  { who, at }: InteractionContext,
  named: JobId | null,
): Promise<Reply> {
  const [open, last] = await Promise.all([
    deps.history.listOf(who.teamId, who.personId, { open: true, most: 1000 }),
    deps.history.listOf(who.teamId, who.personId, { open: false, most: 20 }),
  ]);
  if (named !== null) {
    const matching = open.filter(
      (it) => it.jobId === named || (named.length >= NAME_LENGTH && it.jobId.endsWith(named)),
    );
    const [job] = matching;
    if (job !== undefined && matching.length === 1) return cancel(deps, job);
    return refusedReply('You have no video on the way by that name. /video status lists yours.');
  }
  const before = open.filter((it) => it.createdAt.getTime() <= at);
  const done = last.find(({ state }) => state.status === 'cancelled' && state.at.getTime() >= at);
  const job = done ?? before.find((it) => it.state.status === 'waiting') ?? before[0];
  if (job === undefined)
    return refusedReply('You have nothing on the way that could be cancelled.');
  return cancel(deps, job);
}

async function cancel(deps: CancelDependencies, job: Job): Promise<Reply> {
  const after = await advanceJob(deps, job, { type: 'cancelled', at: deps.clock.now() });
  if (after?.state.status === 'cancelled') {
    return plainReply(`Cancelled. ${credits(job.quote)} returned, nothing was charged.`);
  }
  return refusedReply(
    after !== null && isSettled(after.state)
      ? `Too late: this video is ${STATUS_WORDS[after.state.status]} already.`
      : 'Too late to cancel: the provider has the order and cannot take it back. You pay only if the video arrives.',
  );
}

/** A press on a card's button. The press renews the way to the card, whatever else comes of it. */
export async function answerPress(
  deps: AnswerPressDependencies,
  context: InteractionContext,
  press: CommandOf<'press'>,
  signal: AbortSignal,
): Promise<Reply | null> {
  const { requester, who } = context;
  const job = await deps.jobs.find(who.teamId, press.job);
  const platform = deps.platforms.get(requester.platform);
  if (job === null || platform === undefined) {
    return refusedReply(
      'This video is not known here any more. If this place was linked with another since, or parted from it, it stays in the books of before, and its message as it is. Nothing was changed.',
    );
  }
  if (job.platform === requester.platform) {
    const renew = (known: MessageRef) => platform.renewed(known, context.message);
    await deps.cards.rebind(job, renew, deps.clock.now());
  }
  const mine = job.personId === who.personId;
  const admin = mayAdminister(requester, await deps.teams.settings(who.teamId));
  const reply = await act(deps, job, press.action, { mine, admin, asked: new Date(context.at) });
  if (!mine || press.action !== 'cancel') {
    await writeDown(deps, who, press, admin ? reply : 'refused');
  }
  const card = await deps.cards.take(job, LEASE_MS, deps.clock.now());
  if (card !== null) await showCard(deps, card, signal);
  return reply;
}

/** What takes an admin: who did it, or tried it, can be asked later. */
async function writeDown(
  deps: AnswerPressDependencies,
  { teamId, personId }: Identity,
  { action, job }: CommandOf<'press'>,
  outcome: Reply | null | 'refused',
): Promise<void> {
  if (action === 'refresh' || action === 'check-now' || isPersonal(teamId)) return;
  const at = deps.clock.now();
  const entry = { at, actor: personId, action, target: `job ${job}`, reason: '' };
  if (outcome === 'refused') await deps.teams.refused(teamId, entry);
  else if (outcome === null) await deps.teams.did(teamId, entry);
}

async function act(
  deps: AnswerPressDependencies,
  job: Job,
  action: CommandOf<'press'>['action'],
  may: { readonly mine: boolean; readonly admin: boolean; readonly asked: Date },
): Promise<Reply | null> {
  switch (action) {
    case 'refresh':
      return null;
    case 'cancel': {
      if (!may.mine && !may.admin) {
        return refusedReply(
          'Only the person who asked for this video, or an admin, can cancel it.',
        );
      }
      const reply = await cancel(deps, job);
      return reply.tone === 'plain' ? null : reply;
    }
    case 'check-now':
      return (await deps.schedule.makeDueNow(job, deps.clock.now()))
        ? plainReply('Asking the provider again now. The message changes when there is news.')
        : null;
    case 'try-again':
    case 'give-back': {
      const { what, type, becomes } = DECISIONS[action];
      if (!may.admin) return refusedReply(`Only an admin of this place can ${what}.`);
      const at = deps.clock.now();
      const after = await advanceJob(deps, job, { type, at, asked: may.asked });
      return after?.state.status === becomes
        ? null
        : refusedReply('An answer came in the meantime: the card shows what it is now.');
    }
  }
}

/** What an admin may decide of an order without an answer, and what becomes of its job. */
const DECISIONS = {
  'try-again': { what: 'order a video again', type: 'tried-again', becomes: 'waiting' },
  'give-back': {
    what: 'close an order without an answer',
    type: 'credits-given-back',
    becomes: 'failed',
  },
} as const;
