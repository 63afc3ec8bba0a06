import type { Interaction } from '../../core/chat/domain/interaction.ts';
import { later } from '../../core/shared/domain/later.ts';
import type { Inbox } from '../../core/chat/ports/inbox.ts';
import { interactionSchema } from './interaction-json.ts';
import { createBatcher } from '../shared/batch.ts';
import type { Sql } from '../connection/connection.ts';
import { isRefusedValue } from '../connection/trouble.ts';
import { jsonText } from '../shared/json-text.ts';

/** Requests in Postgres. Many that come at once are kept by one statement. */
export function createPostgresInbox(sql: Sql): Inbox {
  const keep = createBatcher<{ readonly interaction: Interaction; readonly dueAt: Date }, boolean>({
    most: 500,
    isolateOn: isRefusedValue,
    async run(group) {
      const rows = await sql<{ n: number }[]>`
        with given as (
          select * from jsonb_to_recordset(${jsonText(group.map(toRow))}::text::jsonb) as g(
            n int, platform text, key text, interaction jsonb, due_at timestamptz, received_at timestamptz)
        ),
        -- Of the same request twice in one group the first is the new one.
        first as (select distinct on (platform, key) * from given order by platform, key, n),
        kept as (
          insert into inbox (platform, key, interaction, due_at, received_at)
          select platform, key, interaction, due_at, received_at from first
          on conflict (platform, key) do nothing
          returning platform, key
        )
        select n from first join kept using (platform, key)`;
      const kept = new Set(rows.map((it) => it.n));
      return group.map((_, index) => kept.has(index));
    },
  });
  const answered = createBatcher<Interaction, true>({
    most: 500,
    isolateOn: isRefusedValue,
    async run(group) {
      // Written whether it was kept or not: keeping it may still be under way, on a connection
      // that hangs, and must find that it was answered.
      await sql`
        insert into inbox (platform, key, interaction, due_at, received_at)
        select distinct on (platform, key) platform, key, interaction, null::timestamptz, received_at
        from jsonb_to_recordset(${jsonText(group.map((interaction, n) => toRow({ interaction, dueAt: null }, n)))}::text::jsonb)
          as g(platform text, key text, interaction jsonb, received_at timestamptz)
        order by platform, key
        on conflict (platform, key) do update set due_at = null`;
      return group.map(() => true);
    },
  });
  return {
    keep: (interaction, dueAt) => keep({ interaction, dueAt }),
    async answered(interaction) {
      await answered(interaction);
    },
    async claim(room, leaseMs, now) {
      const rows = await sql<{ interaction: unknown; attempts: number }[]>`
        with picked as materialized (
          select platform, key from inbox where due_at <= ${now}
          order by due_at limit ${room} for update skip locked
        )
        update inbox i set due_at = ${later(now, leaseMs)},
          attempts = least(i.attempts + 1, 32000)
        from picked p where i.platform = p.platform and i.key = p.key
        returning i.interaction, i.attempts`;
      // One that only another version can read is left to it.
      return rows.flatMap(({ interaction, attempts }) => {
        const read = interactionSchema.safeParse(interaction);
        return read.success ? [{ interaction: read.data, attempts }] : [];
      });
    },
    async sweep(before) {
      await sql`delete from inbox where due_at is null and received_at < ${before}`;
    },
  };
}

function toRow(
  { interaction, dueAt }: { readonly interaction: Interaction; readonly dueAt: Date | null },
  index: number,
) {
  return {
    n: index,
    platform: interaction.asker.platform,
    key: interaction.key,
    interaction,
    due_at: dueAt?.toISOString() ?? null,
    received_at: new Date(interaction.at).toISOString(),
  };
}
