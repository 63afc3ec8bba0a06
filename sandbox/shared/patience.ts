/**
 * How long whoever watches an emulator waits, in real time, for what should happen soon. Nobody waits
 * that long but in vain: a busy machine is no reason to give up.
 */
export const PATIENCE_MS = 60_000;
