import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../../src/core/video/domain/capabilities.ts';
import { cheaperVersion } from '../../../../src/core/requests/domain/cheaper-draft.ts';
import { USUAL_TEAM } from '../../../../src/core/teams/domain/team-settings.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { anOffer, fakeEditor, pricedAt } from '../../../support/fake-models.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

const NORMAL = { down: new Map<string, Date>(), notSetUp: [], rules: USUAL_TEAM.models };
const attached = { url: 'https://chat.test/a.png', name: 'a.png', bytes: null };
const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };

const aDraft: VideoDraft = {
  scene: { kind: 'text', prompt: 'a horse' },
  settings: { ...open, seconds: 10, quality: 'pro', aspect: '9:16', sound: true },
};

describe('a cheaper draft', () => {
  it('is the same, as short as can be, plainer and silent', () => {
    const draft = cheaperVersion(aDraft, 400, [anOffer('one')], NORMAL, null);
    expect(draft).toMatchObject({
      price: 30,
      modelTitle: 'Fake 1',
      settings: { seconds: 3, quality: 'std', sound: false, aspect: '9:16' },
      draft: { scene: aDraft.scene, model: 'one/fake-1' },
    });
  });

  it('is as plain as its model can make it', () => {
    const quality = (over: Partial<ModelCapabilities>) =>
      cheaperVersion(aDraft, 400, [anOffer('one', { ...fakeModel, ...over })], NORMAL, null)
        ?.settings.quality;
    expect(quality({ defaultQuality: 'pro' })).toBe('std');
    expect(quality({ qualities: ['pro'], defaultQuality: 'pro' })).toBe('pro');
  });

  it('is made by the cheapest model that can', () => {
    const offers = [anOffer('one'), anOffer('two', pricedAt(2)), anOffer('gone', pricedAt(1))];
    const routingContext = { ...NORMAL, down: new Map([['gone', new Date(0)]]) };
    expect(cheaperVersion(aDraft, 400, offers, routingContext, null)).toMatchObject({
      price: 6,
      draft: { model: 'two/fake-1' },
    });
    const rules = { ...USUAL_TEAM.models, deny: ['two/fake-1'] };
    expect(cheaperVersion(aDraft, 400, offers, { ...routingContext, rules }, null)?.price).toBe(30);
  });

  it('is compared with others of the same length, at prices that are known', () => {
    const longer = { ...pricedAt(1), seconds: { min: 8, max: 15, default: 8 } };
    const offers = [anOffer('longer', longer), anOffer('one')];
    expect(cheaperVersion(aDraft, 400, offers, NORMAL, null)?.draft.model).toBe('one/fake-1');
    expect(cheaperVersion(aDraft, 29, offers, NORMAL, null)?.draft.model).toBe('longer/fake-1');
    const guessed = { ...fakeModel.rates, assumed: ['std', 'pro'] as const };
    const guess = { ...pricedAt(1), rates: { ...pricedAt(1).rates, assumed: guessed.assumed } };
    const both = [anOffer('guess', guess), anOffer('one')];
    expect(cheaperVersion(aDraft, 400, both, NORMAL, null)?.draft.model).toBe('one/fake-1');
    expect(cheaperVersion(aDraft, 30, both, NORMAL, null)?.draft.model).toBe('guess/fake-1');
  });

  it('is none where nothing is cheaper', () => {
    expect(cheaperVersion(aDraft, 30, [anOffer('one')], NORMAL, null)).toBeNull();
    expect(cheaperVersion(aDraft, 31, [anOffer('one')], NORMAL, null)?.price).toBe(30);
    expect(cheaperVersion(aDraft, 400, [], NORMAL, null)).toBeNull();
  });

  it('keeps what was given, and only goes where it can', () => {
    const shaped = { ...aDraft, settings: { ...aDraft.settings, aspect: '4:3' as const } };
    expect(cheaperVersion(shaped, 400, [anOffer('one')], NORMAL, null)).toBeNull();
    const framed: VideoDraft = {
      ...aDraft,
      scene: { kind: 'frames', prompt: 'a horse', first: attached, last: null },
    };
    const plain = { ...fakeModel, frames: { first: false, last: 'no' } as const };
    expect(cheaperVersion(framed, 400, [anOffer('plain', plain)], NORMAL, null)).toBeNull();
    expect(cheaperVersion(framed, 400, [anOffer('one')], NORMAL, null)?.draft.scene).toEqual(
      framed.scene,
    );
  });

  it('lasts as long as the video that is worked on, and costs by that', () => {
    const scene = { kind: 'edit', prompt: 'by night', source: attached, images: [] } as const;
    const edited: VideoDraft = { ...aDraft, scene: { ...scene, keepSound: false } };
    // Read and made, at 10 credits a second each.
    expect(cheaperVersion(edited, 400, [anOffer('edit', fakeEditor)], NORMAL, 5)).toMatchObject({
      price: 100,
      settings: { seconds: 5 },
    });
  });
});
