import { COMMON_SENTINELS, sentinelsAmong } from '../provider/sentinels.ts';

/**
 * Words in a prompt that make the emulator misbehave on purpose, beside those of every emulator
 * (`COMMON_SENTINELS`). A task without a prompt can be
 * ordered about by `failNext`, `finish` and `fail`.
 *
 * | word           | what happens                                                                        |
 * |----------------|-------------------------------------------------------------------------------------|
 * | `!refuse`      | accepted, then `success: false` with `forbidden` (moderation); nothing is billed    |
 * | `!fail`        | accepted, then `success: false` with `api_error`; nothing is billed                 |
 * | `!errorstate`  | accepted, then `data[].state` is `error` and says no more; nothing is billed        |
 * | `!reject`      | create: 400 `bad_request`                                                           |
 * | `!badkey`      | create: 401 `invalid_token`                                                         |
 * | `!broke`       | create: 403 `used_up`                                                               |
 * | `!disabled`    | create: 403 `disabled`                                                              |
 * | `!moderate`    | create: 403 `forbidden`, no task                                                    |
 * | `!error`       | create: 500 `api_error`, no task                                                    |
 * | `!timeout`     | create: the task is made and charged, then 504 `timeout`                            |
 * | `!maintenance` | create: 503 with an HTML page, no task                                              |
 * | `!late`        | the task's record stays empty (`{}`) for its first minute                           |
 * | `!unbatched`   | left out of every batch, and known when it is asked about alone                      |
 * | `!hidden`      | not known at all for its first 40 minutes                                           |
 * | `!pending`     | the record of a task at work has a response whose state is `pending`                |
 * | `!hiccup`      | the record of a task at work has `success: false` and no error                      |
 * | `!empty`       | finished without any response                                                       |
 * | `!expensive`   | half as many seconds again are billed as were asked for                             |
 * | `!cheap`       | half of the seconds that were asked for are billed                                  |
 */
export const SENTINELS = [
  'refuse',
  'fail',
  'errorstate',
  'reject',
  'badkey',
  'broke',
  'disabled',
  'moderate',
  'error',
  'timeout',
  'maintenance',
  'late',
  'unbatched',
  'hidden',
  'pending',
  'hiccup',
  'empty',
  'expensive',
  'cheap',
  ...COMMON_SENTINELS,
] as const;

export type Sentinel = (typeof SENTINELS)[number];

export function sentinelsIn(prompt: string | undefined): ReadonlySet<Sentinel> {
  return sentinelsAmong(SENTINELS, [prompt ?? '']);
}
