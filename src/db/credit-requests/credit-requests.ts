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
import { createInteractionSchema } from '../chat/interaction-json.ts';
import { inTurnOf, writeAudit } from '../admin/audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';
import { POOL } from '../credits/periods.ts';
import { insertGrant } from '../admin/team-grants.ts';

interface Row {
  readonly team_id: string;
  readonly request_id: string;
  readonly person_id: string;
  readonly subject: string;
  readonly credits: number;
  readonly interaction: unknown;
  readonly told: boolean;
  readonly ending: boolean;
  readonly status: string;
  readonly answered_by: string | null;
  readonly granted: number | null;
  readonly at: Date;
  readonly expires_at: Date;
}

const columns = (sql: Statements) => sql`
  r.team_id, r.request_id, r.person_id, r.subject, r.credits::float8, r.interaction,
  coalesce(not r.requested ? 'untold', false) as told, coalesce(r.requested ? 'ending', false) as ending, r.status, r.answered_by, r.granted::float8, r.at, r.expires_at`;

export function createPostgresCreditRequests(sql: Sql): CreditRequests {
  return {
    async open({ interaction, of, ...request }, mostOpen) {
      const known = await find(sql, request.teamId, request.requestId);
      if (known !== null) return known;
      await sql`
        insert into credit_requests (team_id, request_id, person_id, subject, credits, interaction, status,
          at, expires_at)
        select ${request.teamId}, ${request.requestId}, ${request.personId}, ${of},
          ${request.credits}, ${jsonText(interaction)}::text::jsonb, 'open', ${request.at},
          ${request.expiresAt}
        where (select count(*) from credit_requests where team_id = ${request.teamId}
          and person_id = ${request.personId} and status = 'open'
          and expires_at > ${request.at}) < ${mostOpen}
        on conflict (team_id, request_id) do nothing`;
      return (await find(sql, request.teamId, request.requestId)) ?? 'too-many';
    },
    find: (team, requestId) => find(sql, team, requestId),
    async told(team, requestId) {
      await sql`
        update credit_requests set requested = coalesce(requested, '{}'::jsonb)
        where team_id = ${team} and request_id = ${requestId}`;
    },
    answer(team, requestId, answer) {
      return inTurnOf(sql, team, async (tx) => {
        const [row] = await tx<Row[]>`
          select ${columns(tx)} from credit_requests r
          where r.team_id = ${team} and r.request_id = ${requestId} for update`;
        const request = row === undefined ? null : requestOf(row);
        if (request === null) return null;
        const over = row?.ending === true || request.expiresAt <= answer.at;
        if (request.state.status !== 'open' || over) return { request, decided: false };
        return { request: await write(tx, request, answer), decided: true };
      });
    },
    async claimExpired(now, leaseMs, room) {
      // Marked as ending it is not decided any more, so that its end may be moved.
      const rows = await sql<Row[]>`
        with picked as materialized (
          select team_id, request_id from credit_requests
          where status = 'open' and expires_at <= ${now}
          order by expires_at limit ${room} for update skip locked
        )
        update credit_requests r
        set expires_at = ${later(now, leaseMs)},
          requested = coalesce(r.requested, '{"untold": true}'::jsonb) || '{"ending": true}'::jsonb
        from picked p where r.team_id = p.team_id and r.request_id = p.request_id
        returning ${columns(sql)}`;
      return rows.flatMap((row) => requestOf(row) ?? []);
    },
    async expired(team, requestId) {
      await sql`
        update credit_requests set status = 'expired'
        where team_id = ${team} and request_id = ${requestId} and status = 'open'`;
    },
  };
}

async function find(sql: Statements, team: TeamId, id: string): Promise<CreditRequest | null> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from credit_requests r
    where r.team_id = ${team} and r.request_id = ${id}`;
  return row === undefined ? null : requestOf(row);
}

/** Only in the team's turn, which the audit log and with it the grants are written in. */
async function write(
  tx: Statements,
  request: CreditRequest,
  { credits, by, at, reason, expiresAt }: CreditRequestAnswer,
): Promise<CreditRequest> {
  const { teamId: team, requestId } = request;
  const person = await requesterOf(tx, request);
  const status = credits === null ? 'denied' : 'approved';
  await tx`
    update credit_requests set status = ${status}, answered_by = ${by}, granted = ${credits},
      person_id = ${person}
    where team_id = ${team} and request_id = ${requestId}`;
  const entry = { at, actor: by, reason, outcome: 'done', before: null } as const;
  if (credits === null) {
    const after = { asked: request.credits };
    await writeAudit(tx, team, { ...entry, action: 'deny', target: person, after });
    return { ...request, personId: person, state: { status: 'denied', by } };
  }
  for (const subject of subjectsOf({ ...request, personId: person })) {
    const grantId = `${requestId}-${subject === POOL ? 'team' : 'own'}`;
    const grant = { grantId, subject, credits, expiresAt };
    const draft = { ...entry, action: 'grant', target: subject };
    if (!(await insertGrant(tx, team, grant, draft))) continue;
    const after = { grant: grantId, credits, expiresAt: expiresAt.toISOString() };
    await writeAudit(tx, team, { ...draft, after });
  }
  return { ...request, personId: person, state: { status: 'approved', by, credits } };
}

/** Who the account is now: it may have been linked, or parted, since it asked. Links take turns with us. */
async function requesterOf(
  tx: Statements,
  { teamId: team, interaction }: CreditRequest,
): Promise<PersonId> {
  const { platform, person } = interaction.asker;
  const [linked] = await tx<{ person_id: string }[]>`
    select person_id from accounts
    where team_id = ${team} and platform = ${platform} and account_id = ${person.id}`;
  return personId(linked?.person_id ?? `${platform}:${person.id}`);
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

/** Null for one that only another version can read. */
function requestOf(row: Row): CreditRequest | null {
  const interaction = createInteractionSchema.safeParse(row.interaction);
  const of = ofSchema.safeParse(row.subject);
  const state = stateOf(row);
  if (!interaction.success || !of.success || state === null) return null;
  return {
    teamId: teamId(row.team_id),
    requestId: row.request_id,
    personId: personId(row.person_id),
    of: of.data,
    credits: row.credits,
    interaction: interaction.data,
    at: row.at,
    expiresAt: row.expires_at,
    state,
  };
}

function stateOf({ status, told, answered_by: by, granted }: Row): CreditRequestState | null {
  switch (status) {
    case 'open':
      return { status, told };
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
