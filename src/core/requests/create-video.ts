import type { Ask } from '../chat/domain/interaction.ts';
import type { Note } from '../messages/domain/reply.ts';
import type { Want } from '../chat/domain/command.ts';
import type { VideoWish } from '../video/domain/video-request.ts';
import type { Core } from '../core.ts';
import { HOLD_MS } from '../shared/with-lease.ts';
import { noteName } from '../people/name-people.ts';
import { prefer } from '../people/preferences.ts';
import { proposeAsking, proposeChange, proposePrice } from './pending-videos.ts';
import { requestVideo } from './request-video.ts';
import { showCard } from '../cards/show-card.ts';

/** Starts a video and shows its card; else says what is in the way, and what can be done about it. */
export async function createVideo(
  core: Core,
  ask: Ask,
  { wish, remember = false }: Extract<Want, { type: 'create' }>,
  signal: AbortSignal,
): Promise<Note | null> {
  const requested = await requestVideo(core, ask, wish, signal);
  switch (requested.status) {
    case 'refused':
      return proposeAsking(core, ask, requested.refusal, requested.short);
    case 'unfit':
      return proposeChange(core, ask, requested.name, requested.change);
    case 'unagreed':
      return proposePrice(core, ask, requested.agreeable);
    case 'accepted': {
      if (remember) await keepUsual(core, ask, wish);
      // The job is safe from here on: a card that fails now is shown by a worker.
      const { job } = requested;
      const card = await core.cards.take(job, HOLD_MS, core.clock.now()).catch(() => null);
      if (card !== null) {
        await showCard(core, card, signal).catch((error: unknown) => {
          core.logger.warn({ job: job.jobId, err: error }, 'first card not shown yet');
        });
      }
      await noteName(core, job, ask.asker);
      return null;
    }
  }
}

/** What was asked for is on its way whether or not this is kept. */
async function keepUsual(core: Core, ask: Ask, { settings }: VideoWish): Promise<void> {
  await prefer(core, ask.asker, { settings }).catch((error: unknown) => {
    core.logger.warn({ key: ask.key, err: error }, 'usual settings not kept');
  });
}
