import { z } from 'zod';
import { confirmOverSchema } from './confirm-over-json.ts';
import { timeZoneOf, USUAL_TEAM } from '../../core/teams/domain/team-settings.ts';
import type { ChatRef, Place } from '../../core/shared/domain/chat-ref.ts';
import type { teams } from '../schema/teams.ts';
import type { TeamSettings } from '../../core/teams/domain/team-settings.ts';

const chatRef: z.ZodType<ChatRef> = z.object({ platform: z.string(), id: z.string() });
const place: z.ZodType<Place> = z.object({
  platform: z.string(),
  id: z.string(),
  workspace: z.string().exactOptional(),
});

/** What of a list is understood: one odd part must not undo the others. */
function listOf<item>(schema: z.ZodType<item>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((it) => {
        const read = schema.safeParse(it);
        return read.success ? [read.data] : [];
      }),
    );
}

const refs = listOf(chatRef);
const names = listOf(z.string());

// Settings come and go with versions: what is not understood is as if it were never set.
const settingsSchema = z.object({
  language: z.string().nullable().catch(null),
  admins: refs,
  channels: z.object({ allow: refs, deny: refs }).catch({ allow: [], deny: [] }),
  words: names,
  models: z
    .object({ allow: names, deny: names, prefer: z.string().nullable().catch(null) })
    .catch({ allow: [], deny: [], prefer: null }),
  confirmOver: confirmOverSchema.catch('default'),
  inbox: place.nullable().catch(null),
  digest: place.nullable().catch(null),
});

/** What a team's row says; without one, or where it is not understood, it is as usual. */
export function settingsOf(
  row: Pick<typeof teams.$inferSelect, 'timeZone' | 'settings'> | undefined,
): TeamSettings {
  if (row === undefined) return USUAL_TEAM;
  const timeZone = timeZoneOf(row.timeZone) === null ? USUAL_TEAM.timeZone : row.timeZone;
  const read = settingsSchema.safeParse(row.settings);
  return read.success ? { timeZone, ...read.data } : { ...USUAL_TEAM, timeZone };
}
