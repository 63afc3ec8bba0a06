import { z } from 'zod';
import { personId } from '../../core/shared/domain/ids.ts';
import { ASPECTS, UNSET_SETTINGS } from '../../core/video/domain/video-request.ts';
import type { PeopleStore, Preferences } from '../../core/people/ports/person-store.ts';
import { confirmOverSchema } from '../teams/confirm-over-json.ts';
import type { Sql } from '../connection/connection.ts';
import { and, eq, isNotNull, sql } from '../drizzle.cjs';
import { people } from '../schema/teams.ts';
import { plainText } from '../shared/json-text.ts';
import { db, equal, excluded } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { statement } from '../statements/statement.ts';

// Settings come and go with versions: what is not understood any more is not preferred any more.
const preferencesSchema: z.ZodType<Preferences> = z.object({
  settings: z.object({
    seconds: z.int().nullable().catch(null),
    quality: z.enum(['std', 'pro']).nullable().catch(null),
    aspect: z.enum(ASPECTS).nullable().catch(null),
    sound: z.boolean().nullable().catch(null),
    guidance: z.number().nullable().catch(null),
  }),
  // Null where it was never set, before there was a default to leave.
  confirmOver: confirmOverSchema.catch('default'),
  language: z.string().nullable().default(null).catch(null),
});

/** So many names are known without asking. */
const MOST_KNOWN = 10_000;

/** And for so long: another process may have forgotten somebody since. */
const KNOWN_MS = 60 * 60 * 1000;

const { teamId: team, personId: person, name, preferences } = people;

const key = { team, person };
const readPreferences = statement(key, (p) =>
  db.select({ preferences }).from(people).where(equal(key, p)),
);

const writePreferences = statement({ team, person, preferences }, (p) =>
  db
    .insert(people)
    .values({ teamId: p.team, personId: p.person, preferences: p.preferences })
    .onConflictDoUpdate({ target: [team, person], set: { preferences: excluded(preferences) } }),
);

const writeName = statement({ team, person, name }, (p) =>
  db
    .insert(people)
    .values({ teamId: p.team, personId: p.person, name: p.name })
    .onConflictDoUpdate({
      target: [team, person],
      set: { name: excluded(name) },
      setWhere: sql`${name} is distinct from excluded.name`,
    }),
);

const readNames = statement({ team, people: kinds.texts }, (p) =>
  db
    .select({ personId: person, name })
    .from(people)
    .where(and(eq(team, p.team), sql`${person} = any(${p.people})`, isNotNull(name))),
);

/** What people are called and like best. */
export function createPostgresPeople(sql: Sql): PeopleStore {
  const known = new Map<string, { readonly name: string; readonly until: number }>();
  return {
    async preferences(who) {
      const [row] = await readPreferences(sql, { team: who.teamId, person: who.personId });
      const read = preferencesSchema.safeParse(row?.preferences);
      return read.success
        ? read.data
        : { settings: UNSET_SETTINGS, confirmOver: 'default', language: null };
    },
    async prefer(who, set) {
      await writePreferences(sql, { team: who.teamId, person: who.personId, preferences: set });
    },
    async name(who, called, now) {
      const whose = JSON.stringify([who.teamId, who.personId]);
      const last = known.get(whose);
      if (last?.name === called && now.getTime() < last.until) return;
      await writeName(sql, { team: who.teamId, person: who.personId, name: plainText(called) });
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(whose, { name: called, until: now.getTime() + KNOWN_MS });
    },
    async names(of, wanted) {
      if (wanted.length === 0) return new Map();
      const rows = await readNames(sql, { team: of, people: wanted });
      return new Map(
        rows.flatMap((it) => (it.name === null ? [] : [[personId(it.personId), it.name] as const])),
      );
    },
  };
}
