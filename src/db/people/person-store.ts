import { z } from 'zod';
import { personId } from '../../core/shared/domain/ids.ts';
import { ASPECTS } from '../../core/video/domain/video-request.ts';
import type { PeopleStore, Preferences } from '../../core/people/ports/person-store.ts';
import type { Sql } from '../connection/connection.ts';
import { advancedSchema } from '../jobs/job-json.ts';
import { jsonText, plainText } from '../shared/json-text.ts';

const NOTHING_SET = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };

// Settings come and go with versions: what is not understood any more is not preferred any more.
const preferencesSchema: z.ZodType<Preferences> = z.object({
  settings: z.object({
    seconds: z.int().nullable().catch(null),
    quality: z.enum(['std', 'pro']).nullable().catch(null),
    aspect: z.enum(ASPECTS).nullable().catch(null),
    sound: z.boolean().nullable().catch(null),
    guidance: z.number().nullable().catch(null),
    extras: advancedSchema.nullable().exactOptional(),
  }),
  confirmOver: z.int().nullable().default(null).catch(null),
});

/** So many names are known without asking. */
const MOST_KNOWN = 10_000;

/** And for so long: another process may have forgotten somebody since. */
const KNOWN_MS = 60 * 60 * 1000;

/** What people are called and like best. */
export function createPostgresPeople(sql: Sql): PeopleStore {
  const known = new Map<string, { readonly name: string; readonly until: number }>();
  return {
    async preferences({ teamId, personId }) {
      const [row] = await sql<{ preferences: unknown }[]>`
        select preferences from people where team_id = ${teamId} and person_id = ${personId}`;
      const read = preferencesSchema.safeParse(row?.preferences);
      return read.success ? read.data : { settings: NOTHING_SET, confirmOver: null };
    },
    async prefer({ teamId, personId }, preferences) {
      await sql`
        insert into people (team_id, person_id, preferences)
        values (${teamId}, ${personId}, ${jsonText(preferences)}::text::jsonb)
        on conflict (team_id, person_id) do update set preferences = excluded.preferences`;
    },
    async name({ teamId, personId: person }, name, now) {
      const key = JSON.stringify([teamId, person]);
      const last = known.get(key);
      if (last?.name === name && now.getTime() < last.until) return;
      const plain = plainText(name);
      await sql`
        insert into people (team_id, person_id, name) values (${teamId}, ${person}, ${plain})
        on conflict (team_id, person_id) do update set name = excluded.name
          where people.name is distinct from excluded.name`;
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(key, { name, until: now.getTime() + KNOWN_MS });
    },
    async names(team, people) {
      if (people.length === 0) return new Map();
      const rows = await sql<{ person_id: string; name: string }[]>`
        select person_id, name from people
        where team_id = ${team} and person_id = any(${[...people]}::text[]) and name is not null`;
      return new Map(rows.map((it) => [personId(it.person_id), it.name]));
    },
  };
}
