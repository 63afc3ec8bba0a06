import { bigint, index, pgTable, primaryKey, sql, text } from '../drizzle.cjs';
import { json, moment } from './columns.ts';

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
    interaction: json('interaction').notNull(),
    /** Where admins were asked, once they were. */
    requested: json('requested'),
    status: text('status', { enum: ['open', 'approved', 'denied', 'expired'] }).notNull(),
    answeredBy: text('answered_by'),
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
