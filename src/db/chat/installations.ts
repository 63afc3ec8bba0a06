import type { Sql, Statements } from '../connection/connection.ts';
import { asc, eq } from '../drizzle.cjs';
import { installations } from '../schema/chat.ts';
import { takeAdvisoryLock } from '../shared/advisory-lock.ts';
import { db, equal, excluded } from '../statements/builder.ts';
import { statement } from '../statements/statement.ts';

const { platform, workspaceId, sealed } = installations;

const key = { platform, workspaceId };
const findSealed = statement(key, (p) =>
  db.select({ sealed }).from(installations).where(equal(key, p)),
);

const readIds = statement({ platform }, (p) =>
  db
    .select({ workspaceId })
    .from(installations)
    .where(eq(platform, p.platform))
    .orderBy(asc(workspaceId)),
);

const saveSealed = statement({ platform, workspaceId, sealed }, (p) =>
  db
    .insert(installations)
    .values(p)
    .onConflictDoUpdate({ target: [platform, workspaceId], set: { sealed: excluded(sealed) } }),
);

const removeSealed = statement(key, (p) => db.delete(installations).where(equal(key, p)));

/** Seals what is written and opens what is read. */
interface Seal {
  seal(text: string, note: string): string;
  open(sealed: string, note: string): string;
}

export interface StoredInstallations {
  find(id: string): Promise<string | null>;
  ids(): Promise<readonly string[]>;
  change(
    id: string,
    change: (secret: string | null) => Promise<string | null>,
  ): Promise<string | null>;
}

/** What workspaces gave the service, by platform; nothing readable is written. */
export function createPostgresInstallations(
  sql: Sql,
  seal: Seal,
): (platform: string) => StoredInstallations {
  return (chat) => {
    const noteOf = (id: string) => `${chat} ${id}`;

    async function find(within: Statements, id: string): Promise<string | null> {
      const [row] = await findSealed(within, { platform: chat, workspaceId: id });
      return row === undefined ? null : seal.open(row.sealed, noteOf(id));
    }

    return {
      find: (id) => find(sql, id),
      async ids() {
        const rows = await readIds(sql, { platform: chat });
        return rows.map((row) => row.workspaceId);
      },
      change: (id, change) =>
        sql.begin(async (tx) => {
          // By name and not by row: there may be none yet, and none after it.
          await takeAdvisoryLock(tx, `installation ${noteOf(id)}`);
          const before = await find(tx, id);
          const after = await change(before);
          const key = { platform: chat, workspaceId: id };
          if (after === null) await removeSealed(tx, key);
          else if (after !== before) {
            await saveSealed(tx, { ...key, sealed: seal.seal(after, noteOf(id)) });
          }
          return after;
        }),
    };
  };
}
