import type { Interaction } from '../../core/chat/domain/interaction.ts';
import { later } from '../../core/shared/domain/later.ts';
import type { Inbox } from '../../core/chat/ports/inbox.ts';
import { interactionSchema, storedInteraction } from './interaction-json.ts';
import { createBatcher } from '../shared/batch.ts';
import type { Sql } from '../connection/connection.ts';
import { isRefusedValue } from '../connection/trouble.ts';
import { and, isNull, lt, sql } from '../drizzle.cjs';
import { inbox } from '../schema/chat.ts';
import { db } from '../statements/builder.ts';
import { kinds, rows } from '../statements/kinds.ts';
import { recordset, sqlStatement, statement } from '../statements/statement.ts';

const given = rows({
  n: kinds.int,
  platform: inbox.platform,
  key: inbox.key,
  interaction: inbox.interaction,
  due_at: inbox.dueAt,
  received_at: inbox.receivedAt,
});

const keepAll = sqlStatement(
  { given },
  { n: kinds.int },
  (p) => sql`
    with given as (
      select * from ${recordset(given, p.given, 'g')}
    ),
    -- Of the same request twice in one group the first is the new one.
    first as (select distinct on (platform, key) * from given order by platform, key, n),
    kept as (
      insert into inbox (platform, key, interaction, due_at, received_at)
      select platform, key, interaction, due_at, received_at from first
      on conflict (platform, key) do nothing
      returning platform, key
    )
    select n from first join kept using (platform, key)`,
);

const markAllAnswered = sqlStatement(
  { given },
  {},
  (p) => sql`
    insert into inbox (platform, key, interaction, due_at, received_at)
    select distinct on (platform, key) platform, key, interaction, null::timestamptz, received_at
    from ${recordset(given, p.given, 'g')}
    order by platform, key
    on conflict (platform, key) do update set due_at = null`,
);

const claimDue = sqlStatement(
  { now: kinds.moment, most: kinds.int, until: kinds.moment },
  { interaction: inbox.interaction, attempts: inbox.attempts },
  (p) => sql`
    with picked as materialized (
      select platform, key from inbox where due_at <= ${p.now}
      order by due_at limit ${p.most} for update skip locked
    )
    update inbox i set due_at = ${p.until}, attempts = least(i.attempts + 1, 32000)
    from picked p where i.platform = p.platform and i.key = p.key
    returning i.interaction, i.attempts`,
);

const sweepAnswered = statement({ before: kinds.moment }, (p) =>
  db.delete(inbox).where(and(isNull(inbox.dueAt), lt(inbox.receivedAt, p.before))),
);

/** Interactions in Postgres. Many that come at once are kept by one statement. */
export function createPostgresInbox(on: Sql): Inbox {
  const keep = createBatcher<{ readonly interaction: Interaction; readonly dueAt: Date }, boolean>({
    most: 500,
    isolateOn: isRefusedValue,
    async run(group) {
      const found = await keepAll(on, { given: group.map(toRow) });
      const kept = new Set(found.map((it) => it.n));
      return group.map((_, index) => kept.has(index));
    },
  });
  const answered = createBatcher<Interaction, true>({
    most: 500,
    isolateOn: isRefusedValue,
    async run(group) {
      // Written whether it was kept or not: keeping it may still be under way, on a connection
      // that hangs, and must find that it was answered.
      const answers = group.map((interaction, n) => toRow({ interaction, dueAt: null }, n));
      await markAllAnswered(on, { given: answers });
      return group.map(() => true);
    },
  });
  return {
    keep: (interaction, dueAt) => keep({ interaction, dueAt }),
    async answered(interaction) {
      await answered(interaction);
    },
    async claim(most, leaseMs, now) {
      const claimed = await claimDue(on, { now, most, until: later(now, leaseMs) });
      // One that only another version can read is left to it.
      return claimed.flatMap(({ interaction, attempts }) => {
        const read = interactionSchema.safeParse(interaction);
        return read.success ? [{ interaction: read.data, attempts }] : [];
      });
    },
    async sweep(before) {
      await sweepAnswered(on, { before });
    },
  };
}

function toRow(
  { interaction, dueAt }: { readonly interaction: Interaction; readonly dueAt: Date | null },
  index: number,
) {
  return {
    n: index,
    platform: interaction.requester.platform,
    key: interaction.key,
    interaction: storedInteraction(interaction),
    due_at: dueAt,
    received_at: new Date(interaction.at),
  };
}
