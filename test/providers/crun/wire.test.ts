import { describe, expect, it } from 'vitest';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import { jobRequest } from '../../../src/providers/crun/wire.ts';
import { aClip, anEdit, anImage, aReplacement, aRequest, EDIT, REPLACE } from './given.ts';

const linkTo = ({ key }: { readonly key: string }) => `https://files.crun.test/${key}`;

const sent = (model: string, request: VideoRequest, callbackUrl: string | null = null) => {
  const made = jobRequest(model, request, linkTo, callbackUrl);
  return made.status === 'valid' ? made.body : made.problem;
};
const isSent = (model: string, scene: VideoRequest['scene'], settings = {}): boolean =>
  typeof sent(model, aRequest(scene, settings)) === 'object';

describe('what is sent', () => {
  it('is the documented request for an edit', () => {
    const scene = anEdit({ images: [anImage('style')] });
    expect(sent(EDIT, aRequest(scene), 'https://showrunner.test/callbacks/crun/t')).toEqual({
      model: 'happyhorse-1-0-video-edit',
      callback_url: 'https://showrunner.test/callbacks/crun/t',
      input: {
        prompt: 'let it snow',
        video_url: 'https://files.crun.test/source.mp4',
        img_urls: ['https://files.crun.test/style.jpg'],
        resolution: '720P',
        region: 'global',
        audio_setting: 'auto',
      },
    });
  });

  it('is the documented request for a replacement', () => {
    const url = 'https://showrunner.test/callbacks/crun/t';
    expect(sent(REPLACE, aRequest(aReplacement()), url)).toEqual({
      model: 'wan/2-2-animate-replace',
      callback_url: url,
      input: {
        img_urls: ['https://files.crun.test/character.jpg'],
        video_urls: ['https://files.crun.test/driving.mp4'],
        resolution: '720P',
      },
    });
  });

  it('has no images where none are given, and no callback where there is none', () => {
    const body = sent(EDIT, aRequest(anEdit()));
    expect(body).not.toHaveProperty('callback_url');
    expect(body).not.toHaveProperty('input.img_urls');
  });

  it.each([
    ['std', '720P'],
    ['pro', '1080P'],
  ] as const)('has for %s the resolution %s', (quality, resolution) => {
    const body = sent(EDIT, aRequest(anEdit(), { quality }));
    expect(body).toMatchObject({ input: { resolution } });
  });

  it.each([
    [true, 'origin'],
    [false, 'auto'],
  ])('has, when the sound is to be kept: %s, the audio setting %s', (keepSound, setting) => {
    const body = sent(EDIT, aRequest(anEdit({ keepSound })));
    expect(body).toMatchObject({ input: { audio_setting: setting } });
  });
});

describe('a request is not sent', () => {
  const images = (count: number) => Array.from({ length: count }, (_, at) => anImage(`i${at}`));

  it.each<[string, VideoRequest['scene'], VideoRequest['scene']]>([
    [
      'a prompt over 2,500 characters',
      anEdit({ prompt: 'x'.repeat(2_500) }),
      anEdit({ prompt: 'x'.repeat(2_501) }),
    ],
    ['a prompt of nothing but blanks', anEdit({ prompt: 'x' }), anEdit({ prompt: ' \n' })],
    ['six images', anEdit({ images: images(5) }), anEdit({ images: images(6) })],
    ['a prompt alone', anEdit(), { kind: 'text', prompt: 'a horse' }],
    ['a replacement', anEdit(), aReplacement()],
  ])('with %s', (_, allowed, refused) => {
    expect(isSent(EDIT, allowed)).toBe(true);
    expect(isSent(EDIT, refused)).toBe(false);
  });

  it('when the replacement is of another resolution or is an edit', () => {
    expect(isSent(REPLACE, aReplacement())).toBe(true);
    expect(isSent(REPLACE, aReplacement(), { quality: 'pro' })).toBe(false);
    expect(isSent(REPLACE, anEdit())).toBe(false);
  });

  it('when the model is another', () => {
    expect(isSent('happyhorse-1-0-t2v', anEdit())).toBe(false);
  });

  it('when a link or the address of the callback is none', () => {
    const made = (url: string, callback: string | null = null) =>
      jobRequest(EDIT, aRequest(anEdit()), () => url, callback).status;
    const fine = 'https://files.crun.test/a.mp4';
    expect(made(fine)).toBe('valid');
    expect(made('file:///etc/passwd')).toBe('invalid');
    expect(made('')).toBe('invalid');
    expect(made(fine, 'https://showrunner.test/x')).toBe('valid');
    expect(made(fine, 'mailto:somebody')).toBe('invalid');
  });

  it('and what is said about it repeats nothing of it', () => {
    const problem = sent(EDIT, aRequest(anEdit({ prompt: 'secret '.repeat(1_000) })));
    expect(problem).toContain('prompt');
    expect(problem).not.toContain('secret');
    const other = aRequest(anEdit({ source: aClip('secret') }));
    expect(jobRequest(EDIT, other, ({ key }) => key, null)).not.toMatchObject({
      problem: expect.stringContaining('secret') as string,
    });
  });
});
