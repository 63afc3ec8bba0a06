import {
  createDecoder,
  decoderDefaults,
  type DecoderSettings,
} from '../../../src/media/decoder/decoder.ts';
import { patience } from '../patience.ts';

/** The bounds of a service, with the time that a busy machine needs; nobody comes before it. */
export const patientDecoder: DecoderSettings = {
  ...decoderDefaults,
  patience: patience(decoderDefaults.patience),
  niceness: 0,
};

/**
 * One for all tests of a worker, and for all services in them: to start its processes takes longer
 * than most of what they do. They end when the worker does.
 */
export const sharedDecoder = createDecoder(patientDecoder);
