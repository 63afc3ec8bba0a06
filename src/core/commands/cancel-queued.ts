import type { InteractionContext } from '../chat/domain/interaction.ts';
import { moreWords } from '../chat/domain/replies.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import { cancelJob } from '../cards/card-buttons.ts';
import type { CancelJobDependencies } from '../cards/card-buttons.ts';
import type { Job } from '../jobs/domain/job.ts';
import { msg } from '../messages/domain/message.ts';
import { plainReply, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import type { JobId } from '../shared/domain/ids.ts';
import { sceneWords } from '../video/domain/video-request.ts';

export interface CancelQueuedDependencies
  extends CancelJobDependencies, SavePendingActionDependencies {}

/** Of a job's id people type its end: so much of it that it is no guess. */
const NAME_LENGTH = 6;

/** As many buttons as every chat has room for. */
const MOST_CHOICES = 5;

/**
 * Cancels a queued job for its owner: the one named, or the only one; of several it asks which.
 * Asked twice it cancels one, so that an interaction which is handled again cancels no other.
 */
export async function cancelQueued(
  deps: CancelQueuedDependencies,
  context: InteractionContext,
  named: JobId | null,
): Promise<Reply> {
  const { who, at } = context;
  const [open, last] = await Promise.all([
    deps.history.listOf(who.teamId, who.personId, { open: true, most: 1000 }),
    deps.history.listOf(who.teamId, who.personId, { open: false, most: 20 }),
  ]);
  if (named !== null) {
    const matching = open.filter(
      (it) => it.jobId === named || (named.length >= NAME_LENGTH && it.jobId.endsWith(named)),
    );
    // A button may be pressed again when its video is over.
    const job = matching.length === 1 ? matching[0] : last.find((it) => it.jobId === named);
    if (job !== undefined) return cancelJob(deps, job);
    return refusedReply(
      msg('cards.cancel-unknown', { name: shorten(named, 60), command: 'video status' }),
    );
  }
  const done = last.find(({ state }) => state.status === 'cancelled' && state.at.getTime() >= at);
  if (done !== undefined) return cancelJob(deps, done);
  const queued = open.filter((it) => it.state.status === 'waiting' && it.createdAt.getTime() <= at);
  const [job] = queued;
  if (job === undefined) return refusedReply(msg('cards.cancel-none'));
  return queued.length === 1 ? cancelJob(deps, job) : whichReply(deps, context, queued);
}

async function whichReply(
  deps: CancelQueuedDependencies,
  context: InteractionContext,
  queued: readonly Job[],
): Promise<Reply> {
  const offered = queued.slice(0, MOST_CHOICES);
  const more = queued.length - offered.length;
  const choices = offered.map(async ({ jobId, request }) => ({
    label: msg('cards.cancel-choice', { prompt: sceneWords(request.scene, 40) }),
    style: 'plain' as const,
    pendingAction: await savePendingAction(deps, context, { type: 'cancel', job: jobId }),
  }));
  return {
    ...plainReply(msg('cards.cancel-which'), ...moreWords(more)),
    choices: await Promise.all(choices),
  };
}
