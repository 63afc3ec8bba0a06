import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPostgresInstallations } from '../../../src/db/chat/installations.ts';
import type { StoredInstallations } from '../../../src/db/chat/installations.ts';
import { createSeal } from '../../../src/settings/seal.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const SECRET = 'a secret that nobody else knows, long enough';
const database = databaseOfFile();

const installationsOf = (platform: string, connections = 1) =>
  createPostgresInstallations(
    database.connect(connections),
    createSeal(SECRET, 'installations'),
  )(platform);

const save = (installations: StoredInstallations | undefined, id: string, secret: string) =>
  installations?.change(id, () => Promise.resolve(secret));

describe('installations', () => {
  it('are kept by platform, and unreadable in the database', async () => {
    const here = installationsOf('chat-a');
    await save(here, 'T1', '{"token":"xoxb-very-secret"}');
    expect(await here.find('T1')).toBe('{"token":"xoxb-very-secret"}');
    expect(await here.find('T2')).toBeNull();
    expect(await installationsOf('chat-b').find('T1')).toBeNull();
    const rows = await database.sql`select * from installations`;
    expect(JSON.stringify(rows)).not.toContain('very-secret');
  });

  it('are replaced, listed and removed', async () => {
    const here = installationsOf('chat-c');
    await save(here, 'T2', 'old');
    await save(here, 'T1', 'one');
    await save(here, 'T2', 'new');
    expect(await here.ids()).toEqual(['T1', 'T2']);
    expect(await here.find('T2')).toBe('new');
    await here.change('T2', () => Promise.resolve(null));
    expect(await here.ids()).toEqual(['T1']);
  });

  it('do not open under the name of another workspace', async () => {
    const here = installationsOf('chat-d');
    await save(here, 'T1', 'mine');
    await database.sql`
      insert into installations (platform, workspace_id, sealed)
      select platform, 'T9', sealed from installations
      where platform = 'chat-d' and workspace_id = 'T1'`;
    await expect(here.find('T9')).rejects.toThrow();
  });

  it('are changed by one at a time, each seeing what the one before wrote', async () => {
    const workers = [1, 2, 3, 4].map(() => installationsOf('chat-e'));
    await save(workers[0], 'T1', '0');
    await Promise.all(
      workers.map((it) =>
        it.change('T1', async (secret) => {
          await delay(20);
          return String(Number(secret) + 1);
        }),
      ),
    );
    expect(await workers[0]?.find('T1')).toBe('4');
  });

  it('stay as they were when a change fails, and go when it says so', async () => {
    const here = installationsOf('chat-f');
    await save(here, 'T1', 'kept');
    await expect(here.change('T1', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await here.find('T1')).toBe('kept');
    expect(await here.change('T1', () => Promise.resolve(null))).toBeNull();
    expect(await here.find('T1')).toBeNull();
  });

  it('can be made by a change', async () => {
    const here = installationsOf('chat-g');
    const seen: (string | null)[] = [];
    await here.change('T1', (secret) => {
      seen.push(secret);
      return Promise.resolve('made');
    });
    expect(seen).toEqual([null]);
    expect(await here.find('T1')).toBe('made');
  });
});
