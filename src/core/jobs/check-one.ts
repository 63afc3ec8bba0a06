import type { Unread } from '../providers/ports/check-health.ts';
import type { Operation, RenderStatus, VideoProvider } from '../providers/ports/video-provider.ts';
import { askAbout } from './check-renders.ts';
import type { AskAboutDependencies } from './check-renders.ts';
import { bookSlot, untilSlot } from '../providers/rate-slots.ts';

/** A call whose slot would come later than this is made another time. */
const SLOT_MS = 15_000;

export type AskedAlone =
  | { readonly status: 'answered'; readonly answer: RenderStatus }
  | { readonly status: 'unanswered'; readonly unread: Unread | null }
  /** Its slot is too far off, or this process ends. */
  | { readonly status: 'put-off' };

/** Asks about one render, in its slot. */
export async function askAboutOne(
  deps: AskAboutDependencies,
  provider: VideoProvider,
  operation: Operation,
  signal: AbortSignal,
): Promise<AskedAlone> {
  const { callsPerSecond: perSecond } = provider.limits;
  const slot = await bookSlot(deps, provider.name, { count: 1, perSecond }, SLOT_MS);
  if (slot === null || !(await untilSlot(deps, slot, signal))) return { status: 'put-off' };
  const outcome = await askAbout(deps, provider, [{ operation }], signal);
  switch (outcome.status) {
    case 'answered': {
      const [answer = { status: 'silent' }] = outcome.answers;
      return { status: 'answered', answer };
    }
    case 'unanswered':
    case 'refused':
      return { status: 'unanswered', unread: outcome.unread };
    case 'stopped':
      return { status: 'put-off' };
  }
}
