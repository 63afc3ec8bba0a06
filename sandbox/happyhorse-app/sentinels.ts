import { LINK_SENTINELS } from '../provider/links.ts';
import { sentinelsAmong } from '../provider/sentinels.ts';

/**
 * Words in a prompt (or in a shot's prompt) that make the emulator misbehave on purpose, beside those
 * of every emulator (`LINK_SENTINELS`).
 *
 * | word           | what happens                                                                       |
 * |----------------|------------------------------------------------------------------------------------|
 * | `!refuse`      | accepted, then FAILED with a moderation message; the credits come back             |
 * | `!fail`        | accepted, then FAILED with a message about the provider's own fault; credits back  |
 * | `!slow`        | takes five times as long                                                           |
 * | `!verySlow`    | never ends by itself, only by `finish(taskId)` or `fail(taskId)`                   |
 * | `!reject`      | create: 400 `INVALID_PROMPT`                                                       |
 * | `!badkey`      | create: 401 `INVALID_API_KEY`                                                      |
 * | `!broke`       | create: 402 `INSUFFICIENT_CREDITS`                                                 |
 * | `!ratelimit`   | create: 429 with `Retry-After: 1` the first two times, then accepted               |
 * | `!error`       | create: 500 `INTERNAL_ERROR`, no task                                              |
 * | `!maintenance` | create: 503 with an HTML page, no task                                             |
 * | `!drop`        | create: the task is made and charged, then the socket is cut without an answer     |
 * | `!garbage`     | create: the task is made and charged, then 200 with a body that is not JSON        |
 * | `!nourl`       | SUCCESS without a result URL                                                       |
 * | `!deadlink`    | SUCCESS with a URL that answers 404                                                |
 * | `!private`     | SUCCESS with a URL on a link-local address, which nobody should fetch              |
 * | `!big`         | SUCCESS with a file of 13 MB                                                       |
 * | `!expensive`   | `consumed_credits` half as much again as the price list says                       |
 * | `!cheap`       | `consumed_credits` half of what the price list says                                |
 */
export const SENTINELS = [
  'refuse',
  'fail',
  'slow',
  'verySlow',
  'reject',
  'badkey',
  'broke',
  'ratelimit',
  'error',
  'maintenance',
  'drop',
  'garbage',
  'nourl',
  'deadlink',
  'private',
  'big',
  'expensive',
  'cheap',
  ...LINK_SENTINELS,
] as const;

export type Sentinel = (typeof SENTINELS)[number];

export function sentinelsIn(texts: readonly string[]): ReadonlySet<Sentinel> {
  return sentinelsAmong(SENTINELS, texts);
}
