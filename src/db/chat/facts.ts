import type { Sql } from '../connection/connection.ts';
import { eq } from '../drizzle.cjs';
import { facts } from '../schema/chat.ts';
import { db, excluded } from '../statements/builder.ts';
import { statement } from '../statements/statement.ts';

/** Small facts that must outlive a process. */
export interface Facts {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
}

const readFact = statement({ key: facts.key }, (p) =>
  db.select({ value: facts.value }).from(facts).where(eq(facts.key, p.key)),
);

const writeFact = statement({ key: facts.key, value: facts.value }, (p) =>
  db
    .insert(facts)
    .values(p)
    .onConflictDoUpdate({ target: facts.key, set: { value: excluded(facts.value) } }),
);

export function createPostgresFacts(sql: Sql): Facts {
  return {
    async read(key) {
      const [row] = await readFact(sql, { key });
      return row?.value ?? null;
    },
    async write(key, value) {
      await writeFact(sql, { key, value });
    },
  };
}
