import type { Json } from '../../core/shared/domain/json.ts';
import { index, integer, pgTable, primaryKey, smallint, sql, text } from '../drizzle.cjs';
import { json, moment } from './columns.ts';

/** The message of each job, and whether it shows what is true. Not due: it does. */
export const cards = pgTable(
  'cards',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    platform: text('platform').notNull(),
    message: json('message').$type<Json>().notNull(),
    /** What it is read in; null in those of before, which are in English. */
    language: text('language'),
    /** The version of the job that is to be shown. */
    version: integer('version').notNull().default(1),
    /** The fingerprint of the view that was shown last. */
    shown: text('shown'),
    dueAt: moment('due_at'),
    leasedUntil: moment('leased_until'),
    /** Counts who held it: what a former holder writes is told by it. */
    fence: integer('fence').notNull().default(0),
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
