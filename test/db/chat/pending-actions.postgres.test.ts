import { beforeAll, describe, expect, it } from 'vitest';
import type { PendingInteraction } from '../../../src/core/chat/domain/interaction.ts';
import type { PendingActionStore } from '../../../src/core/chat/ports/pending-action-store.ts';
import { createPostgresPendingActions } from '../../../src/db/chat/pending-actions.ts';
import { after, START } from '../../support/builders.ts';
import { aRequester, toCreate } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let proposals: PendingActionStore;
beforeAll(() => {
  proposals = createPostgresPendingActions(database.sql);
});

const source = { url: 'https://chat.test/a.mp4', name: 'a\u0000 horse \ud83d.mp4', bytes: null };
const ask = (key: string): PendingInteraction => ({
  key,
  at: START.getTime(),
  asker: aRequester(),
  message: { id: 'm1', deep: [null, 1] },
  want: toCreate('', {
    scene: { kind: 'edit', prompt: 'by night', source, images: [source], keepSound: true },
    model: 'fake/fake-1',
    adjust: true,
  }),
});
const plain: PendingInteraction = { ...ask('plain'), want: toCreate('a horse') };

describe('what was put aside', () => {
  it('comes back as it was, until its time is over', async () => {
    await proposals.put('one', plain, after(1_000));
    expect(await proposals.find('one', after(999))).toEqual(plain);
    expect(await proposals.find('one', after(1_000))).toBeNull();
    expect(await proposals.find('two', START)).toBeNull();
  });

  it('keeps all that a video was asked for with', async () => {
    const kept = { ...ask('whole'), want: toCreate('x', { model: 'm', adjust: true }) };
    await proposals.put('whole', kept, after(1_000));
    expect(await proposals.find('whole', START)).toEqual(kept);
    await proposals.put('strange', ask('strange'), after(1_000));
    expect(await proposals.find('strange', START)).toMatchObject({
      want: { wish: { adjust: true, scene: { kind: 'edit', keepSound: true } } },
    });
  });

  it('is the same when it is put aside again', async () => {
    await Promise.all(
      [1, 2, 3].map((it) => proposals.put('again', ask(`again ${it}`), after(1_000 * it))),
    );
    const first = await proposals.find('again', START);
    await proposals.put('again', ask('later'), after(9_000));
    expect(await proposals.find('again', START)).toEqual(first);
    expect(await proposals.find('again', after(8_000))).toBeNull();
  });

  it('is over when it is not understood any more', async () => {
    await proposals.put('old', plain, after(1_000));
    await database.sql`update pending_actions set interaction = '{"want":{"type":"dance"}}' where name = 'old'`;
    expect(await proposals.find('old', START)).toBeNull();
  });

  it('is swept away when its time is over, and not before', async () => {
    await proposals.put('soon', plain, after(1_000));
    await proposals.put('late', plain, after(2_000));
    await proposals.sweep(after(1_500));
    const names = await database.sql<{ name: string }[]>`select name from pending_actions`;
    const left = names.map((it) => it.name);
    expect([left.includes('soon'), left.includes('late')]).toEqual([false, true]);
  });
});
