import type { EditBudgets, Urgency } from '../../core/chat/ports/edit-budgets.ts';
import type { Sql } from '../connection/connection.ts';
import { and, eq, sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { editBudgets } from '../schema/chat.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { computed, statement } from '../statements/statement.ts';

/** The share of a full budget that must be left after an edit: endings can always be shown. */
const KEPT: Readonly<Record<Urgency, number>> = { ending: 0, step: 0.5, progress: 0.75 };

/** Sixty thousand thirds of a ten-thousandth are a hair less than twenty. */
const ROUNDING = 1e-6;

const { platform, key, leftOver, at } = editBudgets;

/** What is left of a budget by now. */
const grown = (p: { readonly full: SQL; readonly now: SQL; readonly perMs: SQL }) =>
  sql`least(${p.full}, ${leftOver}
    + greatest(0, extract(epoch from ${p.now} - ${at}) * 1000) * ${p.perMs})`;

const budget = { platform, key, full: kinds.float, perMs: kinds.float, now: kinds.moment };

const takeEdit = statement({ ...budget, least: kinds.float }, (p) =>
  db
    .insert(editBudgets)
    .values({ platform: p.platform, key: p.key, leftOver: sql`${p.full} - 1`, at: p.now })
    .onConflictDoUpdate({
      target: [platform, key],
      set: { leftOver: sql`${grown(p)} - 1`, at: sql`greatest(${at}, ${p.now})` },
      setWhere: sql`${grown(p)} >= ${p.least}`,
    })
    .returning({ key }),
);

const readBudget = statement(budget, (p) =>
  db
    .select({
      left: computed(kinds.float, grown(p)),
      from: computed(kinds.moment, sql`greatest(${at}, ${p.now})`),
    })
    .from(editBudgets)
    .where(and(eq(platform, p.platform), eq(key, p.key))),
);

/**
 * One row a budget: how many edits are left, and since when. Half of a minute's edits may come at
 * once and the other half trickles in over the minute, so that no minute sees more than all.
 */
export function createPostgresEditBudgets(sql: Sql): EditBudgets {
  return {
    async take(chat, { key: name, perMinute }, urgency, now) {
      const full = Math.floor(perMinute / 2);
      const perMs = (perMinute - full) / 60_000;
      const least = Math.ceil(full * KEPT[urgency]) + 1;
      const of = { platform: chat, key: name, full, perMs, now };
      const [taken] = await takeEdit(sql, { ...of, least: least - ROUNDING });
      if (taken !== undefined) return null;
      const [row] = await readBudget(sql, of);
      const missing = Math.max(0, least - (row?.left ?? least));
      const from = (row?.from ?? now).getTime();
      return new Date(from + Math.max(250, Math.ceil(missing / perMs)));
    },
  };
}
