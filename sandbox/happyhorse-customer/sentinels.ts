import { COMMON_SENTINELS, sentinelsAmong } from '../provider/sentinels.ts';

/**
 * Words in a prompt that make the emulator misbehave on purpose, beside those of every emulator
 * (`COMMON_SENTINELS`); of several links only the first can be told.
 *
 * | word           | what happens                                                                     |
 * |----------------|----------------------------------------------------------------------------------|
 * | `!refuse`      | accepted, then `failed` with a moderation message                                |
 * | `!fail`        | accepted, then `failed` with a message about the provider's own fault            |
 * | `!odd`         | a status that no document names, until it ends                                   |
 * | `!reject`      | create: 400 `invalid_input`                                                      |
 * | `!badkey`      | create: 401 `invalid_api_key`                                                    |
 * | `!broke`       | create: 402 `insufficient_credits`                                               |
 * | `!gate`        | create: 403 `plan_gate_exceeded`                                                 |
 * | `!error`       | create: 500 `internal_error`, no video                                           |
 * | `!lateError`   | create: the video is made and charged, then 500 `internal_error`                 |
 * | `!maintenance` | create: 503 with an HTML page, no video                                          |
 * | `!vanish`      | status: 404 `not_found`, as when the key's owner has changed                     |
 */
export const SENTINELS = [
  'refuse',
  'fail',
  'odd',
  'reject',
  'badkey',
  'broke',
  'gate',
  'error',
  'lateError',
  'maintenance',
  'vanish',
  ...COMMON_SENTINELS,
] as const;

export type Sentinel = (typeof SENTINELS)[number];

export function sentinelsIn(prompt: string): ReadonlySet<Sentinel> {
  return sentinelsAmong(SENTINELS, [prompt]);
}
