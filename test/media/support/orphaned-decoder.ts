import { setTimeout as sleep } from 'node:timers/promises';
import { createDecoder } from '../../../src/media/decoder/decoder.ts';

// Run as a process of its own by a test, which kills it and looks whether its child outlives it.
const [, , what = '', input = '', output = ''] = process.argv;
const decoder = createDecoder();
const limits = {
  types: ['image/png'] as const,
  maxBytes: 1000,
  minSide: 1,
  maxSide: 20_000,
  maxRatio: 100,
};
const { signal } = new AbortController();
const toil =
  what === 'image'
    ? decoder.normaliseImage(input, output, limits, { signal })
    : decoder.lookAtClip(input, signal);
await sleep(300);
process.send?.(decoder.pids());
await toil;
