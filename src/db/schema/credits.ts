import { bigint, index, pgTable, primaryKey, sql, text } from '../drizzle.cjs';
import { json, moment } from './columns.ts';

/** What admins set: for the team (subject is empty), a role or a person. */
export const policies = pgTable(
  'policies',
  {
    teamId: text('team_id').notNull(),
    kind: text('kind', { enum: ['team', 'role', 'person', 'pool'] }).notNull(),
    subject: text('subject').notNull(),
    policy: json('policy').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.kind, table.subject] })],
);

/**
 * What a person, or the whole team (subject `pool`), used in a period. Made at first use from the
 * ledger; a hold counts in every row whose period it falls into, so that a policy that changes
 * from weeks to days still knows what was used today.
 */
export const balances = pgTable(
  'balances',
  {
    teamId: text('team_id').notNull(),
    subject: text('subject').notNull(),
    per: text('per', { enum: ['day', 'week', 'month'] }).notNull(),
    startsAt: moment('starts_at').notNull(),
    endsAt: moment('ends_at').notNull(),
    held: bigint('held', { mode: 'number' }).notNull().default(0),
    charged: bigint('charged', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.subject, table.per, table.startsAt] })],
);

/** Credits beyond the allowance of a person, or of the team (subject `pool`), until they expire. */
export const grants = pgTable(
  'grants',
  {
    teamId: text('team_id').notNull(),
    grantId: text('grant_id').notNull(),
    subject: text('subject').notNull(),
    credits: bigint('credits', { mode: 'number' }).notNull(),
    held: bigint('held', { mode: 'number' }).notNull().default(0),
    charged: bigint('charged', { mode: 'number' }).notNull().default(0),
    reason: text('reason').notNull(),
    grantedBy: text('granted_by').notNull(),
    at: moment('at').notNull(),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.grantId] }),
    index('grants_by_subject').on(table.teamId, table.subject),
  ],
);

/** What a job took from a grant; `charged` is null until the job is settled. */
export const grantUsage = pgTable(
  'grant_usage',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    grantId: text('grant_id').notNull(),
    held: bigint('held', { mode: 'number' }).notNull(),
    charged: bigint('charged', { mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.jobId, table.grantId] })],
);

/**
 * Append-only: one row for each job and kind. Every balance can be proved from it. A `carry` counts
 * what one account used for the person it was linked to as well; an `overrun` and a `loss` are the
 * operator's and count for nobody.
 */
export const ledger = pgTable(
  'ledger',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    kind: text('kind', {
      enum: ['hold', 'charge', 'release', 'overrun', 'loss', 'carry'],
    }).notNull(),
    personId: text('person_id').notNull(),
    credits: bigint('credits', { mode: 'number' }).notNull(),
    /** How much of them came from grants, and not from the person's allowance or the team's pool. */
    granted: bigint('granted', { mode: 'number' }).notNull().default(0),
    poolGranted: bigint('pool_granted', { mode: 'number' }).notNull().default(0),
    at: moment('at').notNull(),
    /** When the job's credits were held: it decides the period of every entry of the job. */
    heldAt: moment('held_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.jobId, table.kind] }),
    index('ledger_by_person').on(table.teamId, table.personId, table.heldAt),
    // For the pool of a team, whoever held.
    index('ledger_by_team').on(table.teamId, table.heldAt),
    // What an operator looks at; there should be few.
    index('ledger_at_operators_cost')
      .on(table.teamId, table.at)
      .where(sql`kind in ('overrun', 'loss')`),
  ],
);
