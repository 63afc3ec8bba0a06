import type { Interaction } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Command } from '../chat/domain/command.ts';
import type { VideoDraft } from '../video/domain/video-request.ts';
import type { Core } from '../core.ts';
import { LEASE_MS } from '../shared/with-lease.ts';
import { recordName } from '../people/name-people.ts';
import { prefer } from '../people/preferences.ts';
import { suggestCreditRequest, confirmTranscode, confirmPrice } from './pending-videos.ts';
import { requestVideo } from './request-video.ts';
import { showCard } from '../cards/show-card.ts';

/** Starts a video and shows its card; else says what is in the way, and what can be done about it. */
export async function createVideo(
  core: Core,
  interaction: Interaction,
  { wish: draft, remember = false }: Extract<Command, { type: 'create' }>,
  signal: AbortSignal,
): Promise<Reply | null> {
  const requested = await requestVideo(core, interaction, draft, signal);
  switch (requested.status) {
    case 'refused':
      return suggestCreditRequest(core, interaction, requested.refusal, requested.shortage);
    case 'unfit':
      return confirmTranscode(core, interaction, requested.name, requested.transcode);
    case 'unagreed':
      return confirmPrice(core, interaction, requested.priceToConfirm);
    case 'accepted': {
      if (remember) await savePreferences(core, interaction, draft);
      // The job is safe from here on: a card that fails now is shown by a worker.
      const { job } = requested;
      const card = await core.cards.take(job, LEASE_MS, core.clock.now()).catch(() => null);
      if (card !== null) {
        await showCard(core, card, signal).catch((error: unknown) => {
          core.logger.warn({ job: job.jobId, err: error }, 'first card not shown yet');
        });
      }
      await recordName(core, job, interaction.asker);
      return null;
    }
  }
}

/** What was asked for is on its way whether or not this is kept. */
async function savePreferences(
  core: Core,
  interaction: Interaction,
  { settings }: VideoDraft,
): Promise<void> {
  await prefer(core, interaction.asker, { settings }).catch((error: unknown) => {
    core.logger.warn({ key: interaction.key, err: error }, 'usual settings not kept');
  });
}
