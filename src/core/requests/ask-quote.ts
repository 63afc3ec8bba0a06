import type { InputRef } from '../media/domain/media.ts';
import { later } from '../shared/domain/later.ts';
import type { VideoRequest } from '../video/domain/video-request.ts';
import type { Quoted, VideoProvider } from '../providers/ports/video-provider.ts';
import { modelCircuit, reportFailure } from '../providers/provider-failures.ts';
import type { ReportFailureDependencies } from '../providers/provider-failures.ts';
import { callsComeThrough, pushBack } from '../providers/push-back.ts';
import type { PushBackDependencies } from '../providers/push-back.ts';
import { slotsOf } from '../providers/rate-slots.ts';
import type { MediaStore } from '../media/ports/media-store.ts';

export interface AskQuoteDependencies extends PushBackDependencies, ReportFailureDependencies {
  readonly media: MediaStore;
}

/** For a provider that looks at what it prices. */
const LINK_MS = 60 * 60 * 1000;

/**
 * What a provider itself says a video would cost; null where it says nothing, or is not reached.
 * That it gets at none of the files is known to everybody from then on.
 */
export async function askQuote(
  deps: AskQuoteDependencies,
  provider: VideoProvider,
  model: string,
  request: VideoRequest,
  signal: AbortSignal,
): Promise<Quoted> {
  const begun = deps.clock.now();
  const linkTo = (media: InputRef) => deps.media.link(media, later(deps.clock.now(), LINK_MS));
  const open = (media: InputRef) => deps.media.open(media);
  const slot = slotsOf(deps, provider, 0);
  try {
    const quoted = await provider.quote(model, request, { linkTo, open, slot, signal });
    if (quoted !== null) callsComeThrough(provider);
    if (quoted === 'no-uploads') {
      await reportFailure(deps, modelCircuit(provider, model), quoted);
    }
    return quoted;
  } catch (error) {
    deps.logger.warn({ provider: provider.name, err: error }, 'the provider gave no quote');
    await pushBack(deps, provider, error, begun);
    return null;
  }
}
