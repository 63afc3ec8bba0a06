import { unescape } from 'node:querystring';

import { COMMON_SENTINELS, sentinelsAmong } from '../provider/sentinels.ts';
import { imageUrlsOf, promptOf, videoUrlOf } from './job-request.ts';
import type { JobBody } from './job-request.ts';

/**
 * Words in a prompt, or in the path of an input URL where a model takes no prompt, that make the emulator
 * misbehave on purpose, beside those of every emulator (`COMMON_SENTINELS`).
 *
 * | word           | what happens                                                                      |
 * |----------------|-----------------------------------------------------------------------------------|
 * | `!refuse`      | accepted, then `failed` with a moderation message                                 |
 * | `!fail`        | accepted, then `failed` with a message about the provider's own fault             |
 * | `!failCode`    | accepted, then TaskInfo answers with code 501 instead of a task                   |
 * | `!odd`         | a status that no document names, until it ends                                    |
 * | `!shout`       | states in capitals, and `media_urls` next to `status` instead of in `result`      |
 * | `!notYet`      | TaskInfo: code 404 the first two times                                            |
 * | `!reject`      | create: code 422                                                                  |
 * | `!badkey`      | create: code 401                                                                  |
 * | `!broke`       | create: code 402                                                                  |
 * | `!maintenance` | create: code 455, no task                                                         |
 * | `!error`       | create: code 500, no task                                                         |
 * | `!lateError`   | create: the task is made and charged, then code 500                               |
 * | `!disabled`    | create: code 505, no task                                                         |
 * | `!page`        | create: 503 with an HTML page, no task                                            |
 * | `!noid`        | create: the task is made and charged, then 200 without a `task_id`                |
 * | `!expensive`   | `credits` half as much again as the estimate said                                 |
 * | `!cheap`       | `credits` half of what the estimate said                                          |
 */
export const SENTINELS = [
  ...(['refuse', 'fail', 'failCode', 'odd', 'shout', 'notYet'] as const),
  ...(['reject', 'badkey', 'broke', 'maintenance', 'error', 'disabled'] as const),
  ...(['lateError', 'page', 'noid', 'expensive', 'cheap'] as const),
  ...COMMON_SENTINELS,
] as const;

export type Sentinel = (typeof SENTINELS)[number];

export function sentinelsIn(body: JobBody): ReadonlySet<Sentinel> {
  const urls = [videoUrlOf(body), ...imageUrlsOf(body)];
  const paths = urls.map((url) => unescape(new URL(url).pathname));
  return sentinelsAmong(SENTINELS, [promptOf(body), ...paths]);
}
