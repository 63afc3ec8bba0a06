import { COMMON_SENTINELS, sentinelsAmong } from '../provider/sentinels.ts';

/**
 * Words in a prompt (or in a shot's prompt) that make the emulator misbehave on purpose, beside those
 * of every emulator (`COMMON_SENTINELS`).
 *
 * | word           | what happens                                                                       |
 * |----------------|------------------------------------------------------------------------------------|
 * | `!refuse`      | accepted, then FAILED with a moderation message; the credits come back             |
 * | `!fail`        | accepted, then FAILED with a message about the provider's own fault; credits back  |
 * | `!reject`      | create: 400 `INVALID_PROMPT`                                                       |
 * | `!badkey`      | create: 401 `INVALID_API_KEY`                                                      |
 * | `!broke`       | create: 402 `INSUFFICIENT_CREDITS`                                                 |
 * | `!error`       | create: 500 `INTERNAL_ERROR`, no task                                              |
 * | `!maintenance` | create: 503 with an HTML page, no task                                             |
 * | `!expensive`   | `consumed_credits` half as much again as the price list says                       |
 * | `!cheap`       | `consumed_credits` half of what the price list says                                |
 */
export const SENTINELS = [
  'refuse',
  'fail',
  'reject',
  'badkey',
  'broke',
  'error',
  'maintenance',
  'expensive',
  'cheap',
  ...COMMON_SENTINELS,
] as const;

export type Sentinel = (typeof SENTINELS)[number];

export function sentinelsIn(texts: readonly string[]): ReadonlySet<Sentinel> {
  return sentinelsAmong(SENTINELS, texts);
}
