import { z } from 'zod';
import { personId, teamId } from '../../core/shared/domain/ids.ts';
import type { PersonId, TeamId } from '../../core/shared/domain/ids.ts';
import { later } from '../../core/shared/domain/later.ts';
import type {
  CreditRequest,
  CreditRequests,
  CreditRequestState,
  CreditRequestAnswer,
} from '../../core/credit-requests/ports/credit-requests.ts';
import { createInteractionSchema, storedInteraction } from '../chat/interaction-json.ts';
import { personOf } from '../people/link-rows.ts';
import { inTurnOf, writeAudit } from '../admin/audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { and, eq, sql } from '../drizzle.cjs';
import { creditRequests } from '../schema/credit-requests.ts';
import { db, equal } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import type { ValuesOf } from '../statements/kinds.ts';
import { sqlStatement, statement } from '../statements/statement.ts';
import { POOL } from '../credits/periods.ts';
import { insertGrant } from '../admin/team-grants.ts';

const rows = {
  teamId: creditRequests.teamId,
  requestId: creditRequests.requestId,
  personId: creditRequests.personId,
  subject: creditRequests.subject,
  credits: creditRequests.credits,
  interaction: creditRequests.interaction,
  requested: creditRequests.requested,
  ending: kinds.boolean,
  status: creditRequests.status,
  answeredBy: creditRequests.answeredBy,
  granted: creditRequests.granted,
  at: creditRequests.at,
  expiresAt: creditRequests.expiresAt,
};
type Row = ValuesOf<typeof rows>;

const columns = sql`
  r.team_id, r.request_id, r.person_id, r.subject, r.credits, r.interaction, r.requested,
  coalesce(r.requested ? 'ending', false) as ending, r.status, r.answered_by, r.granted, r.at,
  r.expires_at`;

const key = { teamId: creditRequests.teamId, requestId: creditRequests.requestId };

const { personId: person, subject, credits, interaction: kept, at, expiresAt } = creditRequests;
const insertOpen = sqlStatement(
  { ...key, person, subject, credits, kept, at, expiresAt, mostOpen: kinds.int },
  {},
  (p) => sql`
    insert into credit_requests (team_id, request_id, person_id, subject, credits, interaction,
      status, at, expires_at)
    select ${p.teamId}, ${p.requestId}, ${p.person}, ${p.subject}, ${p.credits}, ${p.kept}, 'open',
      ${p.at}, ${p.expiresAt}
    where (select count(*) from credit_requests where team_id = ${p.teamId}
      and person_id = ${p.person} and status = 'open' and expires_at > ${p.at}) < ${p.mostOpen}
    on conflict (team_id, request_id) do nothing`,
);

const findOne = sqlStatement(
  key,
  rows,
  (p) => sql`
    select ${columns} from credit_requests r
    where r.team_id = ${p.teamId} and r.request_id = ${p.requestId}`,
);

const lockOne = sqlStatement(
  key,
  rows,
  (p) => sql`
    select ${columns} from credit_requests r
    where r.team_id = ${p.teamId} and r.request_id = ${p.requestId} for update`,
);

const { requested } = creditRequests;
const markTold = statement({ ...key, requested }, (p) =>
  db
    .update(creditRequests)
    .set({ requested: sql`coalesce(${requested}, '{}'::jsonb) || ${p.requested}::jsonb` })
    .where(equal(key, p)),
);

// Marked as ending it is not decided any more, so that its end may be moved.
const claimEnding = sqlStatement(
  { now: kinds.moment, most: kinds.int, until: kinds.moment },
  rows,
  (p) => sql`
    with picked as materialized (
      select team_id, request_id from credit_requests
      where status = 'open' and expires_at <= ${p.now}
      order by expires_at limit ${p.most} for update skip locked
    )
    update credit_requests r
    set expires_at = ${p.until},
      requested = coalesce(r.requested, '{"untold": true}'::jsonb) || '{"ending": true}'::jsonb
    from picked p where r.team_id = p.team_id and r.request_id = p.request_id
    returning ${columns}`,
);

const markExpired = statement(key, (p) =>
  db
    .update(creditRequests)
    .set({ status: 'expired' })
    .where(and(equal(key, p), eq(creditRequests.status, 'open'))),
);

const { status, answeredBy, granted } = creditRequests;
const writeAnswer = statement({ ...key, status, answeredBy, granted, personId: person }, (p) =>
  db
    .update(creditRequests)
    .set({ status: p.status, answeredBy: p.answeredBy, granted: p.granted, personId: p.personId })
    .where(equal(key, p)),
);

export function createPostgresCreditRequests(sql: Sql): CreditRequests {
  return {
    async open({ interaction, of, ...request }, mostOpen) {
      const known = await find(sql, request.teamId, request.requestId);
      if (known !== null) return known;
      await insertOpen(sql, {
        teamId: request.teamId,
        requestId: request.requestId,
        person: request.personId,
        subject: of,
        credits: request.credits,
        kept: storedInteraction(interaction),
        at: request.at,
        expiresAt: request.expiresAt,
        mostOpen,
      });
      return (await find(sql, request.teamId, request.requestId)) ?? 'too-many';
    },
    async told(teamId, requestId, toldIn) {
      await markTold(sql, { teamId, requestId, requested: { toldIn } });
    },
    answer(of, requestId, answer) {
      return inTurnOf(sql, of, async (tx) => {
        const [row] = await lockOne(tx, { teamId: of, requestId });
        const request = row === undefined ? null : requestOf(row);
        if (request === null) return null;
        const over = row?.ending === true || request.expiresAt <= answer.at;
        if (request.state.status !== 'open' || over) return { request, decided: false };
        return { request: await write(tx, request, answer), decided: true };
      });
    },
    async claimExpired(now, leaseMs, most) {
      const ended = await claimEnding(sql, { now, most, until: later(now, leaseMs) });
      return ended.flatMap((row) => requestOf(row) ?? []);
    },
    async expired(teamId, requestId) {
      await markExpired(sql, { teamId, requestId });
    },
  };
}

async function find(on: Statements, of: TeamId, id: string): Promise<CreditRequest | null> {
  const [row] = await findOne(on, { teamId: of, requestId: id });
  return row === undefined ? null : requestOf(row);
}

/** Only in the team's turn, which the audit log and with it the grants are written in. */
async function write(
  tx: Statements,
  request: CreditRequest,
  { credits, by, at, expiresAt }: CreditRequestAnswer,
): Promise<CreditRequest> {
  const { teamId: team, requestId } = request;
  const person = await requesterOf(tx, request);
  await writeAnswer(tx, {
    teamId: team,
    requestId,
    status: credits === null ? 'denied' : 'approved',
    answeredBy: by,
    granted: credits,
    personId: person,
  });
  // Not what for: the log is for ever, and what people write must be forgotten when they ask for it.
  const entry = { at, actor: by, reason: '', outcome: 'done', before: null } as const;
  const asked = request.credits;
  if (credits === null) {
    const after = { asked };
    await writeAudit(tx, team, { ...entry, action: 'deny', target: person, after });
    return { ...request, personId: person, state: { status: 'denied', by } };
  }
  for (const subject of subjectsOf({ ...request, personId: person })) {
    const grantId = `${requestId}-${subject === POOL ? 'team' : 'own'}`;
    const grant = { grantId, subject, credits, expiresAt };
    const draft = { ...entry, action: 'grant', target: subject };
    if (!(await insertGrant(tx, team, grant, draft))) continue;
    const after = { grant: grantId, credits, asked, expiresAt: expiresAt.toISOString() };
    await writeAudit(tx, team, { ...draft, after });
  }
  return { ...request, personId: person, state: { status: 'approved', by, credits } };
}

/** Who the account is now: it may have been linked, or parted, since it asked. Links take turns with us. */
async function requesterOf(
  tx: Statements,
  { teamId: team, interaction }: CreditRequest,
): Promise<PersonId> {
  const { platform, person: account } = interaction.requester;
  const linked = await personOf(tx, team, interaction.requester);
  return personId(linked ?? `${platform}:${account.id}`);
}

function subjectsOf({ of, personId: person }: CreditRequest): readonly string[] {
  switch (of) {
    case 'person':
      return [person];
    case 'pool':
      return [POOL];
    case 'both':
      return [person, POOL];
  }
}

const ofSchema = z.enum(['person', 'pool', 'both']);

/** Where admins were told is not known of requests of before. */
const requestedSchema = z.object({
  untold: z.boolean().optional(),
  toldIn: z
    .union([z.literal('here'), z.object({ platform: z.string(), id: z.string() })])
    .nullish()
    .catch(null),
});

/** Null for one that only another version can read. */
function requestOf(row: Row): CreditRequest | null {
  const interaction = createInteractionSchema.safeParse(row.interaction);
  const of = ofSchema.safeParse(row.subject);
  const state = stateOf(row);
  if (!interaction.success || !of.success || state === null) return null;
  return {
    teamId: teamId(row.teamId),
    requestId: row.requestId,
    personId: personId(row.personId),
    of: of.data,
    credits: row.credits,
    interaction: interaction.data,
    at: row.at,
    expiresAt: row.expiresAt,
    state,
  };
}

function stateOf(row: Row): CreditRequestState | null {
  const { status, answeredBy: by, granted } = row;
  switch (status) {
    case 'open': {
      const { data: told } = requestedSchema.safeParse(row.requested);
      return told === undefined || told.untold === true
        ? { status, told: false }
        : { status, told: true, toldIn: told.toldIn ?? null };
    }
    case 'approved':
      return { status, by: by ?? '', credits: granted ?? 0 };
    case 'denied':
      return { status, by: by ?? '' };
    case 'expired':
      return { status };
    default:
      return null;
  }
}
