import type { Operation, RenderStatus, VideoProvider } from '../ports/video-provider.ts';
import { askAbout } from './check-renders.ts';
import type { Core } from './core.ts';
import { bookTurn, untilTurn } from './turn.ts';

/** A question whose turn would come later than this is asked another time. */
const TURN_MS = 15_000;

/** Asks about one render, in its turn; null when that has to wait, or no answer was had. */
export async function askAboutOne(
  core: Core,
  provider: VideoProvider,
  operation: Operation,
  signal: AbortSignal,
): Promise<RenderStatus | null> {
  const { callsPerSecond: perSecond } = provider.limits;
  const turn = await bookTurn(core, provider.name, { count: 1, perSecond }, TURN_MS);
  if (turn === null || !(await untilTurn(core, turn, signal))) return null;
  const [answer] = await askAbout(core, provider, [{ operation }], signal);
  return answer ?? null;
}
