import { describe, expect, it } from 'vitest';
import * as acedata from '../../src/providers/acedata/capabilities.ts';
import * as crun from '../../src/providers/crun/capabilities.ts';
import * as happyhorseApp from '../../src/providers/happyhorse-app/capabilities.ts';
import * as happyhorseCustomer from '../../src/providers/happyhorse-customer/capabilities.ts';
import { problemOfClip } from '../../src/media/ingest/clip-limits.ts';
import { told, toldOfChecks } from './told.ts';

// What the providers document of their models, and where nothing is documented, what the READMEs
// of their folders say instead. Whoever changes a number in the product changes it here, with the
// document at hand.

const PICTURES = 'image/jpeg image/png image/webp';

/** What each model at Ace has; the lines that differ between them are given. */
function ofAce({ name, kinds, shapes, prompt, frames, more, pictures }: AceModel): string[] {
  return [
    name,
    `kinds: ${kinds}`,
    'seconds: 3–15, 5 unless chosen',
    'qualities: std (720p, 105 silent, 105 with sound, unless chosen) pro (1080p, 180 silent, 180 with sound)',
    `shapes: 16:9 9:16 1:1 4:3 3:4${shapes ?? ''}`,
    'sound: on, always',
    `prompt: ${prompt ?? '1–2500'}`,
    `frames: ${frames ?? 'no first'}, last no`,
    'seed: 0–2147483647',
    ...(more ?? []),
    `pictures: ${PICTURES}; 10 MB; ${pictures ?? '300'}–8192 px; 2.5:1`,
    'inputs by: link',
    'rates of 2026-11-22: https://platform.acedata.cloud/documents/happyhorse-videos-integration',
  ];
}

interface AceModel {
  readonly name: string;
  readonly kinds: string;
  readonly shapes?: string;
  readonly prompt?: string;
  readonly frames?: string;
  readonly more?: readonly string[];
  readonly pictures?: string;
}

const ACE: readonly AceModel[] = ['1.1', '1.0'].flatMap((version) => [
  { name: `happyhorse-${version}-t2v: HappyHorse ${version} Text to Video`, kinds: 'text' },
  {
    name: `happyhorse-${version}-i2v: HappyHorse ${version} Image to Video`,
    kinds: 'frames',
    shapes: ', a given picture decides',
    prompt: '0–2500',
    frames: 'first',
  },
  {
    name: `happyhorse-${version}-r2v: HappyHorse ${version} Reference to Video`,
    kinds: 'references',
    more: ['references: 1–9'],
    pictures: '400',
  },
]);

const ACE_EDIT: AceModel = {
  name: 'happyhorse-1.0-video-edit: HappyHorse 1.0 Video Edit',
  kinds: 'edit',
  shapes: ', a given picture decides',
  more: [
    'source: video/mp4 video/quicktime; 100 MB; 320–2160 px; 2.5:1; 3–60 s; 8 fps; 15 s are used; input-and-output counts; 0–5 pictures; keeps sound',
  ],
};

describe('at Ace Data Cloud', () => {
  it.each([...ACE, ACE_EDIT].map(ofAce))('%s is as documented', (name, ...lines) => {
    const model = acedata.models.find((it) => name.startsWith(`${it.model}:`));
    expect(model === undefined ? [] : told(model)).toEqual([name, ...lines]);
  });

  it('the newer version of a kind comes first', () => {
    expect(acedata.models.map((it) => it.model)).toEqual([
      'happyhorse-1.1-t2v',
      'happyhorse-1.0-t2v',
      'happyhorse-1.1-i2v',
      'happyhorse-1.0-i2v',
      'happyhorse-1.1-r2v',
      'happyhorse-1.0-r2v',
      'happyhorse-1.0-video-edit',
    ]);
  });

  it('renders are looked at every 15 s', () => {
    expect(toldOfChecks(acedata.checks)).toBe(
      'first after 15 s, then every 15 s, 0 s more each time up to 15 s, for 15 min; usually 135 or 210 s',
    );
    expect(acedata.BATCH).toBe(50);
  });
});

describe('at crun.ai', () => {
  it('both models are as documented, and where nothing is, as the README says', () => {
    expect(crun.models.map(told)).toEqual([
      [
        'happyhorse-1-0-video-edit: HappyHorse 1.0 Video Edit',
        'kinds: edit',
        'seconds: 1–15, 5 unless chosen',
        'qualities: std (720p, 20 silent, 20 with sound, assumed, unless chosen) pro (1080p, 35 silent, 35 with sound, assumed)',
        'shapes: 16:9, a given picture decides',
        'sound: not documented',
        'prompt: 1–2500',
        'frames: no first, last no',
        'source: video/mp4 video/quicktime; 100 MB; 320–2160 px; 2.5:1; 3–60 s; 8 fps; 15 s are used; input-and-output counts; 0–5 pictures; keeps sound',
        `pictures: ${PICTURES}; 10 MB; 300–8192 px; 2.5:1`,
        'inputs by: either',
        'rates of 2026-11-22: https://crun.ai/pricing',
      ],
      [
        'wan/2-2-animate-replace: Wan 2.2 Animate Replace',
        'kinds: replace',
        'seconds: 1–30, 5 unless chosen',
        'qualities: std (720p, 12.5 silent, 12.5 with sound, assumed, unless chosen)',
        'shapes: 16:9, a given picture decides',
        'sound: not documented',
        'prompt: 0–0',
        'frames: no first, last no',
        'source: video/mp4 video/quicktime; 200 MB; 200–2048 px; 3:1; 2–30 s; 1 fps; 30 s are used; output counts; 0–0 pictures; no sound',
        `pictures: ${PICTURES}; 5 MB; 200–4096 px; 3:1`,
        'inputs by: either',
        'rates of 2026-11-22: https://kie.ai/wan-animate',
      ],
    ]);
  });

  it('renders are looked at ever more slowly', () => {
    expect(toldOfChecks(crun.checks)).toBe(
      'first after 15 s, then every 10 s, 5 s more each time up to 30 s, for 30 min; usually 135 or 210 s',
    );
  });
});

describe('at happyhorse.app', () => {
  it('the model is as documented', () => {
    expect(happyhorseApp.models.map(told)).toEqual([
      [
        'happyhorse-1.0/video: HappyHorse 1.0',
        'kinds: text frames shots references',
        'seconds: 3–15, 5 unless chosen',
        'qualities: std (no resolution, 40 silent, 60 with sound, unless chosen) pro (no resolution, 54 silent, 80 with sound)',
        'shapes: 16:9 9:16 1:1, a given picture decides',
        'sound: on, unless chosen',
        'prompt: 1–2500',
        'frames: first, last with-first',
        'guidance: 0–1',
        'shots: 5 of 1–12 s, 500 characters',
        'elements: 3 of 2–4 pictures, beside frames shots',
        `pictures: ${PICTURES}; 10 MB; 300–8192 px; 2.5:1`,
        'inputs by: link',
        'rates of 2026-11-22: https://happyhorse.app/docs',
      ],
    ]);
  });

  it('renders are looked at between 10 and 20 s, for a quarter of an hour', () => {
    expect(toldOfChecks(happyhorseApp.checks)).toBe(
      'first after 9 s, then every 10 s, 2 s more each time up to 20 s, for 15 min; usually 140 or 240 s',
    );
  });
});

describe('at the HappyHorse Customer API', () => {
  it('the model is as documented, and where nothing is, as the README says', () => {
    expect(happyhorseCustomer.models.map(told)).toEqual([
      [
        'happyhorse: HappyHorse',
        'kinds: text frames',
        'seconds: 3–12, 5 unless chosen',
        'qualities: std (720p, 10 silent, 10 with sound, assumed, unless chosen) pro (1080p, 20 silent, 20 with sound, assumed)',
        'shapes: 16:9 9:16 1:1',
        'sound: not documented',
        'prompt: 3–2000',
        'frames: first, last without-first',
        'guidance: 0–1',
        'style: 50',
        'camera: static pan-left pan-right tilt-up tilt-down zoom-in zoom-out orbit',
        'motion: 1–5',
        'guiding video: video/mp4 video/quicktime video/webm; 50 MB; 1–8192 px; 100:1; 0–3600 s; 0 fps',
        'guiding sound: audio/mpeg audio/wav audio/webm; 15 MB',
        'pictures: image/png image/jpeg image/webp; 10 MB; 1–8192 px; 100:1',
        'inputs by: upload',
        'rates of 2026-11-22: https://www.happyhorseaiplus.com/docs',
      ],
    ]);
  });

  it('renders are looked at every 5 to 10 s', () => {
    expect(toldOfChecks(happyhorseCustomer.checks)).toBe(
      'first after 10 s, then every 5 s, 1 s more each time up to 10 s, for 15 min; usually 140 or 240 s',
    );
  });
});

describe('an edit that asks for more than 8 frames a second', () => {
  const edits = [...acedata.models, ...crun.models].filter((it) => it.kinds.includes('edit'));

  it.each(edits.map((it) => [it.title, it]))('takes 8.5 and not 8: %s', (_title, { source }) => {
    if (source == null) throw new Error('an edit without a source');
    const clip = { type: 'video/mp4', bytes: 1, width: 640, height: 640, seconds: 5 } as const;
    const at = (fps: number) =>
      problemOfClip({ ...clip, fps, sound: false }, 'mine.mp4', source.limits);
    expect(at(8.5)).toBeNull();
    expect(at(8)).toMatchObject({ media: 'video', code: 'too-few-frames', fps: 8, minFps: 8 });
  });
});
