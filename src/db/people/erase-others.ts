import type { Statements } from '../connection/connection.ts';
import { and, eq, isNull, lt, ne, not, sql } from '../drizzle.cjs';
import type { PgColumn } from '../drizzle.cjs';
import { inbox, pendingActions } from '../schema/chat.ts';
import { creditRequests } from '../schema/credit-requests.ts';
import { people } from '../schema/teams.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { statement } from '../statements/statement.ts';
import type { Params } from '../statements/statement.ts';

const ofPersons = { team: people.teamId, persons: kinds.texts };
type OfPersons = Params<typeof ofPersons>;

const NOTHING = sql`'{}'::jsonb`;

const isOneOf = (person: PgColumn, p: OfPersons) => sql`${person} = any(${p.persons})`;

/** Whether one of them asked for it, in that team. */
const isTheirs = (it: PgColumn, p: OfPersons) => sql`
    (${it} #>> '{asker,platform}') || ':' || (${it} #>> '{asker,person,id}') = any(${p.persons})
    and coalesce(
      (select w.team_id from workspaces w where w.platform = ${it} #>> '{asker,platform}'
        and w.workspace_id = ${it} #>> '{asker,workspace,id}'),
      concat_ws(':', ${it} #>> '{asker,platform}', ${it} #>> '{asker,workspace,kind}',
        ${it} #>> '{asker,workspace,id}')) = ${p.team}`;

// Answered ones: a repeat is told by the key alone.
const emptyAnswered = statement(ofPersons, (p) =>
  db
    .update(inbox)
    .set({ interaction: NOTHING })
    .where(and(isNull(inbox.dueAt), isTheirs(inbox.interaction, p))),
);

const { interaction } = pendingActions;

// A press that is handled again must find what it pressed, and an admin that a request is over.
const isKept = sql`${interaction} #>> '{want,type}' in ('forget', 'dismiss', 'decide')`;
const removePending = statement(ofPersons, (p) =>
  db.delete(pendingActions).where(and(isTheirs(interaction, p), not(isKept))),
);

const unnamePending = statement(ofPersons, (p) =>
  db
    .update(pendingActions)
    .set({ interaction: sql`${interaction} #- '{asker,person,name}'` })
    .where(isTheirs(interaction, p)),
);

const { interaction: asked, status } = creditRequests;

const emptyRequests = statement(ofPersons, (p) =>
  db
    .update(creditRequests)
    .set({
      interaction: NOTHING,
      status: sql`case ${status} when 'open' then 'expired' else ${status} end`,
    })
    .where(
      and(
        eq(creditRequests.teamId, p.team),
        isOneOf(creditRequests.personId, p),
        ne(asked, NOTHING),
      ),
    ),
);

export const forgetOldRequests = statement({ before: kinds.moment }, (p) =>
  db
    .update(creditRequests)
    .set({ interaction: NOTHING })
    .where(and(ne(status, 'open'), lt(creditRequests.at, p.before), ne(asked, NOTHING))),
);

const removePeople = statement(ofPersons, (p) =>
  db.delete(people).where(and(eq(people.teamId, p.team), isOneOf(people.personId, p))),
);

/** @returns how many rows said something of them, but for those that only tell repeats apart */
export async function forgetOthers(
  tx: Statements,
  of: { readonly team: string; readonly persons: readonly string[] },
): Promise<number> {
  await emptyAnswered(tx, of);
  const pending = await removePending(tx, of);
  await unnamePending(tx, of);
  const requests = await emptyRequests(tx, of);
  const named = await removePeople(tx, of);
  return pending.count + requests.count + named.count;
}
