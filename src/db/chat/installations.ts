import type { Sql, Statements } from '../connection/connection.ts';

/** Seals what is written and opens what is read. */
interface Seal {
  seal(text: string, note: string): string;
  open(sealed: string, note: string): string;
}

export interface StoredInstallations {
  find(id: string): Promise<string | null>;
  ids(): Promise<readonly string[]>;
  save(id: string, secret: string): Promise<void>;
  remove(id: string): Promise<void>;
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
  return (platform) => {
    const noteOf = (id: string) => `${platform} ${id}`;

    async function find(within: Statements, id: string): Promise<string | null> {
      const [row] = await within<{ sealed: string }[]>`
        select sealed from installations where platform = ${platform} and workspace_id = ${id}`;
      return row === undefined ? null : seal.open(row.sealed, noteOf(id));
    }

    async function save(within: Statements, id: string, secret: string): Promise<void> {
      await within`
        insert into installations (platform, workspace_id, sealed)
        values (${platform}, ${id}, ${seal.seal(secret, noteOf(id))})
        on conflict (platform, workspace_id) do update set sealed = excluded.sealed`;
    }

    async function remove(within: Statements, id: string): Promise<void> {
      await within`
        delete from installations where platform = ${platform} and workspace_id = ${id}`;
    }

    return {
      find: (id) => find(sql, id),
      async ids() {
        const rows = await sql<{ workspace_id: string }[]>`
          select workspace_id from installations where platform = ${platform}
          order by workspace_id`;
        return rows.map((row) => row.workspace_id);
      },
      save: (id, secret) => save(sql, id, secret),
      remove: (id) => remove(sql, id),
      change: (id, change) =>
        sql.begin(async (tx) => {
          // By name and not by row: there may be none yet, and none after it.
          await tx`
            select pg_advisory_xact_lock(hashtextextended(${`installation ${noteOf(id)}`}, 0))`;
          const before = await find(tx, id);
          const after = await change(before);
          if (after === null) await remove(tx, id);
          else if (after !== before) await save(tx, id, after);
          return after;
        }),
    };
  };
}
