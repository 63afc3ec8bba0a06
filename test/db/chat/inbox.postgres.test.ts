import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Command } from '../../../src/core/chat/domain/command.ts';
import { jobId } from '../../../src/core/shared/domain/ids.ts';
import type { Inbox } from '../../../src/core/chat/ports/inbox.ts';
import { createPostgresInbox } from '../../../src/db/chat/inbox.ts';
import { after, START } from '../../support/builders.ts';
import { aRequester, aVideoDraft, toCreate } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let asks: Inbox;
beforeAll(() => {
  asks = createPostgresInbox(database.sql);
});
beforeEach(() => database.sql`truncate inbox`);

let keys = 0;

function anInteraction(over: Partial<Interaction> = {}): Interaction {
  keys += 1;
  return {
    key: `key-${keys}`,
    at: START.getTime(),
    requester: aRequester(),
    message: { messageId: 'm' },
    command: { type: 'help' },
    ...over,
  };
}

const picture = { url: 'https://chat.test/a.png', name: 'a.png', bytes: null };
const element = { name: 'dog', description: 'brown', images: [picture, picture] };
const settings = {
  seconds: 5,
  quality: 'pro',
  aspect: '1:1',
  sound: false,
  guidance: 0.5,
} as const;

const COMMANDS: readonly Command[] = [
  toCreate('a horse'),
  { type: 'create', draft: aVideoDraft('a horse', { settings }) },
  toCreate('', { scene: { kind: 'frames', prompt: 'a', first: picture, last: null } }),
  toCreate('', { scene: { kind: 'shots', shots: [{ prompt: 'a', seconds: 3 }], first: picture } }),
  toCreate('', { scene: { kind: 'references', prompt: '@dog', images: [], elements: [element] } }),
  toCreate('', {
    scene: { kind: 'frames', prompt: '@dog', first: picture, last: null, elements: [element] },
  }),
  toCreate('', {
    scene: {
      kind: 'shots',
      shots: [{ prompt: '@dog', seconds: 5 }],
      first: null,
      elements: [element],
    },
  }),
  toCreate('', {
    scene: { kind: 'references', prompt: 'a', images: [picture, picture], elements: [] },
    model: 'acedata/happyhorse-1.1-r2v',
  }),
  toCreate('', {
    scene: { kind: 'text', prompt: 'a', guides: { video: picture, audio: picture } },
    settings: {
      ...settings,
      extras: { seed: 7, style: 'noir', cameraMotion: 'orbit', motionIntensity: 3 },
    },
  }),
  toCreate('', {
    scene: { kind: 'frames', prompt: 'a', first: null, last: picture, guides: { audio: picture } },
  }),
  toCreate('', {
    scene: { kind: 'edit', prompt: 'a', source: picture, images: [picture], keepSound: false },
    allowTranscode: true,
  }),
  toCreate('', { scene: { kind: 'replace', character: picture, driving: picture } }),
  { type: 'prefer', settings },
  { type: 'prefer', settings, keep: true },
  { type: 'prefer', settings, confirmOver: 'never' },
  { type: 'prefer', settings, confirmOver: 'default' },
  { type: 'prefer', settings, confirmOver: 200 },
  { type: 'accept', pendingAction: 'proposal-1' },
  { type: 'status' },
  { type: 'history' },
  { type: 'help' },
  { type: 'credits' },
  { type: 'cancel', job: null },
  { type: 'cancel', job: jobId('job-1') },
  { type: 'press', action: 'cancel', job: jobId('job-1') },
  { type: 'press', action: 'check-now', job: jobId('job-1') },
  { type: 'press', action: 'give-back', job: jobId('job-1') },
  { type: 'press', action: 'refresh', job: jobId('job-1') },
];

describe('keeping a request', () => {
  it('is new once, however often and from wherever it comes', async () => {
    const interaction = anInteraction();
    const other = createPostgresInbox(database.connect());
    const kept = await Promise.all([
      ...[1, 2, 3].map(() => asks.keep(interaction, after(0))),
      ...[1, 2].map(() => other.keep(interaction, after(0))),
    ]);
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await asks.keep(interaction, after(0))).toBe(false);
  });

  it('knows the same key of another chat as another request', async () => {
    const interaction = anInteraction();
    expect(await asks.keep(interaction, after(0))).toBe(true);
    const elsewhere = { ...interaction, requester: aRequester({ platform: 'elsewhere' }) };
    expect(await asks.keep(elsewhere, after(0))).toBe(true);
  });

  it('keeps many that come at once', async () => {
    const many = Array.from({ length: 700 }, () => anInteraction());
    const kept = await Promise.all(many.map((interaction) => asks.keep(interaction, after(0))));
    expect(kept.every(Boolean)).toBe(true);
  });

  it.each(COMMANDS.map((command) => [command.type, command] as const))(
    'gives it back as it was: %s',
    async (_, command) => {
      const requester = aRequester({ roles: ['a', 'b'], admin: true });
      const interaction = anInteraction({
        command,
        requester,
        message: { deep: [1, null, { x: 'y' }] },
      });
      await asks.keep(interaction, after(0));
      expect(await asks.claim(1, 1_000, after(0))).toEqual([{ interaction, attempts: 1 }]);
    },
  );
});

describe('a request that nobody answered', () => {
  it('is taken when its time is over and not a moment before', async () => {
    const interaction = anInteraction();
    await asks.keep(interaction, after(90_000));
    expect(await asks.claim(9, 1_000, after(89_999))).toEqual([]);
    expect(await asks.claim(9, 1_000, after(90_000))).toHaveLength(1);
  });

  it('is taken by one, again when that one is gone, and counts how often', async () => {
    await asks.keep(anInteraction(), after(0));
    const stores = [1, 2, 3].map(() => createPostgresInbox(database.connect(1)));
    const claims = await Promise.all(stores.map((it) => it.claim(9, 60_000, after(0))));
    expect(claims.flat()).toHaveLength(1);
    expect(await asks.claim(9, 60_000, after(59_999))).toEqual([]);
    expect(await asks.claim(9, 60_000, after(60_000))).toMatchObject([{ attempts: 2 }]);
  });

  it('is taken before those that came after it, as many as there is room for', async () => {
    const three = [anInteraction(), anInteraction(), anInteraction()];
    for (const [index, interaction] of three.entries()) await asks.keep(interaction, after(index));
    const first = await asks.claim(2, 60_000, after(9));
    expect(new Set(first.map((it) => it.interaction.key))).toEqual(new Set(['0', '1'].map(keyAt)));
    function keyAt(index: string) {
      return three[Number(index)]!.key;
    }
  });

  it('can be taken for ever', async () => {
    await asks.keep(anInteraction(), after(0));
    await database.sql`update inbox set attempts = 32767`;
    expect(await asks.claim(9, 1_000, after(0))).toHaveLength(1);
  });

  it('does not keep others waiting when nobody can read it any more', async () => {
    const [unreadable, fine] = [anInteraction(), anInteraction()];
    await asks.keep(unreadable, after(0));
    await asks.keep(fine, after(0));
    await database.sql`update inbox set interaction = '{"from": "long ago"}' where key = ${unreadable.key}`;
    const claimed = await asks.claim(9, 60_000, after(0));
    expect(claimed.map((it) => it.interaction.key)).toEqual([fine.key]);
    expect(await asks.claim(9, 60_000, after(600_000))).toMatchObject([
      { interaction: { key: fine.key } },
    ]);
  });
});

describe('a request that was answered', () => {
  it('is not taken up again, and still known', async () => {
    const interaction = anInteraction();
    await asks.keep(interaction, after(0));
    await asks.answered(interaction);
    expect(await asks.claim(9, 1_000, after(99_000_000))).toEqual([]);
    expect(await asks.keep(interaction, after(0))).toBe(false);
  });

  it('stays so when it is kept too late, after its person was told that nothing began', async () => {
    const interaction = anInteraction();
    await asks.answered(interaction);
    expect(await asks.keep(interaction, after(0))).toBe(false);
    expect(await asks.claim(9, 1_000, after(99_000_000))).toEqual([]);
  });

  it('leaves others of the same moment alone', async () => {
    const [one, other] = [anInteraction(), anInteraction()];
    await Promise.all([asks.keep(one, after(0)), asks.keep(other, after(0))]);
    await Promise.all([asks.answered(one), asks.answered(one)]);
    const claimed = await asks.claim(9, 1_000, after(0));
    expect(claimed.map((it) => it.interaction.key)).toEqual([other.key]);
  });

  it('is forgotten when it is old, and not while it is open or new', async () => {
    const [old, fresh, open] = [
      anInteraction(),
      anInteraction({ at: after(5_000).getTime() }),
      anInteraction(),
    ];
    for (const interaction of [old, fresh, open]) await asks.keep(interaction, after(0));
    for (const interaction of [old, fresh]) await asks.answered(interaction);
    await asks.sweep(after(5_000));
    const rows = await database.sql<{ key: string }[]>`select key from inbox`;
    expect(new Set(rows.map((it) => it.key))).toEqual(new Set([fresh.key, open.key]));
  });
});
