import { describe, expect, it } from 'vitest';
import { imagesOf, promptOf, withImages } from '../../../src/core/domain/video-request.ts';
import type { Scene } from '../../../src/core/domain/video-request.ts';

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
    { kind: 'references', prompt, elements: [named('x', 'a', 'b'), named('y', 'c')] },
    ['a', 'b', 'c'],
  ],
];

describe('the images of a scene', () => {
  it.each(SCENES)('are in order: %s', (_, scene, images) => {
    expect(imagesOf(scene)).toEqual(images);
  });

  it.each(SCENES)('are all replaced, and nothing else: %s', (_, scene, images) => {
    const replaced = withImages(scene, (image) => image.toUpperCase());
    expect(imagesOf(replaced)).toEqual(images.map((image) => image.toUpperCase()));
    expect(withImages(replaced, (image) => image.toLowerCase())).toEqual(scene);
  });
});

describe('the words of a scene', () => {
  it.each(SCENES)('are its prompt: %s', (_, scene) => {
    expect(promptOf(scene)).toBe(prompt);
  });

  it('of several shots are all of theirs', () => {
    const shots = [' one ', 'two'].map((it) => ({ prompt: it, seconds: 3 }));
    expect(promptOf({ kind: 'shots', shots, first: null })).toBe('one → two');
  });
});
