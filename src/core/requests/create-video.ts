import type { Interaction } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Command } from '../chat/domain/command.ts';
import type { VideoDraft } from '../video/domain/video-request.ts';
import { LEASE_MS } from '../shared/with-lease.ts';
import { recordName } from '../people/name-people.ts';
import type { RecordNameDependencies } from '../people/name-people.ts';
import { prefer } from '../people/preferences.ts';
import type { PreferencesDependencies } from '../people/preferences.ts';
import { suggestCreditRequest, confirmTranscode, confirmPrice } from './pending-videos.ts';
import { requestVideo } from './request-video.ts';
import type { RequestVideoDependencies } from './request-video.ts';
import { showCard } from '../cards/show-card.ts';
import type { ShowCardDependencies } from '../cards/show-card.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';

export interface CreateVideoDependencies
  extends
    PreferencesDependencies,
    RecordNameDependencies,
    RequestVideoDependencies,
    SavePendingActionDependencies,
    ShowCardDependencies {}

/** Starts a video and shows its card; else says what is in the way, and what can be done about it. */
export async function createVideo(
  deps: CreateVideoDependencies,
  interaction: Interaction,
  { wish: draft, remember = false }: Extract<Command, { type: 'create' }>,
  signal: AbortSignal,
): Promise<Reply | null> {
  const requested = await requestVideo(deps, interaction, draft, signal);
  switch (requested.status) {
    case 'refused':
      return suggestCreditRequest(deps, interaction, requested.refusal, requested.shortage);
    case 'unfit':
      return confirmTranscode(deps, interaction, requested.name, requested.transcode);
    case 'unagreed':
      return confirmPrice(deps, interaction, requested.priceToConfirm);
    case 'accepted': {
      if (remember) await savePreferences(deps, interaction, draft);
      // The job is safe from here on: a card that fails now is shown by a worker.
      const { job } = requested;
      const card = await deps.cards.take(job, LEASE_MS, deps.clock.now()).catch(() => null);
      if (card !== null) {
        await showCard(deps, card, signal).catch((error: unknown) => {
          deps.logger.warn({ job: job.jobId, err: error }, 'first card not shown yet');
        });
      }
      await recordName(deps, job, interaction.asker);
      return null;
    }
  }
}

/** What was asked for is on its way whether or not this is kept. */
async function savePreferences(
  deps: CreateVideoDependencies,
  interaction: Interaction,
  { settings }: VideoDraft,
): Promise<void> {
  await prefer(deps, interaction.asker, { settings }).catch((error: unknown) => {
    deps.logger.warn({ key: interaction.key, err: error }, 'usual settings not kept');
  });
}
