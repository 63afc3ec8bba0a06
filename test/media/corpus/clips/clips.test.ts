import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClipLimits, ClipRef } from '../../../../src/core/media/domain/media.ts';
import type { ClipIngested } from '../../../../src/core/media/ports/media-store.ts';
import { createDecoder, type Decoder } from '../../../../src/media/decoder/decoder.ts';
import { patientDecoder } from '../../../support/fakes/shared-decoder.ts';
import { patience } from '../../../support/patience.ts';
import { realStore, type RealStore } from '../../support/real-store.ts';
import { PATCHES } from './chart.ts';
import { CLIP_CASES, type ClipCase } from './clip-cases.ts';
import { measureClip, type ClipMeasured } from './measure-clip.ts';

const limits: ClipLimits = {
  types: ['video/mp4', 'video/quicktime'],
  maxBytes: 20_000_000,
  minSeconds: 1,
  maxSeconds: 30,
  minSide: 64,
  maxSide: 2000,
  maxRatio: 2.5,
  minFps: 4,
};
/** Of 255, for each of red, green and blue. */
const COLOUR_TOLERANCE = 6;
const SYNC_TOLERANCE_SECONDS = 0.04;

let real: RealStore;
let decoder: Decoder;

beforeAll(async () => {
  // A file that hangs is let hang for a second, not for as long as a large one may take.
  decoder = createDecoder({ ...patientDecoder, lookTimeoutMs: 1500 });
  real = await realStore(decoder);
});

afterAll(async () => {
  await decoder.close();
  await real[Symbol.asyncDispose]();
});

async function ingest(body: Buffer): Promise<ClipIngested> {
  const source = { url: real.serve(body), name: 'clip', bytes: null };
  const signal = AbortSignal.timeout(patience(20_000));
  return await real.store.ingestClip(source, limits, { allowTranscode: true, signal });
}

async function measured(clip: ClipRef, turned?: boolean): Promise<ClipMeasured> {
  await using file = await real.store.open(clip);
  return await measureClip(file.path, turned);
}

describe('a clip of whatever kind people have', () => {
  it.each(CLIP_CASES)('is $outcome: $name', async ({ file, ...expected }) => {
    const { outcome } = expected;
    const outcomes = await ingest(await file());
    if (outcome !== 'copied' && outcome !== 'encoded') {
      expect(outcomes).toMatchObject({ status: 'refused', problem: { code: outcome } });
      return;
    }
    expect(outcomes).toMatchObject({ status: 'taken', media: expected.measures ?? {} });
    if (outcomes.status !== 'taken' || expected.made === null) return;
    const found = await measured(outcomes.media, expected.turned);
    expectPictures(found, expected);
    expectSound(found, expected);
    if (outcome === 'encoded') expectColours(found);
  });
});

/** None is lost at the front, none in the middle, and each stays at its moment. */
function expectPictures(
  found: ClipMeasured,
  { made, first = 0, pictures }: Omit<ClipCase, 'file'>,
): void {
  const { fps = 12, seconds = 2, times } = made ?? {};
  const count = pictures ?? times?.length ?? Math.round(fps * seconds);
  expect(found.numbers).toEqual(Array.from({ length: count }, (_, number) => first + number));
}

function expectSound(
  { beepAt, flashAt, holes }: ClipMeasured,
  { made, outcome }: Omit<ClipCase, 'file'>,
): void {
  if (made?.audio === null) {
    expect(beepAt).toBeNull();
    return;
  }
  expect(flashAt).not.toBeNull();
  expect(beepAt).not.toBeNull();
  expect(Math.abs((flashAt ?? 0) - (beepAt ?? 0))).toBeLessThanOrEqual(SYNC_TOLERANCE_SECONDS);
  const [from, to] = made?.sound?.hole ?? [0, 0];
  // What was copied has nothing there, which is heard as the same.
  if (outcome === 'encoded' && to > from + 0.2) expect(holes).toBeGreaterThan(to - from - 0.1);
}

function expectColours({ colours, colourSpace }: ClipMeasured): void {
  expect(colourSpace).toEqual({
    primaries: 'bt709',
    transfer: 'bt709',
    matrix: 'bt709',
    fullRange: false,
  });
  for (const [place, patch] of PATCHES.entries()) {
    for (const [part, value] of patch.entries()) {
      const read = colours[place]?.[part] ?? Infinity;
      expect(
        Math.abs(read - value),
        `patch ${place}: ${String(colours[place])}`,
      ).toBeLessThanOrEqual(COLOUR_TOLERANCE);
    }
  }
}
