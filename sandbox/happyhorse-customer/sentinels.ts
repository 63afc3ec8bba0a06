import { LINK_SENTINELS } from '../provider/links.ts';
import { sentinelsAmong } from '../provider/sentinels.ts';

/**
 * Words in a prompt that make the emulator misbehave on purpose, beside those of every emulator
 * (`LINK_SENTINELS`); of several links only the first can be told.
 *
 * | word           | what happens                                                                     |
 * |----------------|----------------------------------------------------------------------------------|
 * | `!refuse`      | accepted, then `failed` with a moderation message                                |
 * | `!fail`        | accepted, then `failed` with a message about the provider's own fault            |
 * | `!slow`        | takes five times as long                                                         |
 * | `!verySlow`    | never ends by itself, only by `finish(id)` or `fail(id)`                         |
 * | `!odd`         | a status that no document names, until it ends                                   |
 * | `!reject`      | create: 400 `invalid_input`                                                      |
 * | `!badkey`      | create: 401 `invalid_api_key`                                                    |
 * | `!broke`       | create: 402 `insufficient_credits`                                               |
 * | `!gate`        | create: 403 `plan_gate_exceeded`                                                 |
 * | `!ratelimit`   | create: 429 the first two times, then accepted                                   |
 * | `!error`       | create: 500 `internal_error`, no video                                           |
 * | `!lateError`   | create: the video is made and charged, then 500 `internal_error`                 |
 * | `!maintenance` | create: 503 with an HTML page, no video                                          |
 * | `!drop`        | create: the video is made and charged, then the socket is cut without an answer  |
 * | `!garbage`     | create: the video is made and charged, then 200 with a body that is not JSON     |
 * | `!vanish`      | status: 404 `not_found`, as when the key's owner has changed                     |
 * | `!nourl`       | `ready`, and its `videoUrl` stays null                                           |
 * | `!deadlink`    | `ready` with a URL that answers 404                                              |
 * | `!private`     | `ready` with a URL on a link-local address, which nobody should fetch            |
 * | `!big`         | `ready` with a file of 13 MB                                                     |
 */
export const SENTINELS = [
  'refuse',
  'fail',
  'slow',
  'verySlow',
  'odd',
  'reject',
  'badkey',
  'broke',
  'gate',
  'ratelimit',
  'error',
  'lateError',
  'maintenance',
  'drop',
  'garbage',
  'vanish',
  'nourl',
  'deadlink',
  'private',
  'big',
  ...LINK_SENTINELS,
] as const;

export type Sentinel = (typeof SENTINELS)[number];

export function sentinelsIn(prompt: string): ReadonlySet<Sentinel> {
  return sentinelsAmong(SENTINELS, [prompt]);
}
