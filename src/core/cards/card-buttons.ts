import type { InteractionContext } from '../chat/domain/interaction.ts';
import { plainReply, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { MessageRef } from '../messages/domain/message-ref.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { isSettled } from '../jobs/domain/job.ts';
import type { Job } from '../jobs/domain/job.ts';
import { mayAdminister } from '../teams/domain/team-settings.ts';
import { msg } from '../messages/domain/message.ts';
import { promptWords } from '../jobs/domain/job-words.ts';
import type { Identity } from '../teams/domain/identity.ts';
import { advanceJob } from '../jobs/advance-job.ts';
import type { AdvanceJobDependencies } from '../jobs/advance-job.ts';
import { LEASE_MS } from '../shared/with-lease.ts';
import { showCard } from './show-card.ts';
import type { ShowCardDependencies } from './show-card.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Schedule } from '../jobs/ports/schedule.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';

export interface CancelJobDependencies extends AdvanceJobDependencies {
  readonly clock: Clock;
}

export interface AnswerPressDependencies extends AdvanceJobDependencies, ShowCardDependencies {
  readonly schedule: Schedule;
  readonly teams: TeamStore;
}

/** Cancels a job that is queued. One that was cancelled before is told as cancelled again. */
export async function cancelJob(deps: CancelJobDependencies, job: Job): Promise<Reply> {
  const after = await advanceJob(deps, job, { type: 'cancelled', at: deps.clock.now() });
  if (after?.state.status === 'cancelled') {
    const prompt = promptWords(job);
    return plainReply(msg('cards.cancel-done', { prompt }), msg('credits.not-charged'));
  }
  if (after !== null && isSettled(after.state)) return refusedReply(msg('cards.cancel-ended'));
  return refusedReply(msg('cards.cancel-too-late', { provider: providerOf(deps, job) }));
}

function providerOf({ providers }: CancelJobDependencies, { provider }: Job): string {
  return providers.get(provider)?.title ?? provider;
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
    return refusedReply(msg('cards.unknown-here'));
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
        return refusedReply(msg('cards.cancel-not-yours'));
      }
      const reply = await cancelJob(deps, job);
      return reply.tone === 'plain' ? null : reply;
    }
    case 'check-now':
      return (await deps.schedule.makeDueNow(job, deps.clock.now()))
        ? plainReply(msg('cards.checking', { provider: providerOf(deps, job) }))
        : null;
    case 'try-again':
    case 'give-back': {
      const { type, becomes } = DECISIONS[action];
      if (!may.admin) return refusedReply(msg('admin.only-admins'));
      const at = deps.clock.now();
      const after = await advanceJob(deps, job, { type, at, asked: may.asked });
      return after?.state.status === becomes ? null : refusedReply(msg('cards.moved-on'));
    }
  }
}

/** What an admin may decide of an order without an answer, and what becomes of its job. */
const DECISIONS = {
  'try-again': { type: 'tried-again', becomes: 'waiting' },
  'give-back': { type: 'credits-given-back', becomes: 'failed' },
} as const;
