import type { PendingActionStore } from '../../core/chat/ports/pending-action-store.ts';
import { pendingInteractionSchema } from './interaction-json.ts';
import type { Sql } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';

export function createPostgresPendingActions(sql: Sql): PendingActionStore {
  return {
    async put(name, interaction, expiresAt) {
      await sql`
        insert into pending_actions (name, interaction, expires_at)
        values (${name}, ${jsonText(interaction)}::text::jsonb, ${expiresAt})
        on conflict (name) do nothing`;
    },
    async find(name, now) {
      const [row] = await sql<{ interaction: unknown }[]>`
        select interaction from pending_actions where name = ${name} and expires_at > ${now}`;
      if (row === undefined) return null;
      // One of an older version that is not understood any more has expired too.
      const read = pendingInteractionSchema.safeParse(row.interaction);
      return read.success ? read.data : null;
    },
    async sweep(before) {
      await sql`delete from pending_actions where expires_at < ${before}`;
    },
  };
}
