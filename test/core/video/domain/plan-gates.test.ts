import { describe, expect, it } from 'vitest';
import type { Offer } from '../../../../src/core/video/domain/validate.ts';
import {
  demandsOf,
  demandWords,
  gatedDemands,
  meetsGate,
} from '../../../../src/core/video/domain/plan-gates.ts';
import type { DemandName, Demands } from '../../../../src/core/video/domain/plan-gates.ts';
import { chooseRoute } from '../../../../src/core/video/domain/routing.ts';
import { USUAL_TEAM } from '../../../../src/core/teams/domain/team-settings.ts';
import type { VideoSettings } from '../../../../src/core/video/domain/video-request.ts';
import { aVideoDraft } from '../../../support/core.ts';
import { plain } from '../../messages/domain/plain-text.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

const settings = (over: Partial<VideoSettings> = {}): VideoSettings => ({
  seconds: 5,
  quality: 'std',
  aspect: '16:9',
  sound: null,
  guidance: null,
  ...over,
});
const text = { kind: 'text', prompt: 'a horse' } as const;
const plainDemands = { seconds: 5, quality: 'std', aspect: '16:9' };

describe('what a request asks of a plan', () => {
  it('is its length, quality and shape, and what else it uses', () => {
    expect(demandsOf(text, settings())).toEqual(plainDemands);
    const scene = {
      ...({ kind: 'frames', prompt: 'a', first: 'one', last: 'two' } as const),
      guides: { video: 'v', audio: 'a' },
    };
    const advanced = { style: 'noir', cameraMotion: 'orbit', motionIntensity: 2 } as const;
    expect(demandsOf(scene, settings({ guidance: 0, extras: advanced }))).toEqual({
      ...plainDemands,
      'first-frame': true,
      'last-frame': true,
      'guide-video': true,
      'guide-audio': true,
      style: true,
      'camera-motion': true,
      'motion-intensity': true,
      guidance: true,
    });
  });

  it.each<[DemandName | null, Demands]>([
    ['seconds', { seconds: 5 }],
    ['quality', { quality: 'std' }],
    [null, plainDemands],
    // It names what was not asked for: it means something else by it.
    ['last-frame', plainDemands],
  ])('of which %s is ruled out: %j', (named, expected) => {
    expect(gatedDemands(demandsOf(text, settings()), named)).toEqual(expected);
  });
});

describe('a gate', () => {
  it.each<[Demands, Demands, boolean]>([
    [{ seconds: 8 }, { seconds: 8 }, true],
    [{ seconds: 8 }, { seconds: 9, 'last-frame': true }, true],
    [{ seconds: 8 }, { seconds: 7 }, false],
    [{ quality: 'pro' }, { quality: 'pro', seconds: 3 }, true],
    [{ quality: 'pro' }, { quality: 'std' }, false],
    [{ 'last-frame': true }, { seconds: 3 }, false],
    [{ seconds: 5, style: true }, { seconds: 5 }, false],
    [{ seconds: 5, style: true }, { seconds: 6, style: true, guidance: true }, true],
  ])('%j is met by %j: %s', (demands, asked, expected) => {
    expect(meetsGate(asked, { demands, plan: null })).toBe(expected);
  });

  it('is told in words', () => {
    const words = (demands: Demands) => demandWords(demands).map((it) => plain([it]));
    expect(words({ seconds: 8 })).toEqual(['8 s or longer']);
    expect(words({ 'last-frame': true })).toEqual(['Last frame']);
    expect(words({ style: true, quality: 'pro', aspect: '9:16', seconds: 5 })).toEqual([
      '5 s or longer',
      'Pro',
      '9:16',
      'Style',
    ]);
  });
});

describe('a route', () => {
  const gates = [{ demands: { seconds: 8 }, plan: 'pro' }];
  const offer = (provider: string, over: Partial<Offer> = {}): Offer => ({
    provider,
    providerTitle: provider.toUpperCase(),
    model: fakeModel,
    canTakeMedia: true,
    ...over,
  });
  const draft = (seconds: number) =>
    aVideoDraft('a horse', { settings: { ...aVideoDraft('').settings, seconds } });
  const routingContext = { down: new Map(), notSetUp: [], rules: USUAL_TEAM.models };

  it('leads past a gate, and through where it is not met', () => {
    const offers = [offer('a', { gates }), offer('b')];
    const to = (seconds: number) => {
      const routed = chooseRoute(draft(seconds), offers, routingContext);
      return routed.status === 'routed' ? routed.route.offer.provider : routed.refusal.code;
    };
    expect([7, 8, 9].map(to)).toEqual(['a', 'b', 'b']);
  });

  it('that nobody else has says what the plan does not allow, and who could', () => {
    const refusal = (notSetUp: readonly Offer[], model?: string) => {
      const named = { ...draft(8), ...(model === undefined ? {} : { model }) };
      const offers = [offer('a', { gates })];
      const routed = chooseRoute(named, offers, { ...routingContext, notSetUp });
      return routed.status === 'routed' ? null : routed.refusal;
    };
    const gate = { code: 'plan-gate', provider: 'A', demands: { seconds: 8 } };
    expect(refusal([])).toEqual({ ...gate, able: [] });
    expect(refusal([offer('c')])).toEqual({ ...gate, able: ['C'] });
    expect(refusal([], 'a/fake-1')).toEqual({ ...gate, able: [] });
  });

  it('of a model that was named tells the others that could', () => {
    const offers = [offer('a', { gates }), offer('b')];
    expect(chooseRoute({ ...draft(8), model: 'a/fake-1' }, offers, routingContext)).toMatchObject({
      refusal: { code: 'model-unfit', able: ['Fake 1 (B)'] },
    });
  });
});
