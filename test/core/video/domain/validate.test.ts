import { describe, expect, it } from 'vitest';
import { settle } from '../../../../src/core/video/domain/validate.ts';
import type { Attachment } from '../../../../src/core/media/domain/media.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';
import { open, picture, refusal, text, draft } from './validating.ts';

describe('a prompt', () => {
  it('may be as long as the model takes it, and no longer', () => {
    expect(refusal(draft(text('x'.repeat(2_500))))).toBeNull();
    expect(refusal(draft(text('x'.repeat(2_501))))).toEqual({
      code: 'prompt-too-long',
      length: 2_501,
      most: 2_500,
    });
  });

  it('must be as long as the model wants it', () => {
    const three = { prompt: { min: 3, max: 2_500 } };
    expect(refusal(draft(text('abc')), three)).toBeNull();
    expect(refusal(draft(text('ab')), three)).toEqual({
      code: 'prompt-too-short',
      length: 2,
      least: 3,
    });
    expect(refusal(draft(text()), { prompt: { min: 1, max: 1 } })).toMatchObject({ length: 7 });
  });

  it('is counted without the blanks around it, which are not sent', () => {
    const three = { prompt: { min: 3, max: 3 } };
    expect(refusal(draft(text(' abc\n')), three)).toBeNull();
    expect(refusal(draft(text(' ab ')), three)).toMatchObject({ code: 'prompt-too-short' });
    expect(refusal(draft(text(' abcd ')), three)).toMatchObject({ code: 'prompt-too-long' });
  });

  it('may be left out beside a first frame where the model needs none, and only there', () => {
    const none = { prompt: { min: 0, max: 2_500 } };
    const first = { kind: 'frames', prompt: ' ', first: picture, last: null } as const;
    expect(refusal(draft(first), none)).toBeNull();
    expect(refusal(draft({ ...first, first: null, last: picture }), none)).not.toBeNull();
    expect(refusal(draft(text(' ')), none)).toEqual({ code: 'prompt-empty' });
    const last = { frames: { first: true, last: 'without-first' } } as const;
    expect(refusal(draft({ ...first, first: null, last: picture }), { ...none, ...last })).toEqual({
      code: 'prompt-empty',
    });
  });

  it('is counted in UTF-16 code units, as providers do', () => {
    expect(refusal(draft(text('🐎'.repeat(1_250))))).toBeNull();
    expect(refusal(draft(text('🐎'.repeat(1_251))))).toMatchObject({ length: 2_502 });
  });

  it.each(['', '   ', '\n\t\u00a0'])('may not be empty: %j', (prompt) => {
    const frames = { kind: 'frames', prompt, first: picture, last: null } as const;
    const references = { kind: 'references', prompt, images: [], elements: [] } as const;
    for (const scene of [text(prompt), frames, references]) {
      expect(refusal(draft(scene))).toEqual({ code: 'prompt-empty' });
    }
    expect(refusal(draft(text('x')))).toBeNull();
  });
});

describe('the settings', () => {
  it.each([
    [2, false],
    [3, true],
    [15, true],
    [16, false],
    [4.5, false],
    [Number.NaN, false],
    [-5, false],
  ])('%d seconds', (seconds, fits) => {
    expect(refusal(draft(text(), { seconds }))).toEqual(
      fits ? null : { code: 'seconds-out-of-range', seconds, min: 3, max: 15 },
    );
  });

  it('are of a quality that the model has', () => {
    const std = { qualities: ['std'] } as const;
    expect(refusal(draft(text(), { quality: 'std' }), std)).toBeNull();
    expect(refusal(draft(text(), { quality: 'pro' }), std)).toEqual({
      code: 'quality-not-offered',
      quality: 'pro',
      offered: ['std'],
    });
  });

  it('are of a shape that the model has', () => {
    const wide = { aspects: ['16:9', '1:1'] } as const;
    expect(refusal(draft(text(), { aspect: '1:1' }), wide)).toBeNull();
    expect(refusal(draft(text(), { aspect: '9:16' }), wide)).toEqual({
      code: 'aspect-not-offered',
      aspect: '9:16',
      offered: ['16:9', '1:1'],
    });
  });

  it('ask for no shape where a picture decides it', () => {
    const only = { aspects: ['16:9'] } as const;
    const first = { kind: 'frames', prompt: 'a', first: picture, last: null } as const;
    const shots = { kind: 'shots', shots: [{ prompt: 'a', seconds: 5 }], first: picture } as const;
    const own = { ...only, aspectFollowsImage: false };
    for (const scene of [first, shots]) {
      expect(refusal(draft(scene, { aspect: '9:16' }), only)).toBeNull();
      expect(refusal(draft(scene, { aspect: '9:16' }), own)).toMatchObject({
        code: 'aspect-not-offered',
      });
    }
    expect(refusal(draft({ ...shots, first: null }, { aspect: '9:16' }), only)).not.toBeNull();
  });

  it.each([
    [-0.01, false],
    [0, true],
    [1, true],
    [1.01, false],
    [Number.NaN, false],
  ])('guidance %d', (guidance, fits) => {
    expect(refusal(draft(text(), { guidance }))).toEqual(
      fits ? null : { code: 'guidance-out-of-range', guidance, min: 0, max: 1 },
    );
  });

  it('have guidance only where the model has it', () => {
    const without = { guidance: null };
    expect(refusal(draft(text(), { guidance: 0.5 }), without)).toEqual({
      code: 'guidance-not-offered',
      model: 'Fake 1',
    });
    expect(refusal(draft(text()), without)).toBeNull();
  });

  it("are the model's own where they are left open", () => {
    const model = {
      ...fakeModel,
      defaultQuality: 'pro',
      sound: { default: false, choice: true },
    } as const;
    expect(settle(draft(text()), model)).toEqual({
      seconds: 5,
      quality: 'pro',
      aspect: '16:9',
      sound: false,
      guidance: null,
    });
    const asked = { seconds: 9, quality: 'std', aspect: '1:1', sound: true, guidance: 0 } as const;
    expect(settle(draft(text(), asked), model)).toEqual(asked);
  });
});

describe('sound', () => {
  const undocumented = { sound: null };

  it.each([true, false])('is as it is chosen where a model has the choice: %s', (sound) => {
    expect(refusal(draft(text(), { sound }))).toBeNull();
    expect(settle(draft(text(), { sound }), fakeModel).sound).toBe(sound);
  });

  it.each([true, false])('is always the same where a model has no choice: %s', (always) => {
    const fixed = { sound: { default: always, choice: false } };
    expect(refusal(draft(text(), { sound: always }), fixed)).toBeNull();
    expect(refusal(draft(text(), { sound: !always }), fixed)).toEqual({
      code: 'sound-fixed',
      sound: always,
      model: 'Fake 1',
    });
    const model = { ...fakeModel, ...fixed };
    expect(settle(draft(text(), { sound: !always }), model).sound).toBe(always);
  });

  it.each([true, false])('cannot be chosen where nobody says whether there is any: %s', (sound) => {
    expect(refusal(draft(text(), { sound }), undocumented)).toEqual({
      code: 'sound-not-offered',
      model: 'Fake 1',
    });
  });

  it('is not promised where nobody says whether there is any', () => {
    expect(refusal(draft(text()), undocumented)).toBeNull();
    const model = { ...fakeModel, ...undocumented };
    expect(settle(draft(text()), model).sound).toBeNull();
    expect(settle(draft(text(), { sound: true }), model).sound).toBeNull();
  });
});

describe('frames', () => {
  const frames = (first: Attachment | null, last: Attachment | null): VideoDraft =>
    draft({ kind: 'frames', prompt: 'a horse', first, last });
  const lastOf = (last: 'no' | 'with-first' | 'without-first') => ({
    frames: { first: true, last },
  });

  it('may be a first one alone, and a first and a last one', () => {
    expect(refusal(frames(picture, null))).toBeNull();
    expect(refusal(frames(picture, picture))).toBeNull();
  });

  it('may not be none at all', () => {
    expect(refusal(frames(null, null))).toEqual({ code: 'no-frame' });
  });

  it('may not be a last one alone where it needs a first one', () => {
    expect(refusal(frames(null, picture))).toEqual({ code: 'last-frame-without-first' });
  });

  it('may have no last one where the model cannot end on one', () => {
    const no = { code: 'last-frame-not-offered', model: 'Fake 1' };
    expect(refusal(frames(picture, picture), lastOf('no'))).toEqual(no);
    expect(refusal(frames(null, picture), lastOf('no'))).toEqual(no);
    expect(refusal(frames(picture, null), lastOf('no'))).toBeNull();
  });

  it('may be one or the other where the model takes only one', () => {
    expect(refusal(frames(null, picture), lastOf('without-first'))).toBeNull();
    expect(refusal(frames(picture, picture), lastOf('without-first'))).toMatchObject({
      code: 'last-frame-with-first',
    });
  });

  it('may have no first one where the model cannot begin with one', () => {
    const without = { frames: { first: false, last: 'without-first' } } as const;
    const no = { code: 'first-frame-not-offered', model: 'Fake 1' };
    expect(refusal(frames(picture, null), without)).toEqual(no);
    expect(refusal(frames(null, picture), without)).toBeNull();
    const shots = [{ prompt: 'a', seconds: 5 }];
    expect(refusal(draft({ kind: 'shots', shots, first: picture }), without)).toEqual(no);
    expect(refusal(draft({ kind: 'shots', shots, first: null }), without)).toBeNull();
  });

  it('need a way for the provider to get at them', () => {
    const no = { code: 'no-links', provider: 'Fake provider' };
    expect(refusal(frames(picture, null), {}, false)).toEqual(no);
    expect(refusal(draft(text()), {}, false)).toBeNull();
    const shots = [{ prompt: 'a', seconds: 5 }];
    expect(refusal(draft({ kind: 'shots', shots, first: picture }), {}, false)).toEqual(no);
    expect(refusal(draft({ kind: 'shots', shots, first: null }), {}, false)).toBeNull();
  });
});

describe('shots', () => {
  const shots = (...seconds: readonly number[]): VideoDraft =>
    draft({
      kind: 'shots',
      first: null,
      shots: seconds.map((it, index) => ({ prompt: `shot ${index}`, seconds: it })),
    });
  const prompted = (...prompts: readonly string[]): VideoDraft =>
    draft({ kind: 'shots', first: null, shots: prompts.map((prompt) => ({ prompt, seconds: 5 })) });

  it('last as long as all of them together', () => {
    expect(settle(shots(4, 5, 6), fakeModel).seconds).toBe(15);
    expect(refusal(shots(4, 5, 6))).toBeNull();
    expect(refusal(shots(4, 6, 6))).toMatchObject({ code: 'seconds-out-of-range', seconds: 16 });
    expect(refusal(shots(1, 2))).toBeNull();
    expect(refusal(shots(1, 1))).toMatchObject({ code: 'seconds-out-of-range', seconds: 2 });
  });

  it('do not ask what else was said of seconds', () => {
    const asked = shots(4, 5);
    expect(settle({ ...asked, settings: { ...open, seconds: 3 } }, fakeModel).seconds).toBe(9);
  });

  it('are not more than the model takes, and not none', () => {
    expect(refusal(shots(3, 3, 3, 3, 3))).toBeNull();
    expect(refusal(shots(3, 3, 3, 2, 2, 2))).toEqual({ code: 'too-many-shots', shots: 6, most: 5 });
    expect(refusal(shots())).toEqual({ code: 'prompt-empty' });
  });

  it.each([
    [0, false],
    [1, true],
    [12, true],
    [13, false],
    [1.5, false],
  ])('are each of allowed length: %d s', (seconds, fits) => {
    expect(refusal(shots(2, seconds))).toEqual(
      fits ? null : { code: 'shot-seconds', shot: 2, seconds, min: 1, max: 12 },
    );
  });

  it('have a prompt each, of up to its own length', () => {
    expect(refusal(prompted('a', 'x'.repeat(500)))).toBeNull();
    expect(refusal(prompted('a', 'x'.repeat(501)))).toEqual({
      code: 'shot-too-long',
      shot: 2,
      length: 501,
      most: 500,
    });
    expect(refusal(prompted('a', ' '))).toEqual({ code: 'shot-empty', shot: 2 });
  });

  it('are not offered by a model without them', () => {
    const no = { code: 'kind-not-offered', kind: 'shots' };
    expect(refusal(shots(5), { kinds: ['text', 'frames'] })).toEqual(no);
    expect(refusal(shots(5), { shots: null })).toEqual(no);
  });
});
