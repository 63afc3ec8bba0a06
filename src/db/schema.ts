import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * Every table of a team starts its key with the team, so that they can be spread by team. A team
 * has a row once something about it is not the default.
 */
export const teams = pgTable(
  'teams',
  {
    teamId: text('team_id').primaryKey(),
    timeZone: text('time_zone').notNull().default('UTC'),
    /** What admins set beside quotas: channels, words, models, who else is an admin. */
    settings: jsonb('settings').notNull().default({}),
    /** When the team's next digest is to be sent, where it wants one. */
    digestDueAt: moment('digest_due_at'),
  },
  (table) => [
    index('teams_digest')
      .on(table.digestDueAt)
      .where(sql`digest_due_at is not null`),
  ],
);

/** Which team a Discord guild or Slack workspace belongs to, where it is not one of its own. */
export const workspaces = pgTable(
  'workspaces',
  {
    teamId: text('team_id').notNull(),
    platform: text('platform').notNull(),
    workspaceId: text('workspace_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.platform, table.workspaceId] }),
    uniqueIndex('workspaces_by_platform').on(table.platform, table.workspaceId),
  ],
);

/** Which person an account is, where it is not one of its own. */
export const accounts = pgTable(
  'accounts',
  {
    teamId: text('team_id').notNull(),
    platform: text('platform').notNull(),
    accountId: text('account_id').notNull(),
    personId: text('person_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.platform, table.accountId] })],
);

/** What admins set: for the team (subject is empty), a role or a person. */
export const policies = pgTable(
  'policies',
  {
    teamId: text('team_id').notNull(),
    kind: text('kind', { enum: ['team', 'role', 'person', 'pool'] }).notNull(),
    subject: text('subject').notNull(),
    policy: jsonb('policy').notNull(),
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
export const draws = pgTable(
  'draws',
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
 * what one account used for the person it was linked to as well.
 */
export const ledger = pgTable(
  'ledger',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    kind: text('kind', { enum: ['hold', 'charge', 'release', 'overrun', 'carry'] }).notNull(),
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
    // What an operator looks at; there should be few.
    index('ledger_overruns')
      .on(table.teamId, table.at)
      .where(sql`kind = 'overrun'`),
  ],
);

export const jobs = pgTable(
  'jobs',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    version: integer('version').notNull().default(1),
    personId: text('person_id').notNull(),
    /** The person's roles when they asked: which policies are theirs. */
    roles: jsonb('roles').notNull(),
    platform: text('platform').notNull(),
    requestKey: text('request_key').notNull(),
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    quote: integer('quote').notNull(),
    /** What is charged where the provider does not say. */
    price: integer('price').notNull(),
    request: jsonb('request').notNull(),
    state: jsonb('state').notNull(),
    status: text('status').notNull(),
    open: boolean('open').notNull().default(true),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.jobId] }),
    uniqueIndex('jobs_by_request').on(table.teamId, table.platform, table.requestKey),
    index('jobs_by_person').on(table.teamId, table.personId, table.createdAt),
    index('jobs_open')
      .on(table.teamId, table.personId)
      .where(sql`open`),
  ],
);

/**
 * The narrow table that workers claim from: what step is next for a job, and when. It has all that
 * a look at a render needs, so that a claim does not read the wide row.
 */
export const schedule = pgTable(
  'schedule',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    lane: text('lane').notNull(),
    provider: text('provider').notNull(),
    dueAt: moment('due_at').notNull(),
    attempts: smallint('attempts').notNull().default(0),
    personId: text('person_id').notNull(),
    queuedAt: moment('queued_at').notNull(),
    /** The provider's handle and the start of the render, once there is one. */
    operation: jsonb('operation'),
    startedAt: moment('started_at'),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.jobId] }),
    index('schedule_due').on(table.lane, table.provider, table.dueAt),
  ],
);

/** The message of each job, and whether it shows what is true. Not due: it does. */
export const cards = pgTable(
  'cards',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    platform: text('platform').notNull(),
    message: jsonb('message').notNull(),
    /** The version of the job that is to be shown. */
    version: integer('version').notNull().default(1),
    /** The fingerprint of the view that was shown last. */
    shown: text('shown'),
    dueAt: moment('due_at'),
    leasedUntil: moment('leased_until'),
    attempts: smallint('attempts').notNull().default(0),
    /** 0: the job moved; 1: only time passed. */
    rank: smallint('rank').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.jobId] }),
    index('cards_due')
      .on(table.platform, table.rank, table.dueAt)
      .where(sql`due_at is not null`),
  ],
);

/** What people asked for and were not answered yet; kept a while longer to know repeats by. */
export const asks = pgTable(
  'asks',
  {
    platform: text('platform').notNull(),
    key: text('key').notNull(),
    ask: jsonb('ask').notNull(),
    dueAt: moment('due_at'),
    receivedAt: moment('received_at').notNull(),
    attempts: smallint('attempts').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.platform, table.key] }),
    index('asks_due')
      .on(table.dueAt)
      .where(sql`due_at is not null`),
    index('asks_received').on(table.receivedAt),
  ],
);

/** What workspaces gave this service when they installed it, sealed. */
export const installations = pgTable(
  'installations',
  {
    platform: text('platform').notNull(),
    workspaceId: text('workspace_id').notNull(),
    sealed: text('sealed').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.workspaceId] })],
);

/** What a person is called, and what they like best where a request leaves it open. */
export const people = pgTable(
  'people',
  {
    teamId: text('team_id').notNull(),
    personId: text('person_id').notNull(),
    name: text('name'),
    preferences: jsonb('preferences').notNull().default({}),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.personId] })],
);

/** Append-only: everything an admin did or somebody else tried; each row has the digest of the one before. */
export const auditLog = pgTable(
  'audit_log',
  {
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
    /** The person; `service` for what happens by itself. */
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    outcome: text('outcome', { enum: ['done', 'refused'] }).notNull(),
    target: text('target').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    reason: text('reason').notNull(),
    previous: text('previous').notNull(),
    digest: text('digest').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.seq] })],
);

/** Requests for more credits, and the video that waits for them. */
export const creditRequests = pgTable(
  'credit_requests',
  {
    teamId: text('team_id').notNull(),
    requestId: text('request_id').notNull(),
    personId: text('person_id').notNull(),
    subject: text('subject').notNull(),
    credits: bigint('credits', { mode: 'number' }).notNull(),
    /** The request that was refused for want of credits, as it was asked. */
    ask: jsonb('ask').notNull(),
    /** The message in which admins were asked, once it is there. */
    asked: jsonb('asked'),
    status: text('status', { enum: ['open', 'approved', 'denied', 'expired'] }).notNull(),
    decidedBy: text('decided_by'),
    granted: bigint('granted', { mode: 'number' }),
    at: moment('at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.requestId] }),
    index('credit_requests_open')
      .on(table.expiresAt)
      .where(sql`status = 'open'`),
  ],
);

/** One-time codes by which a workspace joins a team, or an account a person. */
export const linkCodes = pgTable('link_codes', {
  /** The digest of the code: the code itself is nowhere. */
  code: text('code').primaryKey(),
  teamId: text('team_id').notNull(),
  /** Null: for a workspace. */
  personId: text('person_id'),
  platform: text('platform').notNull(),
  madeBy: text('made_by').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

/** How many edits are left of what a chat allows, over all workers. */
export const editBudgets = pgTable(
  'edit_budgets',
  {
    platform: text('platform').notNull(),
    key: text('key').notNull(),
    leftOver: doublePrecision('left_over').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.key] })],
);

/** Requests put aside until their person agrees to what was changed in them. */
export const proposals = pgTable(
  'proposals',
  {
    name: text('name').primaryKey(),
    ask: jsonb('ask').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('proposals_expired').on(table.expiresAt)],
);

/** When a provider may be called next, over all workers. */
export const gates = pgTable('gates', {
  provider: text('provider').primaryKey(),
  nextAt: moment('next_at').notNull(),
});

/** Providers that are left alone for a while. */
export const providerHealth = pgTable('provider_health', {
  provider: text('provider').primaryKey(),
  trouble: text('trouble').notNull(),
  /** When it was last reported, and how often in a row. */
  at: moment('at').notNull(),
  times: smallint('times').notNull(),
  until: moment('until').notNull(),
});

/** Which job each render of a provider is, so that no two jobs show one. */
export const renders = pgTable(
  'renders',
  {
    provider: text('provider').notNull(),
    /** What the provider tells its renders apart by. */
    render: text('render').notNull(),
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.render] })],
);

/** How many orders in a row a provider gave no answer to, over all workers. */
export const silences = pgTable('silences', {
  provider: text('provider').primaryKey(),
  times: smallint('times').notNull(),
});

/** How long renders took, for estimates and for when to look first. */
export const renderTimes = pgTable(
  'render_times',
  {
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    quality: text('quality').notNull(),
    seconds: smallint('seconds').notNull(),
    at: moment('at').notNull(),
    tookMs: integer('took_ms').notNull(),
  },
  (table) => [
    index('render_times_by_model').on(
      table.provider,
      table.model,
      table.quality,
      table.seconds,
      table.at,
    ),
  ],
);

/** Small facts that must outlive a process, such as what was registered at a platform. */
export const facts = pgTable('facts', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
