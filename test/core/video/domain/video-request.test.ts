import { describe, expect, it } from 'vitest';
import { plain } from '../../messages/domain/plain-text.ts';
import {
  ASPECTS,
  CAMERA_MOTIONS,
  imagesOf,
  promptOf,
  sceneWords,
  promptsOf,
  withMedia,
} from '../../../../src/core/video/domain/video-request.ts';
import type { Scene } from '../../../../src/core/video/domain/video-request.ts';

const prompt = 'a horse';
const named = (name: string, ...images: string[]) => ({ name, description: '', images });

const SCENES: readonly (readonly [string, Scene<string>, readonly string[]])[] = [
  ['text', { kind: 'text', prompt }, []],
  ['a first frame', { kind: 'frames', prompt, first: 'a', last: null }, ['a']],
  ['a last frame', { kind: 'frames', prompt, first: null, last: 'b' }, ['b']],
  ['both frames', { kind: 'frames', prompt, first: 'a', last: 'b' }, ['a', 'b']],
  ['shots', { kind: 'shots', shots: [{ prompt, seconds: 3 }], first: null }, []],
  ['shots from a picture', { kind: 'shots', shots: [{ prompt, seconds: 3 }], first: 'a' }, ['a']],
  [
    'elements',
    { kind: 'references', prompt, images: [], elements: [named('x', 'a', 'b'), named('y', 'c')] },
    ['a', 'b', 'c'],
  ],
  [
    'elements beside frames',
    { kind: 'frames', prompt, first: 'a', last: 'b', elements: [named('x', 'c', 'd')] },
    ['a', 'b', 'c', 'd'],
  ],
  [
    'elements in shots',
    {
      kind: 'shots',
      shots: [{ prompt, seconds: 3 }],
      first: 'a',
      elements: [named('x', 'b'), named('y', 'c')],
    },
    ['a', 'b', 'c'],
  ],
  ['references', { kind: 'references', prompt, images: ['a', 'b'], elements: [] }, ['a', 'b']],
  [
    'an edit',
    { kind: 'edit', prompt, source: 'v', images: ['a', 'b'], keepSound: true },
    ['a', 'b'],
  ],
  ['guides', { kind: 'text', prompt, guides: { video: 'v', audio: 's' } }, []],
];

const each = (change: (it: string) => string) => ({ image: change, clip: change, audio: change });

describe('the images of a scene', () => {
  it.each(SCENES)('are in order: %s', (_, scene, images) => {
    expect(imagesOf(scene)).toEqual(images);
  });

  it.each(SCENES)('are all replaced, and nothing else: %s', (_, scene, images) => {
    const replaced = withMedia(
      scene,
      each((it) => it.toUpperCase()),
    );
    expect(imagesOf(replaced)).toEqual(images.map((image) => image.toUpperCase()));
    expect(
      withMedia(
        replaced,
        each((it) => it.toLowerCase()),
      ),
    ).toEqual(scene);
  });
});

describe('the words of a scene', () => {
  it.each(SCENES)('are its prompt: %s', (_, scene) => {
    expect(promptOf(scene)).toBe(prompt);
  });

  it('are none where an image alone was given, which is called by what is made of it', () => {
    const scene = { kind: 'frames', prompt: ' ', first: 'a', last: null } as const;
    expect(promptOf(scene)).toBe('');
    expect(plain([sceneWords(scene, 80)])).toBe('Video from an image');
  });

  it('of several shots are all of theirs', () => {
    const shots = [' one ', 'two'].map((it) => ({ prompt: it, seconds: 3 }));
    const scene = { kind: 'shots', shots, first: null } as const;
    expect(promptOf(scene)).toBe('one → two');
    expect(plain([sceneWords(scene, 6)])).toBe('“one →…”');
  });
});

describe('another character in a video', () => {
  const scene: Scene<string> = { kind: 'replace', character: 'a', driving: 'v' };

  it('has the character as its image, and both are replaced', () => {
    expect(imagesOf(scene)).toEqual(['a']);
    expect(
      withMedia(
        scene,
        each((it) => it.toUpperCase()),
      ),
    ).toEqual({ kind: 'replace', character: 'A', driving: 'V' });
  });

  it('has no prompt, and is called by what it is', () => {
    expect(promptsOf(scene)).toEqual([]);
    expect(promptOf(scene)).toBe('');
    expect(plain([sceneWords(scene, 80)])).toBe('Character replacement');
  });
});

describe('the names of what can be chosen', () => {
  it('are the same in every chat, and kept with each job', () => {
    expect(ASPECTS).toEqual(['16:9', '9:16', '1:1', '4:3', '3:4']);
    expect(CAMERA_MOTIONS).toEqual([
      ...['static', 'pan-left', 'pan-right', 'tilt-up', 'tilt-down'],
      ...['zoom-in', 'zoom-out', 'orbit'],
    ]);
  });
});
