import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AudioLimits, AudioType } from '../../../src/core/media/domain/media.ts';
import { sharedDecoder } from '../../support/fakes/shared-decoder.ts';
import { patience } from '../../support/patience.ts';
import { realStore, type RealStore } from '../support/real-store.ts';
import { SAMPLE_RATE, wave } from './file-bytes.ts';
import { cases } from './picture-case.ts';

interface SoundCase {
  readonly what: string;
  readonly file: () => Buffer;
  readonly becomes: AudioType;
  readonly seconds: number;
}

const limits: AudioLimits = { types: ['audio/mpeg', 'audio/wav'], maxBytes: 10_000_000 };
const given = (name: string): Buffer => readFileSync(join(cases, name));
const MP3 = { becomes: 'audio/mpeg', seconds: 4.05 } as const;
const WAV = { becomes: 'audio/wav', seconds: 1 } as const;

const TAKEN: readonly SoundCase[] = [
  {
    what: 'an MP3 of changing rates without an index',
    file: () => given('passing/vbr-no-xing.mp3'),
    ...MP3,
  },
  { what: 'an MP3 with a picture on its cover', file: () => given('passing/cover.mp3'), ...MP3 },
  {
    what: 'a WAV whose header counts itself',
    file: () => given('audio/riff-counts-its-own-8-bytes.wav'),
    becomes: 'audio/wav',
    seconds: 2,
  },
  ...([1, 2, 3, 4] as const).map((bytes) => ({
    what: `a WAV of ${bytes * 8} bits`,
    file: () => wave(SAMPLE_RATE, {}, bytes),
    ...WAV,
  })),
  {
    what: 'a WAV that was written as it came',
    file: () => wave(SAMPLE_RATE, { riff: 0xffffffff, data: 0xffffffff }),
    ...WAV,
  },
  {
    what: 'a WAV that counts nothing',
    file: () => wave(SAMPLE_RATE, { riff: 0, data: 0 }),
    ...WAV,
  },
  {
    what: 'a WAV that counts its sound too long',
    file: () => wave(SAMPLE_RATE, { data: SAMPLE_RATE * 3 }),
    ...WAV,
  },
  {
    what: 'a WAV that counts its sound too short',
    file: () => wave(SAMPLE_RATE, { data: SAMPLE_RATE }),
    ...WAV,
  },
  { what: 'a WAV that lacks two samples', file: () => wave(SAMPLE_RATE).subarray(0, -4), ...WAV },
  {
    what: 'a WAV with words behind its sound',
    file: () => Buffer.concat([wave(SAMPLE_RATE), Buffer.from('LIST\x04\0\0\0INFO', 'latin1')]),
    ...WAV,
  },
];

let real: RealStore;
beforeAll(async () => {
  real = await realStore(sharedDecoder);
});
afterAll(() => real[Symbol.asyncDispose]());

async function ingested(body: Buffer) {
  const source = { url: real.serve(body), name: 'a sound', bytes: null };
  return await real.store.ingestAudio(source, limits, AbortSignal.timeout(patience(20_000)));
}

describe('a sound as people have it', () => {
  it.each(TAKEN)(
    'is taken from its beginning to its end: $what',
    async ({ file, becomes, seconds }) => {
      const taken = await ingested(file());
      expect(taken).toMatchObject({ status: 'taken', media: { contentType: becomes } });
      const told = taken.status === 'taken' ? taken.media.seconds : 0;
      expect(told).toBeCloseTo(seconds, 1);
    },
  );

  it('is refused when half of it is missing, and the answer says so', async () => {
    const whole = wave(SAMPLE_RATE);
    const refused = await ingested(whole.subarray(0, whole.length / 2));
    expect(refused).toMatchObject({
      status: 'refused',
      problem: { media: 'audio', code: 'broken' },
    });
    const share =
      refused.status === 'refused' && 'share' in refused.problem ? refused.problem.share : 0;
    expect(share).toBeCloseTo(0.5, 2);
  });

  it.each([
    ['passing/really-m4a.mp3', 'M4A'],
    ['passing/audio-only.mp4', 'MP4'],
    ['passing/p3.png', 'PNG'],
  ])('is refused by its name: %s', async (name, format) => {
    expect(await ingested(given(name))).toMatchObject({
      status: 'refused',
      problem: { media: 'audio', code: 'wrong-type', found: { format } },
    });
  });
});
