import type { InteractionContext, Origin } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { CreateCommand } from '../chat/domain/command.ts';
import type { Job } from '../jobs/domain/job.ts';
import type { VideoDraft } from '../video/domain/video-request.ts';
import { LEASE_MS } from '../shared/with-lease.ts';
import { recordName } from '../people/name-people.ts';
import type { RecordNameDependencies } from '../people/name-people.ts';
import { prefer } from '../people/preferences.ts';
import { confirmPrompt } from './confirm-prompt.ts';
import { requestVideo } from './request-video.ts';
import type { Requested, RequestVideoDependencies } from './request-video.ts';
import { showCard } from '../cards/show-card.ts';
import type { ShowCardDependencies } from '../cards/show-card.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import type { TranscodePlan } from '../media/domain/media.ts';
import { refusalReply, confirmTranscodeReply } from '../chat/domain/replies.ts';
import {
  priceReply,
  withCreditRequestButton,
  withStartWhenBackButton,
} from './domain/price-reply.ts';
import type { PriceToConfirm } from './price.ts';

export interface CreateVideoDependencies
  extends
    RecordNameDependencies,
    RequestVideoDependencies,
    SavePendingActionDependencies,
    ShowCardDependencies {}

/** Starts a video and shows its card; else says what is in the way, and what can be done about it. */
export async function createVideo(
  deps: CreateVideoDependencies,
  context: InteractionContext,
  command: CreateCommand,
  signal: AbortSignal,
): Promise<Reply | null> {
  const { perhapsMeant, ...prompt } = command;
  if (perhapsMeant !== undefined) return confirmPrompt(deps, context, prompt, perhapsMeant);
  const requested = await requestVideo(deps, context, command, signal);
  switch (requested.status) {
    case 'refused':
      return suggestNextStep(deps, context, command, requested);
    case 'unfit':
      return confirmTranscode(deps, context, command, requested.name, requested.transcode);
    case 'unagreed':
      return confirmPrice(deps, context, command, requested.priceToConfirm);
    case 'accepted': {
      const { job } = requested;
      if (command.remember === true) await savePreferences(deps, job, command.draft);
      // The job is safe from here on: a card that fails now is shown by a worker.
      const card = await deps.cards.take(job, LEASE_MS, deps.clock.now()).catch(() => null);
      if (card !== null) {
        await showCard(deps, card, signal).catch((error: unknown) => {
          deps.logger.warn({ job: job.jobId, err: error }, 'first card not shown yet');
        });
      }
      await recordName(deps, job, context.requester);
      return null;
    }
  }
}

/** What was asked for is on its way whether or not this is kept. */
async function savePreferences(
  deps: CreateVideoDependencies,
  job: Job,
  { settings }: VideoDraft,
): Promise<void> {
  await prefer(deps, job, { settings }).catch((error: unknown) => {
    deps.logger.warn({ job: job.jobId, err: error }, 'preferences not kept');
  });
}

/** A video that was given would be cut or encoded anew, if its owner agrees. */
export async function confirmTranscode(
  deps: SavePendingActionDependencies,
  origin: Origin,
  command: CreateCommand,
  name: string,
  transcode: TranscodePlan,
): Promise<Reply> {
  const draft = { ...command.draft, allowTranscode: true };
  return confirmTranscodeReply(
    name,
    transcode,
    await savePendingAction(deps, origin, { ...command, draft }),
  );
}

/** A video costs more than its owner agreed to, or they are asked before it starts. */
export async function confirmPrice(
  deps: SavePendingActionDependencies,
  origin: Origin,
  command: CreateCommand,
  priceToConfirm: PriceToConfirm,
): Promise<Reply> {
  const { outlook, cheaper: draft } = priceToConfirm;
  const [start, cheaper, cancel] = await Promise.all([
    savePendingAction(deps, origin, { ...command, agreed: outlook.price }),
    draft === null
      ? null
      : savePendingAction(deps, origin, {
          type: 'create',
          draft: draft.draft,
          agreed: draft.price,
          ...(command.whenBack === true ? { whenBack: true } : {}),
        }),
    savePendingAction(deps, origin, { type: 'dismiss' }),
  ]);
  return priceReply(outlook, { start, cheaper, cancel });
}

/** A refusal; with a button where waiting, or an admin's credits, would do. */
async function suggestNextStep(
  deps: SavePendingActionDependencies & Pick<RequestVideoDependencies, 'teams'>,
  context: InteractionContext,
  command: CreateCommand,
  { refusal, shortage: short }: Extract<Requested, { readonly status: 'refused' }>,
): Promise<Reply> {
  const reply = refusalReply(refusal);
  if (refusal.code === 'providers-down' && refusal.waits) {
    const pendingAction = await savePendingAction(deps, context, { ...command, whenBack: true });
    return withStartWhenBackButton(reply, pendingAction);
  }
  if (short === null) return reply;
  const { inbox } = await deps.teams.settings(context.who.teamId);
  // What was shown is what is agreed to: credits that come later buy it at that price or not at all.
  const request = await savePendingAction(deps, context, { ...command, agreed: short.price });
  return withCreditRequestButton(reply, short, {
    pendingAction: await savePendingAction(deps, context, { type: 'ask-credits', request, short }),
    // Only a channel that admins chose for requests shows what was asked for.
    showsPrompt: inbox !== null,
  });
}
