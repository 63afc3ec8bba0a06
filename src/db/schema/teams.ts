import { bigint, index, pgTable, primaryKey, sql, text, uniqueIndex } from '../drizzle.cjs';
import { json, moment } from './columns.ts';

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
    settings: json('settings').notNull().default({}),
    /** When the team's next weekly report is to be sent, where it wants one. */
    weeklyReportDueAt: moment('weekly_report_due_at'),
  },
  (table) => [
    index('teams_weekly_report')
      .on(table.weeklyReportDueAt)
      .where(sql`weekly_report_due_at is not null`),
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

/** What a person is called, and what they like best where a request leaves it open. */
export const people = pgTable(
  'people',
  {
    teamId: text('team_id').notNull(),
    personId: text('person_id').notNull(),
    name: text('name'),
    preferences: json('preferences').notNull().default({}),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.personId] })],
);

/** Append-only: everything an admin did or somebody else tried; each row has the hash of the one before. */
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
    before: json('before'),
    after: json('after'),
    reason: text('reason').notNull(),
    previous: text('previous').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.seq] })],
);

/** One-time codes by which a workspace joins a team, or an account a person. */
export const linkCodes = pgTable('link_codes', {
  /** The hash of the code: the code itself is nowhere. */
  code: text('code').primaryKey(),
  teamId: text('team_id').notNull(),
  /** Null: for a workspace. */
  personId: text('person_id'),
  platform: text('platform').notNull(),
  madeBy: text('made_by').notNull(),
  expiresAt: moment('expires_at').notNull(),
});
