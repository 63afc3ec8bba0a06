import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../../src/core/video/domain/capabilities.ts';
import type { Offer } from '../../../../src/core/video/domain/validate.ts';
import { possibilitiesOf } from '../../../../src/core/video/domain/possibilities.ts';
import { models as acedata } from '../../../../src/providers/acedata/capabilities.ts';
import { models as crun } from '../../../../src/providers/crun/capabilities.ts';
import { models as customer } from '../../../../src/providers/happyhorse-customer/capabilities.ts';
import { models as app } from '../../../../src/providers/happyhorse-app/capabilities.ts';
import { fakeArtist, fakeEditor } from '../../../support/fake-models.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

const possible = (models: readonly ModelCapabilities[], canTakeMedia = true) =>
  possibilitiesOf(
    models.map((model): Offer => ({ provider: 'p', providerTitle: 'P', model, canTakeMedia })),
  );

describe('what is possible', () => {
  it('is nothing without a model', () => {
    expect(possible([])).toMatchObject({ kinds: [], shots: null, edit: null, references: null });
  });

  it('is what the models of each provider can do', () => {
    expect(possible(app)).toMatchObject({
      kinds: ['text', 'frames', 'shots', 'references'],
      shots: { most: 5 },
      elements: { most: 3, images: { min: 2, max: 4 } },
      references: null,
      edit: null,
    });
    expect(possible(crun)).toMatchObject({
      kinds: ['edit', 'replace'],
      // The other model takes a video too, and edits nothing.
      edit: { mostSeconds: 15, images: { min: 0, max: 5 } },
    });
    expect(possible(acedata)).toMatchObject({
      references: { min: 1, max: 9 },
      advanced: { seed: { min: 0, max: 2_147_483_647 }, styleLength: null },
    });
    expect(possible(customer)).toMatchObject({
      mediaReferences: { video: true, audio: true },
      advanced: { styleLength: 50, motionIntensity: { min: 1, max: 5 } },
    });
  });

  it('is the widest of several', () => {
    const all = possible([...app, ...crun, ...acedata, ...customer]);
    expect(all.kinds).toEqual(['text', 'frames', 'shots', 'references', 'edit', 'replace']);
    expect(all).toMatchObject({
      shots: { most: 5 },
      references: { max: 9 },
      advanced: { seed: { min: 0, max: 2_147_483_647 } },
    });
  });

  it('needs no media where none can be taken', () => {
    expect(possible([...app, ...crun], false)).toMatchObject({
      kinds: ['text', 'shots'],
      shots: { most: 5 },
      elements: null,
      edit: null,
      references: null,
    });
  });

  it('is what one of several can do, though the others cannot', () => {
    const wordless = { ...fakeModel, prompt: { min: 0, max: 9 } };
    const unframed = { ...wordless, frames: { first: false, last: 'no' } as const };
    expect(possible([fakeModel, wordless]).wordless).toBe(true);
    expect(possible([fakeModel, unframed]).wordless).toBe(false);
    expect(possible([fakeModel, fakeArtist]).mediaReferences).toEqual({ video: true, audio: true });
    expect(possible([fakeModel]).mediaReferences).toEqual({ video: false, audio: false });
    const source = fakeEditor.source!;
    const muter = {
      ...fakeEditor,
      source: { ...source, keepsSound: false, mostSeconds: 30, images: { min: 1, max: 2 } },
    };
    expect(possible([fakeEditor, muter]).edit).toEqual({
      images: { min: 0, max: 5 },
      keepsSound: true,
      mostSeconds: 30,
    });
  });
});
