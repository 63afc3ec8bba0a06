import { describe, expect, it } from 'vitest';
import type { ClipLimits } from '../../../src/core/media/domain/media.ts';
import { problemOfWork, transcodePlanOf } from '../../../src/media/ingest/clip-limits.ts';
import type { LookedAtClip } from '../../../src/media/ingest/clip-limits.ts';

const limits: ClipLimits = {
  types: ['video/mp4'],
  maxBytes: 100_000_000,
  minSeconds: 1,
  maxSeconds: 60,
  minSide: 100,
  maxSide: 1920,
  maxRatio: 2.5,
  minFps: 8,
};

function problemOf(changed: Partial<LookedAtClip>) {
  const clip: LookedAtClip = {
    type: 'video/quicktime',
    codec: 'hevc',
    audioCodec: 'aac',
    preRoll: false,
    width: 1920,
    height: 1080,
    seconds: 30,
    fps: 30,
    bytes: 40_000_000,
    sound: true,
    ...changed,
  };
  return problemOfWork(transcodePlanOf(clip, limits), clip, 'mine.mov', limits);
}

describe('the work on a clip', () => {
  it('is done for what a phone films in half a minute', () => {
    expect(problemOf({})).toBeNull();
    expect(problemOf({ width: 3840, height: 2160, seconds: 15 })).toBeNull();
  });

  it('is refused beforehand where it would take too long, with how much would not', () => {
    const problem = problemOf({ width: 7680, height: 4320, fps: 60, seconds: 60 });
    expect(problem).toMatchObject({ media: 'video', code: 'too-much-work', name: 'mine.mov' });
    const mostSeconds = problem?.code === 'too-much-work' ? problem.mostSeconds : 0;
    expect(mostSeconds).toBeGreaterThan(5);
    expect(problemOf({ width: 7680, height: 4320, fps: 60, seconds: mostSeconds })).toBeNull();
  });

  it('grows with what a codec costs', () => {
    const large = { width: 3840, height: 2160, fps: 60, seconds: 50 } as const;
    expect(problemOf({ ...large, codec: 'avc' })).toBeNull();
    expect(problemOf({ ...large, codec: 'prores' })).not.toBeNull();
  });

  it('counts what is cut off before it as none', () => {
    const large = { width: 3840, height: 2160, fps: 30 } as const;
    expect(problemOf({ ...large, seconds: 3600 })).toEqual(problemOf({ ...large, seconds: 60 }));
  });

  it('is none where pictures are copied as they are, unless some are hidden before the first', () => {
    const huge = { type: 'video/mp4', width: 1920, height: 1080, fps: 240, seconds: 60 } as const;
    expect(problemOf(huge)).toBeNull();
    // Another file around the same pictures is no work either.
    expect(problemOf({ ...huge, type: null, codec: 'avc' })).toBeNull();
    expect(problemOf({ ...huge, preRoll: true })).toMatchObject({ code: 'too-much-work' });
  });
});
