import { doublePrecision, index, pgTable, primaryKey, smallint, sql, text } from '../drizzle.cjs';
import { json, moment } from './columns.ts';

/** What people asked for and were not answered yet; kept a while longer to know repeats by. */
export const inbox = pgTable(
  'inbox',
  {
    platform: text('platform').notNull(),
    key: text('key').notNull(),
    interaction: json('interaction').notNull(),
    dueAt: moment('due_at'),
    receivedAt: moment('received_at').notNull(),
    attempts: smallint('attempts').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.platform, table.key] }),
    index('inbox_due')
      .on(table.dueAt)
      .where(sql`due_at is not null`),
    index('inbox_received').on(table.receivedAt),
  ],
);

/** Commands that wait until their person confirms what was changed in them. */
export const pendingActions = pgTable(
  'pending_actions',
  {
    name: text('name').primaryKey(),
    interaction: json('interaction').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('pending_actions_expired').on(table.expiresAt)],
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

/** Small facts that must outlive a process, such as what was registered at a platform. */
export const facts = pgTable('facts', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
