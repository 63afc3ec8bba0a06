import type { Sql } from '../connection/connection.ts';

/** Small facts that must outlive a process. */
export interface Facts {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
}

export function createPostgresFacts(sql: Sql): Facts {
  return {
    async read(key) {
      const [row] = await sql<{ value: string }[]>`select value from facts where key = ${key}`;
      return row?.value ?? null;
    },
    async write(key, value) {
      await sql`
        insert into facts (key, value) values (${key}, ${value})
        on conflict (key) do update set value = excluded.value`;
    },
  };
}
