import { describe, expect, it } from 'vitest';
import type { ImageRef } from '../../../src/core/media/domain/media.ts';
import type { NamedElement, VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import { generateRequest } from '../../../src/providers/happyhorse-app/wire.ts';
import { anImage, aRequest, linkTo } from '../given.ts';
import { MODEL } from './given.ts';

const first = anImage('first');
const last = anImage('last');
const link = 'https://showrunner.test/media';

const sent = (request = aRequest()) => {
  const made = generateRequest(MODEL, request, linkTo);
  return made.status === 'valid' ? made.body : made.problem;
};
const isSent = (scene: VideoRequest['scene'], settings = {}): boolean =>
  typeof sent(aRequest(scene, settings)) === 'object';

const text = (prompt: string): VideoRequest['scene'] => ({ kind: 'text', prompt });
const shots = (...seconds: number[]): VideoRequest['scene'] => ({
  kind: 'shots',
  shots: seconds.map((it, index) => ({ prompt: `shot ${index}`, seconds: it })),
  first: null,
});
const element = (
  name: string,
  images: number,
  description = `what ${name} is`,
): NamedElement<ImageRef> => ({
  name,
  description,
  images: Array.from({ length: images }, (_, index) => anImage(`${name}-${index}`)),
});
const references = (
  prompt: string,
  ...elements: NamedElement<ImageRef>[]
): VideoRequest['scene'] => ({
  kind: 'references',
  prompt,
  images: [],
  elements,
});

describe('what is sent', () => {
  it('is the documented request for text', () => {
    expect(sent(aRequest(text('an eagle'), { quality: 'pro' }))).toEqual({
      model: 'happyhorse-1.0/video',
      prompt: 'an eagle',
      mode: 'pro',
      duration: 5,
      aspect_ratio: '16:9',
      sound: true,
    });
  });

  it('has the first frame and then the last, and leaves the shape to them', () => {
    const scene: VideoRequest['scene'] = {
      kind: 'frames',
      prompt: 'she smiles',
      first,
      last: null,
    };
    const body = {
      model: MODEL,
      prompt: 'she smiles',
      mode: 'std',
      duration: 5,
      sound: true,
      image_urls: [`${link}/first.png`],
    };
    expect(sent(aRequest(scene))).toEqual(body);
    expect(sent(aRequest({ ...scene, last }))).toEqual({
      ...body,
      image_urls: [`${link}/first.png`, `${link}/last.png`],
    });
  });

  it('has the shots with their sum as the duration, and no prompt', () => {
    const scene: VideoRequest['scene'] = {
      kind: 'shots',
      shots: [
        { prompt: 'a woman walks in', seconds: 3 },
        { prompt: 'she sits', seconds: 4 },
      ],
      first: null,
    };
    const body = {
      model: MODEL,
      mode: 'std',
      duration: 7,
      sound: false,
      multi_shots: true,
      multi_prompt: [
        { prompt: 'a woman walks in', duration: 3 },
        { prompt: 'she sits', duration: 4 },
      ],
    };
    const settings = { seconds: 7, sound: false, aspect: '9:16' } as const;
    expect(sent(aRequest(scene, settings))).toEqual({ ...body, aspect_ratio: '9:16' });
    expect(sent(aRequest({ ...scene, first }, settings))).toEqual({
      ...body,
      image_urls: [`${link}/first.png`],
    });
  });

  it('has the elements with their images', () => {
    expect(sent(aRequest(references('@dog runs', element('dog', 2)), { aspect: '1:1' }))).toEqual({
      model: MODEL,
      prompt: '@dog runs',
      mode: 'std',
      duration: 5,
      aspect_ratio: '1:1',
      sound: true,
      happyhorse_elements: [
        {
          name: 'dog',
          description: 'what dog is',
          element_input_urls: [`${link}/dog-0.png`, `${link}/dog-1.png`],
        },
      ],
    });
  });

  it('has elements beside frames and in shots', () => {
    const elements = [element('dog', 2)];
    const named = [{ name: 'dog', description: 'what dog is' }];
    const frames = { kind: 'frames', prompt: '@dog runs', first, last, elements } as const;
    expect(sent(aRequest(frames))).toMatchObject({
      prompt: '@dog runs',
      image_urls: [`${link}/first.png`, `${link}/last.png`],
      happyhorse_elements: named,
    });
    const story = (...prompts: string[]): VideoRequest['scene'] => ({
      kind: 'shots',
      first,
      elements,
      shots: prompts.map((prompt) => ({ prompt, seconds: 5 })),
    });
    expect(sent(aRequest(story('a door', '@dog comes in'), { seconds: 10 }))).toMatchObject({
      multi_shots: true,
      image_urls: [`${link}/first.png`],
      happyhorse_elements: named,
    });
    expect(isSent(story('a door', 'a @doghouse'), { seconds: 10 })).toBe(false);
    expect(isSent({ ...frames, prompt: 'a dog runs' })).toBe(false);
  });

  it('calls elements of other scripts by names that the document shows', () => {
    const scene = references(
      '@勇者が@勇者たちに@größe',
      element('勇者', 2),
      element('勇者たち', 2, ''),
      element('größe', 2),
    );
    expect(sent(aRequest(scene))).toMatchObject({
      prompt: '@element_1が@element_2に@element_3',
      happyhorse_elements: [
        { name: 'element_1', description: 'what 勇者 is' },
        { name: 'element_2', description: '勇者たち' },
        { name: 'element_3', element_input_urls: [`${link}/größe-0.png`, `${link}/größe-1.png`] },
      ],
    });
  });

  it.each(['(', '.*'])(
    'says what is wrong with an element called %s, and throws nothing',
    (name) => {
      expect(isSent(references(`@${name}`, element(name, 2)))).toBe(false);
    },
  );

  it('has prompts without the blanks around them', () => {
    expect(sent(aRequest(text(' a horse\n')))).toHaveProperty('prompt', 'a horse');
  });

  it('describes an element by its name where nobody described it', () => {
    const body = sent(aRequest(references('@dog', element('dog', 2, ' '))));
    expect(body).toMatchObject({ happyhorse_elements: [{ description: 'dog' }] });
  });

  it('always says whether there is sound, and names a guidance only where one was chosen', () => {
    expect(sent(aRequest(text('x'), { sound: false }))).toHaveProperty('sound', false);
    expect(sent(aRequest(text('x'), { guidance: 0 }))).toHaveProperty('cfg_scale', 0);
    expect(sent(aRequest(text('x'), { guidance: null }))).not.toHaveProperty('cfg_scale');
  });
});

describe('a request is not sent', () => {
  it.each<[string, Partial<VideoRequest['settings']>]>([
    ['a seed', { extras: { seed: 1 } }],
    ['a style', { extras: { style: 'oil' } }],
    ['a camera motion', { extras: { cameraMotion: 'orbit' } }],
    ['a motion intensity', { extras: { motionIntensity: 1 } }],
  ])('with %s, which would be lost without a word', (_, settings) => {
    expect(isSent(text('x'))).toBe(true);
    expect(isSent(text('x'), settings)).toBe(false);
  });

  it.each<[string, VideoRequest['scene'], VideoRequest['scene']]>([
    ['a prompt over 2,500 characters', text('x'.repeat(2_500)), text('x'.repeat(2_501))],
    ['a prompt of nothing but blanks', text('x'), text(' \n')],
    [
      'a last frame without a first',
      { kind: 'frames', prompt: 'x', first, last },
      { kind: 'frames', prompt: 'x', first: null, last },
    ],
    [
      'frames without a frame',
      { kind: 'frames', prompt: 'x', first, last: null },
      { kind: 'frames', prompt: 'x', first: null, last: null },
    ],
    ['six shots', shots(1, 1, 1, 1, 1), shots(1, 1, 1, 1, 1, 0)],
    ['a shot of no seconds', shots(4, 1), shots(5, 0)],
    ['a shot of half a second', shots(4, 1), shots(4.5, 0.5)],
    ['shots of another sum than the duration', shots(2, 3), shots(2, 2)],
    ['no shots', shots(5), shots()],
    [
      'four elements',
      references('@a @b @c', element('a', 2), element('b', 2), element('c', 2)),
      references('@a @b @c @d', ...['a', 'b', 'c', 'd'].map((name) => element(name, 2))),
    ],
    ['no element', references('@a', element('a', 2)), references('@a')],
    [
      'an element of one image',
      references('@a', element('a', 2)),
      references('@a', element('a', 1)),
    ],
    [
      'an element of five images',
      references('@a', element('a', 4)),
      references('@a', element('a', 5)),
    ],
    [
      'an element the prompt does not name',
      references('a @dog', element('dog', 2)),
      references('a @doghouse', element('dog', 2)),
    ],
    [
      'two elements of one name',
      references('@a @b', element('a', 2), element('b', 2)),
      references('@a', element('a', 2), element('a', 2)),
    ],
    [
      'an element whose name is no word',
      references('@a_1', element('a_1', 2)),
      references('@a-1', element('a-1', 2)),
    ],
  ])('with %s', (_, allowed, refused) => {
    expect(isSent(allowed)).toBe(true);
    expect(isSent(refused)).toBe(false);
  });

  it.each([
    ['shorter than 3 s', 3, 2],
    ['longer than 15 s', 15, 16],
    ['of a broken number of seconds', 4, 4.5],
  ])('when it is %s', (_, allowed, refused) => {
    expect(isSent(text('x'), { seconds: allowed })).toBe(true);
    expect(isSent(text('x'), { seconds: refused })).toBe(false);
  });

  it('when a shot is longer than 12 s or its prompt than 500 characters', () => {
    expect(isSent(shots(12, 1), { seconds: 13 })).toBe(true);
    expect(isSent(shots(13), { seconds: 13 })).toBe(false);
    const scene = (length: number): VideoRequest['scene'] => ({
      kind: 'shots',
      shots: [{ prompt: 'x'.repeat(length), seconds: 5 }],
      first: null,
    });
    expect(isSent(scene(500))).toBe(true);
    expect(isSent(scene(501))).toBe(false);
  });

  it('when the guidance is not between 0 and 1', () => {
    expect(isSent(text('x'), { guidance: 1 })).toBe(true);
    expect(isSent(text('x'), { guidance: 1.01 })).toBe(false);
    expect(isSent(text('x'), { guidance: -0.01 })).toBe(false);
  });

  it('when the model is another', () => {
    const made = (model: string) => generateRequest(model, aRequest(), linkTo).status;
    expect(made(MODEL)).toBe('valid');
    expect(made('happyhorse-2.0/video')).toBe('invalid');
  });

  it('when a link is none', () => {
    const made = (url: string) =>
      generateRequest(
        MODEL,
        aRequest({ kind: 'frames', prompt: 'x', first, last: null }),
        () => url,
      ).status;
    expect(made('https://showrunner.test/x.png')).toBe('valid');
    expect(made('file:///etc/passwd')).toBe('invalid');
    expect(made('')).toBe('invalid');
  });

  it('and what is said about it repeats nothing of it', () => {
    const problem = sent(aRequest(text('secret '.repeat(1_000))));
    expect(problem).toContain('prompt');
    expect(problem).not.toContain('secret');
  });
});
