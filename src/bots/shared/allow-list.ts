import { z } from 'zod';

/** Places that may use this service, by their ids in the chat; where there are none, everyone may. */
export type AllowList = ReadonlySet<string>;

/** @param places all that somebody is in: any of them will do */
export function isAllowed(list: AllowList, places: readonly (string | null)[]): boolean {
  return list.size === 0 || places.some((it) => it !== null && list.has(it));
}

/** The setting: ids with commas between them. */
export function allowListSetting(id: RegExp, places: string) {
  return z
    .string()
    .regex(new RegExp(`^${id.source}(\\s*,\\s*${id.source})*$`), {
      error: `must be ids of ${places}, with commas between them`,
    })
    .transform((text) => text.split(/\s*,\s*/))
    .default([]);
}
