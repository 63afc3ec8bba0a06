import { describe, expect, it } from 'vitest';
import type {
  ModelCapabilities,
  SourceCapabilities,
} from '../../../../src/core/video/domain/capabilities.ts';
import { settle, validate } from '../../../../src/core/video/domain/validate.ts';
import type { Attachment } from '../../../../src/core/media/domain/media.ts';
import { quoteFor } from '../../../../src/core/video/domain/prices.ts';
import type {
  AdvancedSettings,
  Scene,
  VideoDraft,
} from '../../../../src/core/video/domain/video-request.ts';
import { anOffer, fakeArtist, fakeEditor } from '../../../support/fake-models.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

const file = (name: string): Attachment => ({ url: `https://chat.test/${name}`, name, bytes: 9 });
const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
const draft = (
  scene: Scene<Attachment>,
  settings: Partial<VideoDraft['settings']> = {},
): VideoDraft => ({ scene, settings: { ...open, ...settings } });
const refusal = (asked: VideoDraft, model: ModelCapabilities, canTakeMedia = true) =>
  validate(asked, anOffer('fake', model, canTakeMedia));

const pictures = (count: number): Attachment[] =>
  Array.from({ length: count }, (_, index) => file(`${index}.png`));
const text: Scene<Attachment> = { kind: 'text', prompt: 'a horse' };
const edit = (over: Partial<Extract<Scene<Attachment>, { kind: 'edit' }>> = {}): VideoDraft =>
  draft({
    kind: 'edit',
    prompt: 'by night',
    source: file('a.mp4'),
    images: [],
    keepSound: false,
    ...over,
  });
const replace = draft({ kind: 'replace', character: file('a.png'), driving: file('a.mp4') });
const sourced = (over: Partial<SourceCapabilities>): ModelCapabilities => ({
  ...fakeEditor,
  source: fakeEditor.source === null ? null : { ...fakeEditor.source, ...over },
});

describe('reference pictures', () => {
  const references = (count: number, elements = 0): VideoDraft =>
    draft({
      kind: 'references',
      prompt: 'the first and @dog',
      images: pictures(count),
      elements: Array.from({ length: elements }, () => {
        return { name: 'dog', description: '', images: pictures(2) };
      }),
    });

  it.each([
    [1, true],
    [9, true],
    [10, false],
  ])('are as many as the model takes: %d', (images, fits) => {
    expect(refusal(references(images), fakeArtist)).toEqual(
      fits ? null : { code: 'too-many-images', images, min: 1, most: 9 },
    );
  });

  it('are not none where there are no elements either', () => {
    const none = { code: 'too-many-images', images: 0, min: 1, most: 9 };
    expect(refusal(references(0), fakeArtist)).toEqual(none);
    expect(refusal(references(0, 1), fakeArtist)).toBeNull();
  });

  it('are not mixed with named elements', () => {
    expect(refusal(references(1, 1), fakeArtist)).toEqual({ code: 'images-or-elements' });
  });

  it('are not offered by a model that only knows elements, nor the other way round', () => {
    const no = { code: 'kind-not-offered', kind: 'references' };
    expect(refusal(references(2), { ...fakeArtist, references: null })).toEqual(no);
    expect(refusal(references(0, 1), { ...fakeArtist, elements: null })).toEqual({
      ...no,
      kind: 'elements',
    });
    expect(refusal(references(2), { ...fakeArtist, elements: null })).toBeNull();
  });
});

describe('the edit of a video', () => {
  it('takes a prompt, and pictures where the model takes them', () => {
    expect(refusal(edit(), fakeEditor)).toBeNull();
    expect(refusal(edit({ prompt: ' ' }), fakeEditor)).toEqual({ code: 'prompt-empty' });
    expect(refusal(edit({ images: pictures(5) }), fakeEditor)).toBeNull();
    expect(refusal(edit({ images: pictures(6) }), fakeEditor)).toEqual({
      code: 'too-many-images',
      images: 6,
      min: 0,
      most: 5,
    });
  });

  it('keeps the sound only where the model can', () => {
    expect(refusal(edit({ keepSound: true }), fakeEditor)).toBeNull();
    expect(refusal(edit({ keepSound: true }), sourced({ keepsSound: false }))).toEqual({
      code: 'sound-not-kept',
      model: 'Fake editor',
    });
    expect(settle(edit({ keepSound: true }), fakeEditor).sound).toBe(true);
    const loud = draft(edit().scene, { sound: true });
    expect(settle(loud, fakeEditor).sound).toBe(false);
  });

  it('is not held to lengths and shapes, which the video has by itself', () => {
    const asked = draft(edit().scene, { seconds: 99, aspect: '4:3' });
    expect(refusal(asked, fakeEditor)).toBeNull();
    expect(refusal(draft(text, { seconds: 99 }), fakeModel)).not.toBeNull();
  });

  it('is held to every other setting', () => {
    const withReferences = draft(edit().scene, { guidance: 0.5 });
    expect(refusal(withReferences, fakeEditor)).toMatchObject({ code: 'guidance-not-offered' });
    const stdOnly = { ...fakeEditor, qualities: ['std'] } as const;
    expect(refusal(draft(edit().scene, { quality: 'pro' }), stdOnly)).toMatchObject({
      code: 'quality-not-offered',
    });
    expect(refusal(draft(edit().scene, { extras: { seed: 1 } }), fakeEditor)).toMatchObject({
      code: 'extra-not-offered',
      extra: 'seed',
    });
  });

  it('is not offered by a model that takes no video', () => {
    const none = { ...fakeEditor, source: null };
    expect(refusal(edit(), none)).toEqual({ code: 'kind-not-offered', kind: 'edit' });
    expect(refusal(replace, none)).toEqual({ code: 'kind-not-offered', kind: 'replace' });
    expect(refusal(edit(), fakeModel)).toEqual({ code: 'kind-not-offered', kind: 'edit' });
  });

  it('needs a way for the provider to get at it', () => {
    expect(refusal(edit(), fakeEditor, false)).toMatchObject({ code: 'no-links' });
    expect(refusal(replace, fakeEditor, false)).toMatchObject({ code: 'no-links' });
  });
});

describe('the length of what is made of a video', () => {
  it.each([
    [3, 3],
    [4.01, 4],
    // A twentieth more is what files have beyond the second that they were made for.
    [4.048, 4],
    [4.053, 5],
    [14.3, 15],
    [59, 15],
    [0.2, 1],
    [0.01, 1],
  ])('of %d s is %d s', (source, seconds) => {
    expect(settle(edit(), fakeEditor, source).seconds).toBe(seconds);
    expect(settle(replace, fakeEditor, source).seconds).toBe(seconds);
  });

  it('is the longest until it is measured', () => {
    expect(settle(edit(), fakeEditor).seconds).toBe(15);
    expect(settle(edit(), sourced({ mostSeconds: 9.5 })).seconds).toBe(9);
  });

  it.each([
    ['input-and-output', 'edit', 240],
    ['output', 'edit', 120],
    ['input-and-output', 'text', 120],
  ] as const)('is paid for: %s of %s', (billed, kind, price) => {
    const settings = { seconds: 6, quality: 'std', sound: true } as const;
    expect(quoteFor(sourced({ billed }), settings, kind)).toBe(price);
  });
});

describe('what guides a video', () => {
  const withReferences = (references: { video?: Attachment; audio?: Attachment }): VideoDraft[] => [
    draft({ ...text, guides: references }),
    draft({
      kind: 'frames',
      prompt: 'a horse',
      first: file('a.png'),
      last: null,
      guides: references,
    }),
  ];

  it('is a video or a sound where the model takes one', () => {
    const both = { video: file('a.mp4'), audio: file('a.mp3') };
    for (const asked of withReferences(both)) expect(refusal(asked, fakeArtist)).toBeNull();
    const { audio } = fakeArtist.mediaReferences;
    const deafTo = { ...fakeArtist, mediaReferences: { video: null, audio } };
    for (const asked of withReferences(both)) {
      expect(refusal(asked, deafTo)).toMatchObject({ extra: 'referenceVideo' });
    }
    for (const asked of withReferences({ audio: both.audio })) {
      expect(refusal(asked, deafTo)).toBeNull();
      expect(refusal(asked, fakeModel)).toEqual({
        code: 'extra-not-offered',
        extra: 'referenceAudio',
        model: 'Fake 1',
      });
    }
  });

  it('has to be got at', () => {
    const [asked] = withReferences({ audio: file('a.mp3') });
    expect(refusal(asked!, fakeArtist, false)).toMatchObject({ code: 'no-links' });
  });
});

describe('extra settings', () => {
  const range = (extra: string, min: number, max: number) => ({
    code: 'extra-out-of-range',
    extra,
    min,
    max,
  });
  const MOST = 2_147_483_647;

  it.each<[AdvancedSettings, object | null]>([
    [{}, null],
    [{ seed: 0 }, null],
    [{ seed: MOST }, null],
    [{ seed: MOST + 1 }, range('seed', 0, MOST)],
    [{ seed: -1 }, range('seed', 0, MOST)],
    [{ seed: 1.5 }, range('seed', 0, MOST)],
    [{ style: 'oil' }, null],
    [{ style: 'x'.repeat(100) }, null],
    [{ style: 'x'.repeat(101) }, range('style', 1, 100)],
    [{ style: ' ' }, range('style', 1, 100)],
    [{ cameraMotion: 'orbit' }, null],
    [{ cameraMotion: 'zoom-in' }, { extra: 'zoom-in', code: 'extra-not-offered' }],
    [{ motionIntensity: 1 }, null],
    [{ motionIntensity: 5 }, null],
    [{ motionIntensity: 0 }, range('motionIntensity', 1, 5)],
    [{ motionIntensity: 2.5 }, range('motionIntensity', 1, 5)],
  ])('are within what the model takes: %j', (advanced, problem) => {
    const found = refusal(draft(text, { extras: advanced }), fakeArtist);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatchObject(problem);
  });

  it.each<AdvancedSettings>([
    ...[{ seed: 1 }, { style: 'oil' }, { cameraMotion: 'static' } as const],
    { motionIntensity: 3 },
  ])('are not there in a model without them: %j', (advanced) => {
    expect(refusal(draft(text, { extras: advanced }), fakeModel)).toEqual({
      code: 'extra-not-offered',
      extra: advanced.cameraMotion ?? Object.keys(advanced)[0],
      model: 'Fake 1',
    });
  });

  it('are passed on as they are, and left out where there are none', () => {
    expect(settle(draft(text, { extras: { seed: 7 } }), fakeArtist).extras).toEqual({ seed: 7 });
    expect(settle(draft(text, { extras: {} }), fakeArtist)).not.toHaveProperty('extras');
    expect(settle(draft(text, { extras: null }), fakeArtist)).not.toHaveProperty('extras');
  });
});
