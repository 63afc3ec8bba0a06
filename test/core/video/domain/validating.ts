import type { ModelCapabilities } from '../../../../src/core/video/domain/capabilities.ts';
import { validate } from '../../../../src/core/video/domain/validate.ts';
import type { Attachment } from '../../../../src/core/media/domain/media.ts';
import type { Scene, VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

export const picture: Attachment = { url: 'https://chat.test/a.png', name: 'a.png', bytes: 9 };
export const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
export const text = (prompt = 'a horse'): Scene<Attachment> => ({ kind: 'text', prompt });

export function draft(
  scene: Scene<Attachment>,
  settings: Partial<VideoDraft['settings']> = {},
): VideoDraft {
  return { scene, settings: { ...open, ...settings } };
}

/** Null when it can be made, else what stands in the way. */
export function refusal(
  asked: VideoDraft,
  over: Partial<ModelCapabilities> = {},
  canTakeMedia = true,
) {
  const model = { ...fakeModel, ...over };
  return validate(asked, { provider: 'fake', providerTitle: 'Fake provider', model, canTakeMedia });
}
