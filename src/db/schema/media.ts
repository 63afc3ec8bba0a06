import { index, pgTable, text } from '../drizzle.cjs';
import { moment } from './columns.ts';

/** Files of what was forgotten: they are deleted once no job of anybody has them. */
export const forgottenFiles = pgTable(
  'forgotten_files',
  {
    key: text('key').primaryKey(),
    dueAt: moment('due_at').notNull(),
  },
  (table) => [index('forgotten_files_due').on(table.dueAt)],
);
