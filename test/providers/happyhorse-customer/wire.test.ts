import { describe, expect, it } from 'vitest';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import { createRequest, presignRequest } from '../../../src/providers/happyhorse-customer/wire.ts';
import { aClip, anImage, aRequest, aSound } from '../given.ts';
import { MODEL, withFirst } from './given.ts';

type Scene = VideoRequest['scene'];

const first = anImage('first');
const last = anImage('last');
const text = (prompt: string): Scene => ({ kind: 'text', prompt });
const frames = (more: Partial<Extract<Scene, { kind: 'frames' }>>): Scene => ({
  kind: 'frames',
  prompt: 'it moves',
  first: null,
  last: null,
  ...more,
});

const made = (request: VideoRequest, model = MODEL) =>
  createRequest(model, request, ({ key }) => `videos/${key}`);
const sent = (request = aRequest()) => {
  const outcome = made(request);
  return outcome.status === 'valid' ? outcome.body : outcome;
};
const isSent = (scene: Scene, settings = {}): boolean =>
  made(aRequest(scene, settings)).status === 'valid';

describe('what is sent', () => {
  it('is the documented request for text, without a model', () => {
    expect(sent(aRequest(text('an eagle'), { quality: 'pro', aspect: '1:1' }))).toEqual({
      prompt: 'an eagle',
      durationSec: 5,
      aspectRatio: '1:1',
      resolution: '1080p',
    });
  });

  it('has every documented field', () => {
    const references = { video: aClip(), audio: aSound() };
    const settings = {
      seconds: 6,
      guidance: 0.5,
      extras: { style: 'cinematic', cameraMotion: 'pan-right', motionIntensity: 3 },
    } as const;
    expect(sent(aRequest(frames({ first, guides: references }), settings))).toEqual({
      prompt: 'it moves',
      style: 'cinematic',
      durationSec: 6,
      aspectRatio: '16:9',
      resolution: '720p',
      sourceImageKey: 'videos/first.png',
      referenceVideoKey: 'videos/clip.mp4',
      referenceAudioKey: 'videos/sound.mp3',
      cameraMotion: 'pan-right',
      motionIntensity: 3,
      cfgScale: 0.5,
    });
  });

  it('has a last frame on its own', () => {
    expect(sent(aRequest(frames({ last })))).toEqual({
      prompt: 'it moves',
      durationSec: 5,
      aspectRatio: '16:9',
      resolution: '720p',
      lastFrameKey: 'videos/last.png',
    });
  });

  it.each([
    ['a video', { video: aClip() }, 'referenceVideoKey'],
    ['a sound', { audio: aSound() }, 'referenceAudioKey'],
  ])('can be guided by %s alone', (_, references, field) => {
    expect(sent(aRequest({ kind: 'text', prompt: 'a horse', guides: references }))).toHaveProperty(
      field,
    );
  });
});

describe('a request is not sent', () => {
  it.each<[string, Scene, Scene]>([
    ['a prompt over 2,000 characters', text('x'.repeat(2_000)), text('x'.repeat(2_001))],
    ['both frames', withFirst, frames({ first, last })],
    ['no frame', frames({ last }), frames({})],
    ['shots', text('abc'), { kind: 'shots', shots: [{ prompt: 'abc', seconds: 5 }], first: null }],
    [
      'references',
      text('abc'),
      { kind: 'references', prompt: 'abc', images: [first], elements: [] },
    ],
    [
      'a source',
      text('abc'),
      { kind: 'edit', prompt: 'abc', source: aClip(), images: [], keepSound: true },
    ],
  ])('with %s', (_, allowed, refused) => {
    expect(isSent(allowed)).toBe(true);
    expect(isSent(refused)).toBe(false);
  });

  it('with a prompt of fewer than 3 characters', () => {
    expect(isSent(text('abc'))).toBe(true);
    expect(isSent(text('ab '))).toBe(false);
  });

  it.each([
    ['shorter than 3 s', { seconds: 3 }, { seconds: 2 }],
    ['longer than 12 s', { seconds: 12 }, { seconds: 13 }],
    ['of a broken number of seconds', { seconds: 4 }, { seconds: 4.5 }],
    ['of another shape', { aspect: '9:16' }, { aspect: '4:3' }],
    ['guided too much', { guidance: 1 }, { guidance: 1.01 }],
    ['guided too little', { guidance: 0 }, { guidance: -0.01 }],
    [
      'of a style over 50 characters',
      { extras: { style: 'x'.repeat(50) } },
      { extras: { style: 'x'.repeat(51) } },
    ],
    ['of a blank style', { extras: { style: 'x' } }, { extras: { style: ' ' } }],
    ['moved too much', { extras: { motionIntensity: 5 } }, { extras: { motionIntensity: 6 } }],
    ['moved too little', { extras: { motionIntensity: 1 } }, { extras: { motionIntensity: 0 } }],
    [
      'filmed in another way',
      { extras: { cameraMotion: 'orbit' } },
      { extras: { cameraMotion: 'spin' } },
    ],
    ['seeded', { extras: {} }, { extras: { seed: 1 } }],
  ])('when it is %s', (_, allowed, refused) => {
    expect(isSent(text('abc'), allowed)).toBe(true);
    expect(isSent(text('abc'), refused)).toBe(false);
  });

  it('when the model is another', () => {
    expect(made(aRequest()).status).toBe('valid');
    expect(made(aRequest(), 'happyhorse-1.0/video').status).toBe('invalid');
  });

  it('and what is said about it repeats nothing of it', () => {
    const outcome = made(aRequest(text('secret '.repeat(1_000))));
    expect(outcome).toMatchObject({ status: 'invalid' });
    expect(JSON.stringify(outcome)).toContain('prompt');
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});

describe('an upload is asked for', () => {
  it.each([
    [anImage('a', { contentType: 'image/jpeg' }), 'image', 10_000_000],
    [anImage('a', { contentType: 'image/webp' }), 'image', 10_000_000],
    [aClip(), 'video', 50_000_000],
    [aClip({ contentType: 'video/quicktime' }), 'video', 50_000_000],
    [aClip({ contentType: 'video/webm' }), 'video', 50_000_000],
    [aSound(), 'audio', 15_000_000],
    [aSound({ contentType: 'audio/wav' }), 'audio', 15_000_000],
    [aSound({ contentType: 'audio/webm' }), 'audio', 15_000_000],
  ])('by type and exact size: $contentType', (media, kind, most) => {
    const { contentType } = media;
    expect(presignRequest(media, most)).toEqual({ kind, contentType, sizeBytes: most });
    expect(presignRequest(media, most + 1)).toBeNull();
    expect(presignRequest(media, 0)).toBeNull();
  });
});
