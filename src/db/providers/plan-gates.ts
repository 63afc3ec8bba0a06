import { later } from '../../core/shared/domain/later.ts';
import type { PlanGates } from '../../core/providers/ports/plan-gates.ts';
import type { Sql } from '../connection/connection.ts';
import { gt, lt, sql } from '../drizzle.cjs';
import { planGates } from '../schema/providers.ts';
import { demandsSchema } from './demands-json.ts';
import { db, excluded } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { computed, statement } from '../statements/statement.ts';

/** Long after it counts: met again after that, it is news again. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const { provider, keyHash, model, demands, plan, until } = planGates;

const readInForce = statement({ now: kinds.moment }, (p) =>
  db.select({ provider, keyHash, model, demands, plan }).from(planGates).where(gt(until, p.now)),
);

const sweepOld = statement({ before: kinds.moment }, (p) =>
  db.delete(planGates).where(lt(until, p.before)),
);

const writeGate = statement({ provider, keyHash, model, demands, plan, until }, (p) =>
  db
    .insert(planGates)
    .values(p)
    .onConflictDoUpdate({
      target: [provider, keyHash, model, demands],
      set: { until: excluded(until), plan: excluded(plan) },
    })
    .returning({ isNew: computed(kinds.boolean, sql`xmax = 0`) }),
);

export function createPostgresPlanGates(sql: Sql): PlanGates {
  return {
    async inForce(now) {
      const rows = await readInForce(sql, { now });
      return rows.flatMap(({ demands: written, ...gate }) => {
        const read = demandsSchema.safeParse(written);
        // One that a later version wrote is met again at worst.
        return read.success ? [{ ...gate, demands: read.data }] : [];
      });
    },
    async remember(gate, goneAt, now) {
      await sweepOld(sql, { before: later(now, -KEPT_MS) });
      const [row] = await writeGate(sql, { ...gate, until: goneAt });
      return row?.isNew === true;
    },
  };
}
