import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../../src/core/video/domain/capabilities.ts';
import type { Attachment } from '../../../../src/core/media/domain/media.ts';
import type { Need } from '../../../../src/core/video/domain/refusal.ts';
import { chooseRoute } from '../../../../src/core/video/domain/routing.ts';
import type { RoutingContext } from '../../../../src/core/video/domain/routing.ts';
import { USUAL_TEAM } from '../../../../src/core/teams/domain/team-settings.ts';
import type { ModelRules } from '../../../../src/core/teams/domain/team-settings.ts';
import type { Scene, VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { after } from '../../../support/builders.ts';
import { anOffer, fakeArtist, fakeEditor, pricedAt } from '../../../support/fake-models.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

const file: Attachment = { url: 'https://chat.test/a', name: 'a', bytes: null };
const text: Scene<Attachment> = { kind: 'text', prompt: 'a horse' };
const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
const draft = (scene: Scene<Attachment> = text, model?: string): VideoDraft => ({
  scene,
  settings: open,
  ...(model === undefined ? {} : { model }),
});
const cheap = anOffer('cheap', pricedAt(1));
const dear = anOffer('dear', pricedAt(9));

const normal: RoutingContext = { down: new Map(), notSetUp: [], rules: USUAL_TEAM.models };

function routed(asked: VideoDraft, offers = [cheap, dear], its: Partial<RoutingContext> = {}) {
  const found = chooseRoute(asked, offers, { ...normal, ...its });
  return found.status === 'routed' ? found.route.offer.provider : found.refusal;
}

describe('the model that was asked for', () => {
  it('is taken, whatever it costs', () => {
    expect(routed(draft())).toBe('cheap');
    expect(routed(draft(text, 'dear/fake-1'))).toBe('dear');
  });

  it('must be one of those that are there', () => {
    expect(routed(draft(text, 'dear/fake-2'))).toEqual({
      code: 'model-unknown',
      model: 'dear/fake-2',
      offered: ['Fake 1 (The cheap API)', 'Fake 1 (The dear API)'],
    });
    expect(routed(draft(text, 'dear/fake-1'), [])).toEqual({ code: 'no-provider' });
  });

  it('can be called by its title, and by that of its provider where two are called the same', () => {
    expect(routed(draft(text, 'fake 1'))).toBe('cheap');
    expect(routed(draft(text, 'Fake 1 (the DEAR api)'))).toBe('dear');
  });

  it('is one of those that can make it, five at most, where none is called so', () => {
    const many = Array.from({ length: 7 }, (_, index) => anOffer(`n${index}`));
    expect(routed(draft(text, 'none'), [anOffer('editor', fakeEditor), cheap])).toMatchObject({
      offered: ['Fake 1'],
    });
    expect(routed(draft(text, 'none'), many)).toMatchObject({
      offered: [0, 1, 2, 3, 4].map((index) => `Fake 1 (The n${index} API)`),
    });
  });

  it('is held to what it can do, though another one could', () => {
    const long = { ...draft(text, 'cheap/fake-1'), settings: { ...open, seconds: 15 } };
    const short = anOffer('cheap', {
      ...pricedAt(1),
      seconds: { min: 3, max: 8, default: 5 },
    });
    expect(routed(long, [short, dear])).toMatchObject({ code: 'seconds-out-of-range', max: 8 });
  });

  it('that makes no such videos is said to be what is in the way', () => {
    const asked = draft(text, 'editor/fake-edit');
    expect(routed(asked, [anOffer('editor', fakeEditor), cheap, dear])).toEqual({
      code: 'model-unfit',
      model: 'Fake editor',
      able: ['Fake 1 (The cheap API)', 'Fake 1 (The dear API)'],
    });
    expect(routed(asked, [anOffer('editor', fakeEditor), cheap])).toMatchObject({
      code: 'model-unfit',
      able: ['Fake 1'],
    });
    // Nobody here can, so it is not the choice of the model that is wrong.
    expect(routed(asked, [anOffer('editor', fakeEditor)])).toEqual({
      code: 'kind-not-offered',
      kind: 'text',
    });
  });
});

describe('providers that are left alone', () => {
  const down = (...names: readonly string[]) => ({
    down: new Map(names.map((it, index) => [it, after(1_000 * (index + 1))])),
  });

  it('are passed over for dearer ones', () => {
    expect(routed(draft(), [cheap, dear], down('cheap'))).toBe('dear');
  });

  it('are named where they are all that could', () => {
    expect(routed(draft(), [cheap, dear], down('dear', 'cheap'))).toEqual({
      code: 'providers-down',
      providers: ['The cheap API', 'The dear API'],
      waits: true,
    });
    expect(routed(draft(text, 'cheap/fake-1'), [cheap, dear], down('cheap'))).toMatchObject({
      code: 'providers-down',
      providers: ['The cheap API'],
    });
  });

  it('are waited for where that is wanted and none is up, but a single model is not', () => {
    const whenBack = { whenBack: true };
    expect(routed(draft(), [cheap, dear], { ...down('cheap', 'dear'), ...whenBack })).toBe('cheap');
    expect(routed(draft(), [cheap, dear], { ...down('cheap'), ...whenBack })).toBe('dear');
    const gone = { down: new Map([['cheap/fake-1', after(1_000)]]) };
    expect(routed(draft(), [cheap], { ...gone, ...whenBack })).toEqual({
      code: 'providers-down',
      providers: ['The cheap API'],
      waits: false,
    });
  });

  it('are not blamed for a request that none of them could make', () => {
    const asked = { ...draft(), settings: { ...open, seconds: 99 } };
    expect(routed(asked, [cheap], down('cheap'))).toMatchObject({ code: 'seconds-out-of-range' });
  });
});

describe('providers that are not set up', () => {
  const plain: ModelCapabilities = {
    ...fakeModel,
    kinds: ['text', 'frames'],
    frames: { first: false, last: 'no' },
    shots: null,
    elements: null,
  };
  const all = { ...fakeArtist, frames: { first: true, last: 'without-first' } } as const;
  const notSetUp = [anOffer('artist', all), anOffer('editor', fakeEditor), anOffer('first')];
  const frames = (first: Attachment | null, last: Attachment | null): Scene<Attachment> => ({
    kind: 'frames',
    prompt: 'a horse',
    first,
    last,
  });
  const references = (images: number, elements: number): Scene<Attachment> => ({
    kind: 'references',
    prompt: '@dog',
    images: Array.from({ length: images }, () => file),
    elements: Array.from({ length: elements }, () => {
      return { name: 'dog', description: '', images: [file, file] };
    }),
  });

  it.each<[Need, Scene<Attachment>, string[]]>([
    ['first-frame', frames(file, null), ['The artist API', 'The first API']],
    ['last-frame', frames(file, file), ['The first API']],
    ['last-frame-alone', frames(null, file), ['The artist API']],
    [
      'shots',
      { kind: 'shots', shots: [{ prompt: 'a', seconds: 3 }], first: null },
      ['The artist API', 'The first API'],
    ],
    ['references', references(2, 0), ['The artist API']],
    ['elements', references(0, 1), ['The artist API', 'The first API']],
    [
      'edit',
      { kind: 'edit', prompt: 'by night', source: file, images: [], keepSound: false },
      ['The editor API'],
    ],
    ['replace', { kind: 'replace', character: file, driving: file }, ['The editor API']],
    ['guide-video', { ...text, guides: { video: file } }, ['The artist API']],
    ['guide-audio', { ...text, guides: { audio: file } }, ['The artist API']],
  ])('are named where they could do what none here can: %s', (need, scene, providers) => {
    const it = routed(draft(scene), [anOffer('plain', plain)], { notSetUp });
    expect(it).toEqual({ code: 'not-set-up', need, providers });
  });

  it('are named where models here lack only a part of it', () => {
    const here = (over: Partial<ModelCapabilities>) => [anOffer('here', { ...fakeModel, ...over })];
    const lacking = (asked: VideoDraft, over: Partial<ModelCapabilities>, other = anOffer('one')) =>
      routed(asked, here(over), { notSetUp: [other] });
    expect(
      lacking(
        draft(frames(null, file)),
        { frames: { first: true, last: 'with-first' } },
        notSetUp[0],
      ),
    ).toEqual({ code: 'not-set-up', need: 'last-frame-alone', providers: ['The artist API'] });
    const silent = { ...draft(), settings: { ...open, sound: false } };
    expect(lacking(silent, { sound: null })).toEqual({
      code: 'not-set-up',
      need: 'sound',
      providers: ['The one API'],
    });
    const elements = [{ name: 'dog', description: '', images: [file, file] }];
    const beside = draft({ kind: 'frames', prompt: '@dog', first: file, last: null, elements });
    const { elements: named } = fakeModel;
    const apart = { elements: named === null ? null : { ...named, beside: [] } };
    const together = anOffer('one', {
      ...fakeModel,
      elements: named === null ? null : { ...named, beside: ['frames'] },
    });
    expect(lacking(beside, apart, together)).toEqual({
      code: 'not-set-up',
      need: 'elements',
      providers: ['The one API'],
    });
  });

  it('are named where nothing at all is set up', () => {
    expect(routed(draft(), [], { notSetUp })).toMatchObject({ code: 'not-set-up', need: 'text' });
  });

  it('are not named for a request that is only wrong', () => {
    const asked = { ...draft(), settings: { ...open, seconds: 99 } };
    expect(routed(asked, [cheap], { notSetUp })).toMatchObject({ code: 'seconds-out-of-range' });
    const silent = { ...draft(), settings: { ...open, extras: { seed: 1 } } };
    expect(routed(silent, [cheap], { notSetUp })).toMatchObject({ code: 'extra-not-offered' });
  });

  it('are not named where they could not get at what is given either', () => {
    const cutOff = [anOffer('first', fakeModel, false)];
    const it = routed(draft(frames(file, null)), [anOffer('plain', plain)], { notSetUp: cutOff });
    expect(it).toMatchObject({ code: 'first-frame-not-offered' });
  });
});

describe('the rules of a team', () => {
  const editor = anOffer('editor', fakeEditor);
  const ruled = (asked: VideoDraft, rules: Partial<ModelRules>, offers = [cheap, dear]) =>
    routed(asked, offers, { rules: { ...USUAL_TEAM.models, ...rules } });

  it('leave out what is denied, and all but what is allowed', () => {
    expect(ruled(draft(), { deny: ['cheap/fake-1'] })).toBe('dear');
    expect(ruled(draft(), { allow: ['dear/fake-1'] })).toBe('dear');
    expect(ruled(draft(), { allow: ['cheap/fake-1'], deny: ['cheap/fake-1'] })).toMatchObject({
      code: 'model-denied',
      offered: [],
    });
  });

  it('refuse what is asked for by name, by whichever of its names', () => {
    for (const name of ['cheap/fake-1', ' CHEAP/fake-1 ']) {
      expect(ruled(draft(text, name), { deny: ['cheap/fake-1'] })).toEqual({
        code: 'model-denied',
        models: ['Fake 1 (The cheap API)'],
        offered: ['Fake 1 (The dear API)'],
      });
    }
    expect(ruled(draft(text, 'none'), { deny: ['cheap/fake-1'] })).toEqual({
      code: 'model-unknown',
      model: 'none',
      offered: ['Fake 1 (The dear API)'],
    });
    // By a title that two of them have, it is the one that may be used.
    expect(ruled(draft(text, fakeModel.title), { deny: ['cheap/fake-1'] })).toBe('dear');
  });

  it('prefer one over cheaper ones, where it can, unless somebody names another', () => {
    const prefer = { prefer: 'dear/fake-1' };
    expect(ruled(draft(), prefer)).toBe('dear');
    expect(ruled(draft(text, 'cheap/fake-1'), prefer)).toBe('cheap');
    expect(ruled(draft(), { prefer: 'editor/fake-edit' }, [editor, cheap])).toBe('cheap');
    expect(ruled(draft(), { prefer: 'gone/gone' })).toBe('cheap');
    const down = new Map([['dear', after(60_000)]]);
    const rules = { ...USUAL_TEAM.models, ...prefer };
    expect(routed(draft(), [cheap, dear], { down, rules })).toBe('cheap');
  });

  it('leave nothing where the only model is denied', () => {
    expect(ruled(draft(), { deny: ['cheap/fake-1'] }, [cheap])).toEqual({
      code: 'model-denied',
      models: ['Fake 1'],
      offered: [],
    });
    // Another model was asked for, and that it cannot is what stands in the way.
    const asked = draft(text, 'editor/fake-edit');
    expect(ruled(asked, { deny: ['cheap/fake-1'] }, [editor, cheap])).toEqual({
      code: 'kind-not-offered',
      kind: 'text',
    });
  });

  it('are what is said to be in the way where only a denied model could', () => {
    expect(ruled(draft(), { deny: ['cheap/fake-1'] }, [cheap, editor])).toEqual({
      code: 'needs-denied-model',
      models: [fakeModel.title],
    });
  });
});
