import { z } from 'zod';
import { DEMANDS } from '../../core/video/domain/plan-gates.ts';
import { later } from '../../core/shared/domain/later.ts';
import type { MetGate, PlanGates } from '../../core/providers/ports/plan-gates.ts';
import type { Sql } from '../connection/connection.ts';

const demandsSchema = z.partialRecord(
  z.enum(DEMANDS),
  z.union([z.number(), z.string(), z.literal(true)]),
);

/** Long after it counts: met again after that, it is news again. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export function createPostgresPlanGates(sql: Sql): PlanGates {
  return {
    async inForce(now) {
      const rows = await sql<(Omit<MetGate, 'demands'> & { demands: unknown })[]>`
        select provider, key_hash as "keyHash", model, demands, plan
        from plan_gates where until > ${now}`;
      return rows.flatMap(({ demands, ...gate }) => {
        const read = demandsSchema.safeParse(demands);
        // One that a later version wrote is met again at worst.
        return read.success ? [{ ...gate, demands: read.data }] : [];
      });
    },
    async remember({ provider, keyHash, model, demands, plan }, until, now) {
      await sql`delete from plan_gates where until < ${later(now, -KEPT_MS)}`;
      const [row] = await sql<{ fresh: boolean }[]>`
        insert into plan_gates (provider, key_hash, model, demands, plan, until)
        values (${provider}, ${keyHash}, ${model}, ${JSON.stringify(demands)}::text::jsonb, ${plan}, ${until})
        on conflict (provider, key_hash, model, demands)
          do update set until = excluded.until, plan = excluded.plan
        returning (xmax = 0) as fresh`;
      return row?.fresh === true;
    },
  };
}
