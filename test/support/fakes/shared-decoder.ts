import { createDecoder } from '../../../src/media/decoder/decoder.ts';

/**
 * One for all tests of a worker, and for all services in them: to start its processes takes longer
 * than most of what they do. They end when the worker does.
 */
export const sharedDecoder = createDecoder();
