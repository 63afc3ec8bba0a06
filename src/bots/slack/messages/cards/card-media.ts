import type { Clock } from '../../../../core/shared/ports/clock.ts';
import type { ShownCard } from '../../../../core/chat/ports/chat-platform.ts';
import { createTtlMap } from '../../../shared/ttl-cache.ts';
import { isAboutBlocks, slackCode } from '../../shared/errors.ts';
import { mediaOf } from '../../rendering/card-view.ts';
import type { Media } from '../../rendering/card-view.ts';

const KEPT_MS = 30 * 60 * 1000;
const MOST_TEAMS = 10_000;

/** How a card may show its video, the best way first; Slack tells only by trying what it takes. */
export interface CardMedia {
  /**
   * Sends the card with as much of the video as Slack takes in this workspace, and remembers it for
   * a while.
   */
  sent<answer>(
    teamId: string,
    card: ShownCard,
    send: (media: Media) => Promise<answer>,
  ): Promise<answer>;
}

const BEST_FIRST: readonly Media[] = ['player', 'poster', 'none'];

export function createCardMedia(clock: Clock): CardMedia {
  const known = createTtlMap<Media>({ clock, freshMs: KEPT_MS, most: MOST_TEAMS });

  function triesFor(teamId: string, card: ShownCard): Media[] {
    const { player, poster } = mediaOf(card);
    const best = known.get(teamId) ?? 'player';
    return BEST_FIRST.slice(BEST_FIRST.indexOf(best)).filter((media) => {
      if (media === 'none') return true;
      return poster !== null && (media === 'poster' || player !== null);
    });
  }

  return {
    async sent(teamId, card, send) {
      const [first = 'none', ...worse] = triesFor(teamId, card);
      let refused: unknown;
      for (const media of [first, ...worse]) {
        const outcome = await send(media).then(
          (answer) => ({ sent: true, answer }) as const,
          (error: unknown) => ({ sent: false, error }) as const,
        );
        const isRefusal = !outcome.sent && isAboutMedia(outcome.error, media);
        // Whatever else came of it, a limit say: what was refused need not be tried again.
        if (!isRefusal && media !== first) known.set(teamId, media);
        if (outcome.sent) return outcome.answer;
        if (!isRefusal) throw outcome.error;
        refused = outcome.error;
      }
      throw refused;
    },
  };
}

/** Players need a right of their own, which the app may have been installed without. */
function isAboutMedia(error: unknown, media: Media): boolean {
  return isAboutBlocks(error) || (media === 'player' && slackCode(error) === 'missing_scope');
}
