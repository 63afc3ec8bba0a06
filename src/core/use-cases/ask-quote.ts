import type { InputRef } from '../domain/media.ts';
import { later } from '../domain/steps.ts';
import type { VideoRequest } from '../domain/video-request.ts';
import type { VideoProvider } from '../ports/video-provider.ts';
import type { Core } from './core.ts';
import { callsComeThrough, pushBack } from './push-back.ts';
import { turnsOf } from './turn.ts';

/** For a provider that looks at what it prices. */
const LINK_MS = 60 * 60 * 1000;

/** What a provider itself says a video would cost; null where it says nothing, or is not reached. */
export async function askQuote(
  core: Core,
  provider: VideoProvider,
  model: string,
  request: VideoRequest,
  signal: AbortSignal,
): Promise<number | null> {
  const begun = core.clock.now();
  const linkTo = (media: InputRef) => {
    const url = core.media.link(media, later(core.clock.now(), LINK_MS));
    if (url === null) throw new Error('Something in the request has no link');
    return url;
  };
  const open = (media: InputRef) => core.media.open(media);
  const turn = turnsOf(core, provider, 0);
  try {
    const quoted = await provider.quote(model, request, { linkTo, open, turn, signal });
    if (quoted !== null) callsComeThrough(provider);
    return quoted;
  } catch (error) {
    core.logger.warn({ provider: provider.name, err: error }, 'the provider gave no quote');
    await pushBack(core, provider, error, begun);
    return null;
  }
}
