import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../src/core/video/domain/capabilities.ts';
import { settle, validate } from '../../src/core/video/domain/validate.ts';
import type { Refusal } from '../../src/core/video/domain/refusal.ts';
import { withMedia } from '../../src/core/video/domain/video-request.ts';
import type { VideoRequest, VideoDraft } from '../../src/core/video/domain/video-request.ts';
import { models as acedata } from '../../src/providers/acedata/capabilities.ts';
import { createRequest as acedataRequest } from '../../src/providers/acedata/wire.ts';
import { models as crun } from '../../src/providers/crun/capabilities.ts';
import { jobRequest } from '../../src/providers/crun/wire.ts';
import { models as app } from '../../src/providers/happyhorse-app/capabilities.ts';
import { generateRequest } from '../../src/providers/happyhorse-app/wire.ts';
import { models as customer } from '../../src/providers/happyhorse-customer/capabilities.ts';
import { createRequest as customerRequest } from '../../src/providers/happyhorse-customer/wire.ts';
import { providerDefinitions } from '../../src/providers/registry.ts';
import { anyDraft } from '../support/any-draft.ts';
import { anImage } from '../support/builders.ts';
import { aClip, aSound } from './given.ts';

const linkTo = () => 'https://showrunner.test/media/a';

/** Each provider's models, and whether it would send a request. */
const PROVIDERS: Readonly<
  Record<
    string,
    {
      readonly models: readonly ModelCapabilities[];
      readonly sends: (model: string, request: VideoRequest) => boolean;
    }
  >
> = {
  'happyhorse-app': {
    models: app,
    sends: (model, request) => generateRequest(model, request, linkTo).status === 'valid',
  },
  'happyhorse-customer': {
    models: customer,
    sends: (model, request) => customerRequest(model, request, () => 'key').status === 'valid',
  },
  crun: {
    models: crun,
    sends: (model, request) => jobRequest(model, request, linkTo, null).status === 'valid',
  },
  acedata: {
    models: acedata,
    sends: (model, request) => acedataRequest(model, request, linkTo, null).status === 'valid',
  },
};

/** As it would be accepted: what is left open is decided, and all media are ours. */
function asAccepted(draft: VideoDraft, model: ModelCapabilities): VideoRequest {
  const scene = withMedia(draft.scene, {
    image: () => anImage,
    clip: () => aClip(),
    audio: () => aSound(),
  });
  return { scene, settings: settle(draft, model) };
}

/** Of what was wished for, and not of what would be sent: that says nothing of sound. */
const NEVER_SENT: readonly Refusal['code'][] = ['sound-fixed', 'sound-not-offered'];

const RUNS = 2_000;

it('knows every provider', () => {
  expect(Object.keys(PROVIDERS).toSorted()).toEqual(
    providerDefinitions.map((it) => it.name).toSorted(),
  );
});

describe.each(Object.entries(PROVIDERS))('%s', (provider, { models, sends }) => {
  it.each(models.map((model) => [model.model, model] as const))(
    'is sent what its capabilities allow, all of it and nothing else: %s',
    (_, model) => {
      const offer = { provider, providerTitle: provider, model, canTakeMedia: true };
      const seen = { valid: 0, invalid: 0 };
      fc.assert(
        fc.property(anyDraft, (draft) => {
          const refusal = validate(draft, offer);
          const sent = sends(model.model, asAccepted(draft, model));
          seen[refusal === null ? 'valid' : 'invalid'] += 1;
          if (refusal !== null && NEVER_SENT.includes(refusal.code)) return;
          expect({ refusal, sent }).toEqual({ refusal, sent: refusal === null });
        }),
        { numRuns: RUNS, seed: 20_261_130 },
      );
      // Neither is rare.
      expect(seen.valid).toBeGreaterThan(RUNS / 100);
      expect(seen.invalid).toBeGreaterThan(RUNS / 100);
    },
  );
});
