import type { InputRef } from '../media/domain/media.ts';
import { later } from '../shared/domain/later.ts';
import type { VideoRequest } from '../video/domain/video-request.ts';
import type { Quoted, VideoProvider } from '../providers/ports/video-provider.ts';
import type { Core } from '../core.ts';
import { modelCircuit, reportFailure } from '../providers/provider-failures.ts';
import { callsComeThrough, pushBack } from '../providers/push-back.ts';
import { slotsOf } from '../providers/rate-slots.ts';

/** For a provider that looks at what it prices. */
const LINK_MS = 60 * 60 * 1000;

/**
 * What a provider itself says a video would cost; null where it says nothing, or is not reached.
 * That it gets at none of the files is known to everybody from then on.
 */
export async function askQuote(
  core: Core,
  provider: VideoProvider,
  model: string,
  request: VideoRequest,
  signal: AbortSignal,
): Promise<Quoted> {
  const begun = core.clock.now();
  const linkTo = (media: InputRef) => core.media.link(media, later(core.clock.now(), LINK_MS));
  const open = (media: InputRef) => core.media.open(media);
  const slot = slotsOf(core, provider, 0);
  try {
    const quoted = await provider.quote(model, request, { linkTo, open, slot, signal });
    if (quoted !== null) callsComeThrough(provider);
    if (quoted === 'no-uploads') {
      await reportFailure(core, modelCircuit(provider, model), quoted);
    }
    return quoted;
  } catch (error) {
    core.logger.warn({ provider: provider.name, err: error }, 'the provider gave no quote');
    await pushBack(core, provider, error, begun);
    return null;
  }
}
