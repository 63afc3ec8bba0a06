import { describe, expect, it } from 'vitest';
import { chooseUsual, routesOf } from '../../../../src/core/video/domain/routing.ts';
import type { RoutingContext } from '../../../../src/core/video/domain/routing.ts';
import { USUAL_TEAM } from '../../../../src/core/teams/domain/team-settings.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { anOffer, fakeEditor, pricedAt } from '../../../support/fake-models.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

const NORMAL: RoutingContext = { down: new Map(), notSetUp: [], rules: USUAL_TEAM.models };
const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
const draft: VideoDraft = { scene: { kind: 'text', prompt: 'a horse' }, settings: open };

describe('what somebody likes best', () => {
  const chosen = (usual: VideoDraft['settings'], offers = [anOffer('one')], asked = draft) => {
    const routed = chooseUsual(asked, usual, offers, NORMAL);
    return routed.status === 'routed' ? routed.route.settings : routed.refusal;
  };

  it('fills what they left open, and no more', () => {
    const usual = { ...open, seconds: 8, quality: 'pro', aspect: '9:16', sound: false } as const;
    expect(chosen(usual)).toMatchObject({
      seconds: 8,
      quality: 'pro',
      aspect: '9:16',
      sound: false,
    });
    const asked = { ...draft, settings: { ...open, seconds: 4 } };
    expect(chosen(usual, [anOffer('one')], asked)).toMatchObject({ seconds: 4, quality: 'pro' });
  });

  it('counts without the sound where nobody says whether a model has any', () => {
    const usual = { ...open, seconds: 8, sound: true };
    expect(chosen(usual, [anOffer('one', { ...fakeModel, sound: null })])).toMatchObject({
      seconds: 8,
      sound: null,
    });
  });

  it('does not count where nothing could make that', () => {
    expect(chosen({ ...open, seconds: 99, quality: 'pro' })).toMatchObject({
      seconds: 5,
      quality: 'std',
    });
    const asked = { ...draft, settings: { ...open, seconds: 99 } };
    expect(chosen({ ...open, quality: 'pro' }, [anOffer('one')], asked)).toMatchObject({
      code: 'seconds-out-of-range',
    });
  });
});

describe('every model that can make a video now', () => {
  it('is listed with what it would make, the one first that is taken where nobody chose', () => {
    const offers = [anOffer('dear', pricedAt(9)), anOffer('cheap', pricedAt(1))];
    const usual = { ...open, seconds: 8 };
    const routes = routesOf(draft, usual, [...offers, anOffer('editor', fakeEditor)], NORMAL);
    expect(routes.map((it) => [it.offer.provider, it.settings.seconds, it.quote])).toEqual([
      ['cheap', 8, 8],
      ['dear', 8, 72],
    ]);
    const down = new Map([['cheap', new Date(0)]]);
    expect(
      routesOf(draft, usual, offers, { ...NORMAL, down }).map((it) => it.offer.provider),
    ).toEqual(['dear']);
    const rules = { ...USUAL_TEAM.models, prefer: 'dear/fake-1' };
    expect(
      routesOf(draft, usual, offers, { ...NORMAL, rules }).map((it) => it.offer.provider),
    ).toEqual(['dear', 'cheap']);
  });
});
