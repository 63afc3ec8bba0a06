import type { PendingActionStore } from '../../core/chat/ports/pending-action-store.ts';
import { pendingInteractionSchema, storedInteraction } from './interaction-json.ts';
import type { Sql } from '../connection/connection.ts';
import { and, eq, gt, lt } from '../drizzle.cjs';
import { pendingActions } from '../schema/chat.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { statement } from '../statements/statement.ts';

const { name, interaction, expiresAt } = pendingActions;

const put = statement({ name, interaction, expiresAt }, (p) =>
  db.insert(pendingActions).values(p).onConflictDoNothing({ target: name }),
);

const find = statement({ name, now: kinds.moment }, (p) =>
  db
    .select({ interaction })
    .from(pendingActions)
    .where(and(eq(name, p.name), gt(expiresAt, p.now))),
);

const sweep = statement({ before: kinds.moment }, (p) =>
  db.delete(pendingActions).where(lt(expiresAt, p.before)),
);

export function createPostgresPendingActions(sql: Sql): PendingActionStore {
  return {
    async put(named, kept, until) {
      await put(sql, { name: named, interaction: storedInteraction(kept), expiresAt: until });
    },
    async find(named, now) {
      const [row] = await find(sql, { name: named, now });
      if (row === undefined) return null;
      // One of an older version that is not understood any more has expired too.
      const read = pendingInteractionSchema.safeParse(row.interaction);
      return read.success ? read.data : null;
    },
    async sweep(before) {
      await sweep(sql, { before });
    },
  };
}
