import { describe, expect, it } from 'vitest';
import type { Attachment } from '../../../../src/core/media/domain/media.ts';
import type { NamedElement, VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { picture, refusal, draft } from './validating.ts';

describe('named elements', () => {
  const element = (name: string, images = 2): NamedElement<Attachment> => ({
    name,
    description: '',
    images: Array.from({ length: images }, () => picture),
  });
  const references = (prompt: string, ...elements: NamedElement<Attachment>[]): VideoDraft =>
    draft({ kind: 'references', prompt, images: [], elements });

  it('are mentioned by name in the prompt', () => {
    expect(refusal(references('@dog runs', element('dog')))).toBeNull();
    expect(refusal(references('a dog runs', element('dog')))).toEqual({
      code: 'element-unused',
      name: 'dog',
    });
  });

  it.each([
    ['@doghouse', false],
    ['@dog2', false],
    ['@dog_', false],
    ['@Dog', false],
    ['@dog', true],
    ['@dog.', true],
    ['@dog’s bone', true],
    ['@doghouse and @dog', true],
    ['@cat,@dog', true],
    ['@dogé', false],
    ['@dogが走る', true],
  ])('are not mentioned by a longer name: %s', (prompt, mentioned) => {
    expect(refusal(references(prompt, element('dog'))) === null).toBe(mentioned);
  });

  it.each([
    ['dog_2', true],
    ['x'.repeat(40), true],
    ['x'.repeat(41), false],
    ['', false],
    ['a dog', false],
    ['dog-house', false],
    ['größe', true],
    ['勇者', true],
    ['बिल्ली', true],
    ['👻', false],
    ['dog\n', false],
    ['.*', false],
  ])('have names of letters, digits and underscores: %j', (name, fits) => {
    expect(refusal(references(`@${name} runs`, element(name)))).toEqual(
      fits ? null : { code: 'element-name', name },
    );
  });

  it.each([
    ['勇者', '@勇者が部屋に入る'],
    ['고양이', '@고양이가 뛴다'],
    ['größe', 'die @größe zählt'],
  ])('may be in any script, as it is written there: %s', (name, prompt) => {
    expect(refusal(references(prompt, element(name)))).toBeNull();
  });

  it('have a name each', () => {
    const prompt = '@dog and @cat';
    expect(refusal(references(prompt, element('dog'), element('cat')))).toBeNull();
    expect(refusal(references(prompt, element('dog'), element('dog')))).toEqual({
      code: 'element-twice',
      name: 'dog',
    });
  });

  it.each([
    [1, false],
    [2, true],
    [4, true],
    [5, false],
  ])('have some images each: %d', (images, fits) => {
    expect(refusal(references('@dog', element('dog', images)))).toEqual(
      fits ? null : { code: 'element-images', name: 'dog', images, min: 2, max: 4 },
    );
  });

  it('are not more than the model takes', () => {
    const named = ['a', 'b', 'c', 'd'].map((it) => element(it));
    expect(refusal(references('@a @b @c', ...named.slice(0, 3)))).toBeNull();
    expect(refusal(references('@a @b @c @d', ...named))).toEqual({
      code: 'too-many-elements',
      elements: 4,
      most: 3,
    });
  });

  it('are not offered by a model without them', () => {
    expect(refusal(references('@dog', element('dog')), { elements: null })).toEqual({
      code: 'kind-not-offered',
      kind: 'elements',
    });
  });
});

describe('named elements beside frames and in shots', () => {
  const dog = { name: 'dog', description: '', images: [picture, picture] };
  const able = (...beside: ('frames' | 'shots')[]) => ({
    elements: { most: 1, images: { min: 2, max: 2 }, beside },
  });
  const framed = (prompt: string, elements = [dog]): VideoDraft =>
    draft({ kind: 'frames', prompt, first: picture, last: null, elements });
  const shot = (...prompts: readonly string[]): VideoDraft =>
    draft({
      kind: 'shots',
      first: null,
      elements: [dog],
      shots: prompts.map((prompt) => ({ prompt, seconds: 5 })),
    });
  const no = { code: 'elements-not-offered', model: 'Fake 1' };

  it('are where the model has them', () => {
    expect(refusal(framed('@dog runs'), able('frames'))).toBeNull();
    expect(refusal(framed('@dog runs'), able('shots'))).toEqual(no);
    expect(refusal(framed('@dog runs'), { elements: null })).toEqual(no);
    expect(refusal(shot('@dog runs'), able('shots'))).toBeNull();
    expect(refusal(shot('@dog runs'), able('frames'))).toEqual(no);
    expect(refusal(shot('@dog runs'), { elements: null })).toEqual(no);
  });

  it('are called by name in the prompt, or in that of any shot', () => {
    const unused = { code: 'element-unused', name: 'dog' };
    expect(refusal(framed('a dog runs'), able('frames'))).toEqual(unused);
    expect(refusal(shot('a dog runs', '@doghouse'), able('shots'))).toEqual(unused);
    expect(refusal(shot('a dog runs', '@dog rests'), able('shots'))).toBeNull();
  });

  it('are held to the same limits', () => {
    const more = framed('@dog', [dog, dog]);
    expect(refusal(more, able('frames'))).toMatchObject({ code: 'too-many-elements', most: 1 });
  });

  it('are none where none are given', () => {
    const without = draft({
      kind: 'frames',
      prompt: 'a',
      first: picture,
      last: null,
      elements: [],
    });
    expect(refusal(without, { elements: null })).toBeNull();
  });

  it.each(['(', '.*', '['])('may be called whatever, and nothing breaks: %s', (name) => {
    expect(refusal(framed(`@${name}`, [{ ...dog, name }]))).toEqual({ code: 'element-name', name });
  });
});
