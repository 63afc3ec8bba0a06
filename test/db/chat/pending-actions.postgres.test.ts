import { beforeAll, describe, expect, it } from 'vitest';
import type { PendingInteraction } from '../../../src/core/chat/domain/interaction.ts';
import type { PendingActionStore } from '../../../src/core/chat/ports/pending-action-store.ts';
import { createPostgresPendingActions } from '../../../src/db/chat/pending-actions.ts';
import { after, START } from '../../support/builders.ts';
import { aRequester, toCreate } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let pendingActions: PendingActionStore;
beforeAll(() => {
  pendingActions = createPostgresPendingActions(database.sql);
});

const source = { url: 'https://chat.test/a.mp4', name: 'a\u0000 horse \ud83d.mp4', bytes: null };
const ask = (key: string): PendingInteraction => ({
  key,
  at: START.getTime(),
  requester: aRequester(),
  message: { id: 'm1', deep: [null, 1] },
  command: toCreate('', {
    scene: { kind: 'edit', prompt: 'by night', source, images: [source], keepSound: true },
    model: 'fake/fake-1',
    allowTranscode: true,
  }),
});
const plain: PendingInteraction = { ...ask('plain'), command: toCreate('a horse') };

describe('what was put aside', () => {
  it('comes back as it was, until its time is over', async () => {
    await pendingActions.put('one', plain, after(1_000));
    expect(await pendingActions.find('one', after(999))).toEqual(plain);
    expect(await pendingActions.find('one', after(1_000))).toBeNull();
    expect(await pendingActions.find('two', START)).toBeNull();
  });

  it('keeps all that a video was asked for with', async () => {
    const kept = { ...ask('whole'), command: toCreate('x', { model: 'm', allowTranscode: true }) };
    await pendingActions.put('whole', kept, after(1_000));
    expect(await pendingActions.find('whole', START)).toEqual(kept);
    await pendingActions.put('strange', ask('strange'), after(1_000));
    expect(await pendingActions.find('strange', START)).toMatchObject({
      command: { draft: { allowTranscode: true, scene: { kind: 'edit', keepSound: true } } },
    });
    // By the names that every version reads, and by which people are forgotten.
    const [row] = await database.sql<{ interaction: unknown }[]>`
      select interaction from pending_actions where name = 'strange'`;
    expect(row?.interaction).toMatchObject({
      asker: { person: { id: 'ann' } },
      want: { type: 'create', wish: { adjust: true } },
    });
  });

  it('is the same when it is put aside again', async () => {
    await Promise.all(
      [1, 2, 3].map((it) => pendingActions.put('again', ask(`again ${it}`), after(1_000 * it))),
    );
    const first = await pendingActions.find('again', START);
    await pendingActions.put('again', ask('later'), after(9_000));
    expect(await pendingActions.find('again', START)).toEqual(first);
    expect(await pendingActions.find('again', after(8_000))).toBeNull();
  });

  it('is over when it is not understood any more', async () => {
    await pendingActions.put('old', plain, after(1_000));
    await database.sql`update pending_actions set interaction = '{"want":{"type":"dance"}}' where name = 'old'`;
    expect(await pendingActions.find('old', START)).toBeNull();
  });

  it('is swept away when its time is over, and not before', async () => {
    await pendingActions.put('soon', plain, after(1_000));
    await pendingActions.put('late', plain, after(2_000));
    await pendingActions.sweep(after(1_500));
    const names = await database.sql<{ name: string }[]>`select name from pending_actions`;
    const left = names.map((it) => it.name);
    expect([left.includes('soon'), left.includes('late')]).toEqual([false, true]);
  });
});
