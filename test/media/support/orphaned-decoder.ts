import { createDecoder } from '../../../src/media/decoder/decoder.ts';

// Run as a process of its own by a test, which kills it and looks whether its child outlives it.
const [, , video = '', output = ''] = process.argv;
const decoder = createDecoder();
await decoder.probeVideo(video, new AbortController().signal);
process.send?.(decoder.pids());
await decoder.shrinkVideo(video, output, 400_000, new AbortController().signal);
