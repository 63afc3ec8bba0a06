import { describe, expect, it } from 'vitest';
import type { MediaProblem } from '../../../../src/core/media/domain/media.ts';
import type { Refusal } from '../../../../src/core/video/domain/refusal.ts';
import { refusalReply } from '../../../../src/core/chat/domain/replies.ts';
import { refusalWords } from '../../../../src/core/video/domain/refusal-words.ts';
import { plain } from '../../messages/domain/plain-text.ts';

const name = 'cat.png';

type Worded = readonly [Refusal, ...string[]];

/** What may be wrong with media, and what its words must tell. */
const MEDIA: readonly Worded[] = [
  [{ media: 'image', code: 'wrong-media', name, found: 'PDF' }, name, 'PDF', 'PNG, JPEG or WebP'],
  [{ media: 'image', code: 'wrong-type', name, found: 'GIF' }, name, 'GIF', 'PNG, JPEG and WebP'],
  [
    { media: 'image', code: 'too-big', name, bytes: 12_000_000, maxBytes: 10_000_000 },
    ...[name, '12 MB', '10 MB'],
  ],
  [
    {
      media: 'image',
      code: 'wrong-side',
      name,
      width: 200,
      height: 9_000,
      minSide: 300,
      maxSide: 8_192,
    },
    ...[name, '200 × 9000', '300 to 8,192'],
  ],
  [
    { media: 'image', code: 'wrong-ratio', name, width: 900, height: 300, maxRatio: 2.5 },
    ...[name, '900 × 300', '2.5 times'],
  ],
  [{ media: 'image', code: 'bomb', name }, name, 'memory', 'normal size'],
  [{ media: 'image', code: 'broken', name }, name, 'damaged', 'again'],
  [{ media: 'video', code: 'wrong-media', name, found: 'PNG' }, name, 'PNG', 'MP4, MOV or WebM'],
  [
    { media: 'video', code: 'too-big', name, bytes: 900_000_000, maxBytes: 100_000_000 },
    ...[name, '900 MB', '100 MB'],
  ],
  [
    { media: 'video', code: 'too-short', name, seconds: 1.04, minSeconds: 3 },
    ...[name, '1 s', '3 s'],
  ],
  [
    {
      media: 'video',
      code: 'wrong-side',
      name,
      width: 200,
      height: 900,
      minSide: 320,
      maxSide: null,
    },
    ...[name, '200 × 900', '320'],
  ],
  [
    { media: 'video', code: 'wrong-ratio', name, width: 900, height: 200, maxRatio: 2.5 },
    ...[name, '900 × 200', '2.5 times'],
  ],
  [{ media: 'video', code: 'too-few-frames', name, fps: 5, minFps: 8 }, name, '5', '8'],
  [{ media: 'video', code: 'broken', name: 'a.mp4' }, 'a.mp4', 'damaged'],
  [{ media: 'video', code: 'heavy', name: 'a.mp4' }, 'a.mp4', 'takes too long', 'try again later'],
  [{ media: 'audio', code: 'heavy', name: 'a.mp3' }, 'a.mp3', 'takes too long', 'try again later'],
  [{ media: 'image', code: 'heavy', name }, name, 'takes too long', 'try again later'],
  [{ media: 'video', code: 'unreachable', name: 'a.mp4' }, 'a.mp4', 'Attach it again'],
  [{ media: 'video', code: 'withheld', name: 'a.mp4' }, 'a.mp4', 'Upload it here'],
  [{ media: 'audio', code: 'wrong-media', name, found: 'PNG' }, name, 'PNG', 'MP3, WAV or WebM'],
  [{ media: 'audio', code: 'wrong-type', name, found: 'FLAC' }, name, 'FLAC', 'MP3, WAV and WebM'],
  [
    { media: 'audio', code: 'too-big', name: 'a.mp3', bytes: 30_000_000, maxBytes: 15_000_000 },
    ...['a.mp3', '30 MB', '15 MB'],
  ],
  [{ media: 'audio', code: 'broken', name: 'a.mp3' }, 'a.mp3', 'damaged'],
  [{ media: 'audio', code: 'unreachable', name: 'a.mp3' }, 'a.mp3', 'Attach it again'],
  [{ media: 'audio', code: 'withheld', name: 'a.mp3' }, 'a.mp3', 'Upload it here'],
  [{ media: 'image', code: 'withheld', name }, name, 'Upload it here'],
  [{ media: 'image', code: 'unreachable', name }, name, 'Attach it again'],
];

/** One refusal of every other code. */
const REFUSALS: {
  readonly [code in Exclude<Refusal['code'], MediaProblem['code']>]: readonly [
    Refusal & { code: code },
    ...string[],
  ];
} = {
  'elements-not-offered': [{ code: 'elements-not-offered', model: 'Horse 1' }, 'Horse 1', 'named'],
  'too-many-images': [{ code: 'too-many-images', images: 9, min: 0, most: 5 }, '9', '0 to 5'],
  'images-or-elements': [{ code: 'images-or-elements' }, 'not both'],
  'model-denied': [
    { code: 'model-denied', models: ['a/dear'], offered: ['a/cheap', 'b/cheap'] },
    ...['a/dear', 'this team', 'a/cheap or b/cheap'],
  ],
  'needs-denied-model': [
    { code: 'needs-denied-model', models: ['Horse 1', 'Horse 2'] },
    ...['Horse 1 or Horse 2', 'this team', 'admin'],
  ],
  'channel-denied': [
    { code: 'channel-denied', allowed: [{ platform: 'discord', id: '77' }] },
    ...['here', 'another channel'],
  ],
  'words-blocked': [{ code: 'words-blocked', words: 'kill bill' }, 'kill bill', 'other words'],
  'sound-not-kept': [{ code: 'sound-not-kept', model: 'Horse 1' }, 'Horse 1', 'sound'],
  'sound-fixed': [
    { code: 'sound-fixed', sound: true, model: 'Horse 1' },
    ...['Horse 1', 'with sound', 'another model'],
  ],
  'sound-not-offered': [
    { code: 'sound-not-offered', model: 'Horse 1' },
    ...['Horse 1', 'does not say', 'another model'],
  ],
  'extra-not-offered': [
    { code: 'extra-not-offered', extra: 'seed', model: 'Horse 1' },
    ...['Horse 1', 'seed'],
  ],
  'extra-out-of-range': [
    { code: 'extra-out-of-range', extra: 'motionIntensity', min: 1, max: 5 },
    ...['motion intensity', '1 to 5'],
  ],
  'not-set-up': [
    { code: 'not-set-up', need: 'last-frame-alone', providers: ['Horse API'] },
    ...['A last frame without a first frame', 'Horse API', 'not set up'],
  ],
  'model-unknown': [
    { code: 'model-unknown', model: 'x', offered: ['a/1', 'b/2'] },
    ...['x', 'a/1 or b/2'],
  ],
  'plan-gate': [
    {
      code: 'plan-gate',
      provider: 'Horse API',
      plan: 'pro',
      able: ['Other API'],
      demands: { seconds: 8, style: true },
    },
    ...['Horse API', '8 seconds or more and a style', '"pro"', 'Other API'],
  ],
  'model-unfit': [
    { code: 'model-unfit', model: 'Horse 1', able: ['a/1', 'b/2'] },
    ...['Horse 1', 'a/1 or b/2'],
  ],
  'providers-down': [
    { code: 'providers-down', providers: ['Horse API'], until: 1_790_000_000_000 },
    'Horse API',
  ],
  'prompt-empty': [{ code: 'prompt-empty' }, 'empty', 'what the video should show'],
  'prompt-too-short': [
    { code: 'prompt-too-short', length: 2, least: 3 },
    ...['2 characters', '3 is the least'],
  ],
  'no-frame': [{ code: 'no-frame' }, 'picture', 'start from'],
  'prompt-too-long': [{ code: 'prompt-too-long', length: 2_501, most: 2_500 }, '2,501', '2,500'],
  'seconds-out-of-range': [
    { code: 'seconds-out-of-range', seconds: 16, min: 3, max: 15 },
    ...['16 seconds', '3 to 15'],
  ],
  'guidance-out-of-range': [
    { code: 'guidance-out-of-range', guidance: 1.5, min: 0, max: 1 },
    ...['1.5', '0 (free) to 1'],
  ],
  'guidance-not-offered': [{ code: 'guidance-not-offered', model: 'Fake 1' }, 'Fake 1', 'Leave it'],
  'aspect-not-offered': [
    { code: 'aspect-not-offered', aspect: '9:16', offered: ['16:9', '1:1'] },
    ...['9:16', '16:9 or 1:1'],
  ],
  'quality-not-offered': [
    { code: 'quality-not-offered', quality: 'pro', offered: ['std'] },
    ...['pro', 'Choose std.'],
  ],
  'kind-not-offered': [{ code: 'kind-not-offered', kind: 'shots' }, 'several shots'],
  'first-frame-not-offered': [
    { code: 'first-frame-not-offered', model: 'Fake 1' },
    ...['Fake 1', 'begin', 'Leave it out'],
  ],
  'last-frame-without-first': [{ code: 'last-frame-without-first' }, 'first one too', 'image'],
  'last-frame-not-offered': [
    { code: 'last-frame-not-offered', model: 'Fake 1' },
    ...['Fake 1', 'end', 'Leave the last one out'],
  ],
  'too-many-shots': [{ code: 'too-many-shots', shots: 6, most: 5 }, '6 shots', '5 is the most'],
  'shot-empty': [{ code: 'shot-empty', shot: 2 }, 'Shot 2'],
  'shot-too-long': [{ code: 'shot-too-long', shot: 2, length: 501, most: 500 }, '2', '501', '500'],
  'shot-seconds': [
    { code: 'shot-seconds', shot: 2, seconds: 13, min: 1, max: 12 },
    ...['Shot 2', '13', '1 to 12'],
  ],
  'too-many-elements': [{ code: 'too-many-elements', elements: 4, most: 3 }, '4', '3 is the most'],
  'element-name': [{ code: 'element-name', name: 'a dog' }, 'a dog', 'letters', '40'],
  'element-twice': [{ code: 'element-twice', name: 'dog' }, 'dog', 'its own name'],
  'element-images': [
    { code: 'element-images', name: 'dog', images: 1, min: 2, max: 4 },
    ...['dog', '1 images', '2 to 4'],
  ],
  'element-unused': [{ code: 'element-unused', name: 'dog' }, '@dog', 'Write it'],
  'no-links': [{ code: 'no-links', provider: 'Fake provider' }, 'Fake provider', 'PUBLIC_URL'],
  'no-provider': [{ code: 'no-provider' }, 'No video provider'],
  'too-dear': [{ code: 'too-dear', cost: 1_200, most: 500 }, '1,200', '500', 'fewer seconds'],
  'too-many-open-in-team': [{ code: 'too-many-open-in-team', most: 9 }, '9 videos', 'team'],
  'too-many-open': [{ code: 'too-many-open', most: 2 }, '2 videos', 'Wait'],
  'no-credits': [
    { code: 'no-credits', cost: 300, left: 20, limit: 2_000, per: 'week', renewsAt: 5 },
    ...['300 credits', '20 of 2,000', 'week', '<relative>'],
  ],
  'no-allowance': [{ code: 'no-allowance' }, 'no credits', 'admin'],
  'pool-empty': [
    { code: 'pool-empty', cost: 300, left: 20, per: 'month', renewsAt: 5 },
    ...['300 credits', '20', 'team', 'month', '<relative>'],
  ],
  'workspace-not-allowed': [{ code: 'workspace-not-allowed' }, 'not open', 'whoever runs it'],
  'no-personal-space': [{ code: 'no-personal-space' }, 'direct messages', 'PERSONAL_ALLOWANCE'],
  interrupted: [{ code: 'interrupted' }, 'interrupted', 'Ask again'],
  internal: [{ code: 'internal', reference: 'r-77' }, 'r-77', 'our side'],
};

const ALL = [...MEDIA, ...Object.values(REFUSALS)].map((it): [string, Worded] => {
  const [refusal] = it;
  return ['media' in refusal ? `${refusal.media} ${refusal.code}` : refusal.code, it];
});

describe('the words of every refusal', () => {
  it.each(ALL)('%s', (_, [refusal, ...told]) => {
    const { code } = refusal;
    const words = plain(refusalWords(refusal));
    for (const it of told) expect(words).toContain(it);
    expect(words).toMatch(/[.]$/);
    expect(words).not.toMatch(/undefined|null|NaN|\[object|  |\.\./);
    if (code.includes('-')) expect(words).not.toContain(code);
  });

  it.each(ALL)('say that nothing was charged: %s', (_, [refusal]) => {
    const { code } = refusal;
    const reply = refusalReply(refusal);
    expect(reply.lines.map(plain)).toContain('Nothing was charged.');
    const ours = code === 'internal' || code === 'interrupted';
    expect(reply.tone).toBe(ours ? 'trouble' : 'refused');
  });

  it('are different for each', () => {
    const all = ALL.map(([, [refusal]]) => plain(refusalWords(refusal)));
    expect(new Set(all).size).toBe(ALL.length);
  });
});
