import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../../../src/core/cards/domain/card.ts';
import type { VideoRequest } from '../../../../src/core/video/domain/video-request.ts';
import { aClip, anImage, aRequest, aSound } from '../../../support/builders.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';

const model = { modelTitle: 'Fake 1', aspectFollowsImage: true };
const settings = (request: Partial<VideoRequest>) => plain(settingsOf(aRequest(request), model));
const of = (scene: VideoRequest['scene']) => settings({ scene });

describe('the settings on a card', () => {
  it('count reference images', () => {
    const references = (count: number) =>
      of({
        kind: 'references',
        prompt: 'a horse',
        elements: [],
        images: Array.from({ length: count }, () => anImage),
      });
    expect(references(0)).toBe('Fake 1 · Standard · 5 s · 16:9 · With sound');
    expect(references(1)).toBe('Fake 1 · Standard · 5 s · 16:9 · With sound · 1 reference image');
    expect(references(3)).toBe('Fake 1 · Standard · 5 s · 16:9 · With sound · 3 reference images');
  });

  it('leave shape and sound to a video that is worked on', () => {
    const edit = { kind: 'edit', prompt: 'by night', source: aClip } as const;
    expect(of({ ...edit, images: [], keepSound: true })).toBe(
      'Fake 1 · Standard · 5 s · Video edit · Original sound',
    );
    expect(of({ ...edit, images: [anImage], keepSound: false })).toBe(
      'Fake 1 · Standard · 5 s · Video edit · 1 reference image',
    );
    expect(of({ kind: 'replace', character: anImage, driving: aClip })).toBe(
      'Fake 1 · Standard · 5 s · Character replacement',
    );
  });

  it('name what guides it', () => {
    const references = { video: aClip, audio: aSound };
    expect(of({ kind: 'text', prompt: 'a horse', guides: references })).toBe(
      'Fake 1 · Standard · 5 s · 16:9 · With sound · Reference video · Reference audio',
    );
  });

  it('say what was done to images that were given, the same once', () => {
    const changed = {
      ...anImage,
      changes: { converted: true, resized: true, background: 'white' },
    } as const;
    const dark = { ...anImage, changes: { background: 'black' } } as const;
    const images = [changed, anImage, changed, dark];
    expect(of({ kind: 'references', prompt: 'a horse', elements: [], images })).toBe(
      'Fake 1 · Standard · 5 s · 16:9 · With sound · 4 reference images · Image converted to JPEG · ' +
        'Image resized to 640 × 480 · White background added · Black background added',
    );
  });

  it('name what only some models have', () => {
    const advanced = {
      style: 'ink',
      cameraMotion: 'pan-left',
      motionIntensity: 3,
      seed: 7,
    } as const;
    expect(settings({ settings: { ...aRequest().settings, extras: advanced } })).toBe(
      'Fake 1 · Standard · 5 s · 16:9 · With sound · Style “ink” · Pan left · Motion 3 · Seed 7',
    );
  });

  it('have room for 50 characters of a style', () => {
    const { whole, cut } = atMost(50);
    const styled = (style: string) =>
      settings({ settings: { ...aRequest().settings, extras: { style } } });
    expect(styled(whole)).toMatch(`With sound · Style “${whole}”`);
    expect(styled(`${whole}x`)).toMatch(`With sound · Style “${cut}”`);
  });
});
