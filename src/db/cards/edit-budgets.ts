import type { EditBudgets, Urgency } from '../../core/chat/ports/edit-budgets.ts';
import type { Sql } from '../connection/connection.ts';

/** The share of a full budget that must be left after an edit: endings can always be shown. */
const KEPT: Readonly<Record<Urgency, number>> = { ending: 0, step: 0.5, progress: 0.75 };

/** Sixty thousand thirds of a ten-thousandth are a hair less than twenty. */
const ROUNDING = 1e-6;

/**
 * One row a budget: how many edits are left, and since when. Half of a minute's edits may come at
 * once and the other half trickles in over the minute, so that no minute sees more than all.
 */
export function createPostgresEditBudgets(sql: Sql): EditBudgets {
  return {
    async take(platform, { key, perMinute }, urgency, now) {
      const full = Math.floor(perMinute / 2);
      const perMs = (perMinute - full) / 60_000;
      const least = Math.ceil(full * KEPT[urgency]) + 1;
      const grown = sql`least(${full}::float8,
        b.left_over + greatest(0, extract(epoch from ${now}::timestamptz - b.at) * 1000) * ${perMs})`;
      const [taken] = await sql`
        insert into edit_budgets as b (platform, key, left_over, at)
        values (${platform}, ${key}, ${full - 1}, ${now})
        on conflict (platform, key) do update
          set left_over = ${grown} - 1, at = greatest(b.at, ${now})
          where ${grown} >= ${least}::float8 - ${ROUNDING}
        returning 1`;
      if (taken !== undefined) return null;
      const [row] = await sql<{ left: number; from: Date }[]>`
        select ${grown} as left, greatest(b.at, ${now}) as from from edit_budgets b
        where platform = ${platform} and key = ${key}`;
      const missing = Math.max(0, least - (row?.left ?? least));
      const from = (row?.from ?? now).getTime();
      return new Date(from + Math.max(250, Math.ceil(missing / perMs)));
    },
  };
}
