import { describe, expect, it } from 'vitest';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import { models } from '../../../src/providers/acedata/capabilities.ts';
import { createRequest } from '../../../src/providers/acedata/wire.ts';
import { aClip, anImage, aRequest, aSound, linkTo } from '../given.ts';
import { EDIT, I2V, images, R2V, T2V } from './given.ts';

type Scene = VideoRequest['scene'];

const link = 'https://showrunner.test/media';
const text = (prompt: string): Scene => ({ kind: 'text', prompt });
const frames: Scene = { kind: 'frames', prompt: 'it moves', first: anImage('first'), last: null };
const references = (count: number): Scene => ({
  kind: 'references',
  prompt: 'character1 meets character2',
  images: images(count),
  elements: [],
});
const edit = (count: number, keepSound = false): Scene => ({
  kind: 'edit',
  prompt: 'at night',
  source: aClip(),
  images: images(count),
  keepSound,
});

const sent = (model: string, request = aRequest(), callbackUrl: string | null = null) => {
  const made = createRequest(model, request, linkTo, callbackUrl);
  return made.status === 'valid' ? made.body : made.problem;
};
const isSent = (model: string, scene: Scene, settings = {}): boolean =>
  typeof sent(model, aRequest(scene, settings)) === 'object';

describe('what is sent', () => {
  it('is the documented request for text', () => {
    expect(sent(T2V, aRequest(text('an eagle'), { quality: 'pro', aspect: '4:3' }))).toEqual({
      action: 'generate',
      model: 'happyhorse-1.1-t2v',
      prompt: 'an eagle',
      resolution: '1080P',
      ratio: '4:3',
      duration: 5,
      watermark: false,
      async: true,
    });
  });

  it('has the first frame, and leaves the shape to it', () => {
    expect(sent(I2V, aRequest(frames, { seconds: 3 }))).toEqual({
      action: 'image_to_video',
      model: 'happyhorse-1.1-i2v',
      prompt: 'it moves',
      image_url: `${link}/first.png`,
      resolution: '720P',
      duration: 3,
      watermark: false,
      async: true,
    });
  });

  it('needs no prompt beside a first frame', () => {
    const body = sent(
      I2V,
      aRequest({ kind: 'frames', prompt: ' ', first: anImage('a'), last: null }),
    );
    expect(body).toMatchObject({ image_url: `${link}/a.png` });
    expect(body).not.toHaveProperty('prompt');
  });

  it('has the references in the order in which the prompt counts them', () => {
    expect(sent(R2V, aRequest(references(2), { aspect: '9:16' }))).toEqual({
      action: 'reference_to_video',
      model: 'happyhorse-1.1-r2v',
      prompt: 'character1 meets character2',
      image_urls: [`${link}/image-1.png`, `${link}/image-2.png`],
      resolution: '720P',
      ratio: '9:16',
      duration: 5,
      watermark: false,
      async: true,
    });
  });

  it('has the source of an edit, which decides on length and shape', () => {
    const body = {
      action: 'video_edit',
      model: 'happyhorse-1.0-video-edit',
      prompt: 'at night',
      video_url: `${link}/clip.mp4`,
      resolution: '720P',
      watermark: false,
      async: true,
    };
    expect(sent(EDIT, aRequest(edit(0)))).toEqual({ ...body, audio_setting: 'auto' });
    expect(sent(EDIT, aRequest(edit(1, true)))).toEqual({
      ...body,
      image_urls: [`${link}/image-1.png`],
      audio_setting: 'origin',
    });
  });

  it('names a seed and a callback only where there are any', () => {
    expect(sent(T2V)).not.toHaveProperty('seed');
    expect(sent(T2V)).not.toHaveProperty('callback_url');
    const request = aRequest(text('x'), { extras: { seed: 0 } });
    expect(sent(T2V, request, 'https://showrunner.test/callbacks/acedata/t0ken')).toMatchObject({
      seed: 0,
      async: true,
      callback_url: 'https://showrunner.test/callbacks/acedata/t0ken',
    });
  });

  it('can be asked of each model by the kinds it says it makes', () => {
    const scenes: Record<string, Scene> = {
      text: text('x'),
      frames,
      references: references(9),
      edit: edit(5),
    };
    for (const { model, kinds } of models) {
      for (const [kind, scene] of Object.entries(scenes)) {
        const makes = kinds.some((it) => it === kind);
        expect([model, kind, isSent(model, scene)]).toEqual([model, kind, makes]);
      }
    }
  });
});

describe('a request is not sent', () => {
  it.each<[string, string, Scene, Scene]>([
    ['a prompt over 2,500 characters', T2V, text('x'.repeat(2_500)), text('x'.repeat(2_501))],
    ['a prompt of nothing but blanks', T2V, text('x'), text(' \n')],
    ['no first frame', I2V, frames, { ...frames, kind: 'frames', first: null }],
    ['a last frame', I2V, frames, { ...frames, kind: 'frames', last: anImage('last') }],
    ['no reference', R2V, references(1), references(0)],
    ['ten references', R2V, references(9), references(10)],
    [
      'named elements',
      R2V,
      references(1),
      {
        kind: 'references',
        prompt: '@dog',
        images: images(1),
        elements: [{ name: 'dog', description: '', images: images(2) }],
      },
    ],
    ['six images beside a source', EDIT, edit(5), edit(6)],
    [
      'an edit without words',
      EDIT,
      edit(0),
      { kind: 'edit', prompt: '', source: aClip(), images: [], keepSound: true },
    ],
    [
      'a guiding video',
      T2V,
      { kind: 'text', prompt: 'x', guides: {} },
      { kind: 'text', prompt: 'x', guides: { video: aClip() } },
    ],
    [
      'a guiding sound',
      I2V,
      frames,
      { kind: 'frames', prompt: 'x', first: anImage('a'), last: null, guides: { audio: aSound() } },
    ],
    ['shots', T2V, text('x'), { kind: 'shots', shots: [{ prompt: 'x', seconds: 5 }], first: null }],
    [
      'another character',
      EDIT,
      edit(0),
      { kind: 'replace', character: anImage('a'), driving: aClip() },
    ],
  ])('with %s', (_, model, allowed, refused) => {
    expect(isSent(model, allowed)).toBe(true);
    expect(isSent(model, refused)).toBe(false);
  });

  it.each([
    ['shorter than 3 s', 3, 2],
    ['longer than 15 s', 15, 16],
    ['of a broken number of seconds', 4, 4.5],
  ])('when it is %s', (_, allowed, refused) => {
    expect(isSent(T2V, text('x'), { seconds: allowed })).toBe(true);
    expect(isSent(T2V, text('x'), { seconds: refused })).toBe(false);
  });

  it.each([
    ['negative', -1],
    ['broken', 0.5],
    ['over 31 bits', 2_147_483_648],
  ])('when the seed is %s', (_, seed) => {
    expect(isSent(T2V, text('x'), { extras: { seed: 2_147_483_647 } })).toBe(true);
    expect(isSent(T2V, text('x'), { extras: { seed } })).toBe(false);
  });

  it('when the model is another', () => {
    expect(isSent(T2V, text('x'))).toBe(true);
    expect(isSent('happyhorse-2.0-t2v', text('x'))).toBe(false);
    expect(isSent('happyhorse-1-1-t2v', text('x'))).toBe(false);
  });

  it.each([
    ['https://showrunner.test/x.png', 'valid'],
    ['file:///etc/passwd', 'invalid'],
    ['', 'invalid'],
  ])('when a link is none: %j is %s', (url, status) => {
    const request = aRequest(frames);
    const made = createRequest(I2V, request, () => url, null);
    expect(made.status).toBe(status);
  });

  it('and what is said about it repeats nothing of it', () => {
    const problem = sent(T2V, aRequest(text('secret '.repeat(1_000))));
    expect(problem).toContain('prompt');
    expect(problem).not.toContain('secret');
  });
});
