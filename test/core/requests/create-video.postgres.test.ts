import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { plain, replyLines } from '../messages/domain/plain-text.ts';
import { aRequester, inNewWorkspace, testCore, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { aClip } from '../../support/fakes/fake-media-store.ts';
import { fakeEditor } from '../../support/fake-models.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import { asked, choose, wordsOf } from './choosing.ts';

const database = databaseOfFile();

const source = { url: 'https://chat.test/a.mp4', name: 'a.mp4', bytes: null };
const HALF_A_DAY = 12 * 3_600_000;
let made = 0;

interface Waiting {
  readonly test: TestCore;
  readonly interaction: Interaction;
  readonly pendingAction: string;
}

/** Somebody asked for an edit of a video that is too long. */
async function untilConfirmation(seconds = 70, credits = 1_000): Promise<Waiting> {
  made += 1;
  const allowance = { kind: 'credits', credits, per: 'week' } as const;
  const test = testCore(database.sql, {
    provider: createFakeProvider({ name: `editor-${made}`, models: [fakeEditor] }),
    wrap: ({ defaults }) => ({
      defaults: { ...defaults, policy: { ...defaults.policy, allowance } },
    }),
  });
  test.media.put(source.url, { ...aClip, seconds });
  const scene = { kind: 'edit', prompt: 'by night', source, images: [], keepSound: true } as const;
  const requester = inNewWorkspace({ platform: test.platform.name });
  const interaction = test.anInteraction(toCreate('', { scene }), { requester });
  await say(test, interaction);
  const [choice] = test.platform.replyIn(interaction.message)?.choices ?? [];
  if (choice === undefined) throw new Error('nothing was proposed');
  return { test, interaction, pendingAction: choice.pendingAction };
}

async function say(test: TestCore, interaction: Interaction): Promise<void> {
  if ((await test.conversations.receive(interaction)) === 'new') {
    await test.conversations.answer(interaction, 'new');
  }
}

/** A press on the button of the note; what is said about it, if anything is. */
async function press(
  { test, interaction, pendingAction }: Waiting,
  requester: Requester = interaction.requester,
) {
  const message = test.platform.press(interaction.message);
  const said = test.platform.replies.length;
  await say(test, test.anInteraction({ type: 'accept', pendingAction }, { requester, message }));
  const reply = test.platform.replies[said]?.reply;
  return reply === undefined ? null : plain(reply.headline);
}

async function jobsOf({ test }: Waiting): Promise<number> {
  const [row] = await database.sql<{ count: number }[]>`
    select count(*)::int from jobs where provider = ${test.provider.name}`;
  return row?.count ?? 0;
}

describe('a video that is too long', () => {
  it('is answered by what could be done, with nothing held and nothing made', async () => {
    const it = await untilConfirmation();
    const reply = it.test.platform.replyIn(it.interaction.message);
    expect(reply && replyLines(reply)).toEqual([
      '(refused) Not started, not charged',
      'a.mp4 is longer than 60 s, the most this model takes.',
      `**[Use the first 60 s]** ${it.pendingAction}`,
    ]);
    expect(it.pendingAction).toMatch(/^[\w-]{1,64}$/);
    expect(await jobsOf(it)).toBe(0);
  });

  it('is made when its owner agrees, on the message of the request', async () => {
    const it = await untilConfirmation();
    expect(await press(it)).toBeNull();
    expect(await jobsOf(it)).toBe(1);
    const card = it.test.platform.shown(it.interaction.message);
    expect(card?.view.status).toBe('waiting');
    await it.test.settle();
    const [start] = it.test.provider.starts;
    expect(start?.request).toMatchObject({
      scene: { kind: 'edit', source: { kind: 'clip', seconds: 60 } },
      settings: { seconds: 15 },
    });
  });

  it('is made once, however often and from however many places it is agreed to', async () => {
    const it = await untilConfirmation();
    await Promise.all([press(it), press(it), press(it)]);
    await press(it);
    await it.test.settle();
    await press(it);
    await it.test.settle();
    expect([await jobsOf(it), it.test.provider.starts.length]).toEqual([1, 1]);
  });

  it('is made once though its credits are all that there were', async () => {
    const it = await untilConfirmation(70, 600);
    expect(await press(it)).toBeNull();
    expect(await press(it)).toBeNull();
    expect(await jobsOf(it)).toBe(1);
  });

  it('is not made by anybody else, nor in another place', async () => {
    const it = await untilConfirmation();
    const { workspace, platform } = it.interaction.requester;
    const others = [
      aRequester({ platform, workspace, person: { id: 'ben' } }),
      aRequester({ platform, workspace, person: { id: 'eve' }, admin: true }),
      inNewWorkspace({ platform }),
    ];
    for (const requester of others) {
      expect(await press(it, requester)).toContain('Only the person who asked');
    }
    expect(await jobsOf(it)).toBe(0);
    expect(await press(it)).toBeNull();
  });

  it('is not made when it was thought over for too long', async () => {
    const it = await untilConfirmation();
    await it.test.clock.advance(HALF_A_DAY - 1);
    await it.test.core.pendingActions.sweep(it.test.clock.now());
    const late = await untilConfirmation();
    expect(await press(it)).toBeNull();
    await late.test.clock.advance(HALF_A_DAY);
    expect(await press(late)).toContain('This button has expired.');
    expect([await jobsOf(it), await jobsOf(late)]).toEqual([1, 0]);
  });

  it('is not made by a name that nobody was given', async () => {
    const it = await untilConfirmation();
    expect(await press({ ...it, pendingAction: 'made-up' })).toContain('This button has expired.');
  });

  it('is not made for more than there is', async () => {
    const it = await untilConfirmation(70, 599);
    expect(await press(it)).toBe('Not started, not charged');
    expect(await jobsOf(it)).toBe(0);
  });

  it('is made though the process died between the press and the start', async () => {
    const it = await untilConfirmation();
    const { test, interaction, pendingAction } = it;
    const message = test.platform.press(interaction.message);
    const { requester } = interaction;
    const pressed = test.anInteraction({ type: 'accept', pendingAction }, { requester, message });
    expect(await test.conversations.receive(pressed)).toBe('new');
    expect(await jobsOf(it)).toBe(0);
    // Longer than whoever took it may take.
    await test.clock.advance(15 * 60_000);
    await test.settle();
    await test.settle();
    expect([await jobsOf(it), test.provider.starts.length]).toEqual([1, 1]);
  });

  it('is proposed once for a request that is delivered twice', async () => {
    const it = await untilConfirmation();
    const again = await it.test.conversations.receive(it.interaction);
    expect(again).toBe('repeated');
    await it.test.conversations.answer(it.interaction, 'new');
    const names = it.test.platform.replies.flatMap(({ reply }) => reply.choices ?? []);
    expect(new Set(names.map((choice) => choice.pendingAction)).size).toBe(1);
  });
});

describe('a video whose provider is not available', () => {
  it('starts when it is back, if its person wants that', async () => {
    const provider = createFakeProvider({ name: 'comes-back' });
    const test = testCore(database.sql, { provider });
    const requester = inNewWorkspace({ platform: test.platform.name });
    await test.core.health.recordFailure(provider.name, 'failing', test.clock.now(), null);
    const interaction = test.anInteraction(toCreate('a horse'), { requester });
    await asked(test, interaction);
    const { message } = interaction;
    const jobs = () =>
      database.sql`select status, quote from jobs where provider = ${provider.name}`;
    expect(wordsOf(test.platform.replyIn(message))).toContain("isn't available. Try again");
    expect(await jobs()).toEqual([]);

    await choose(test, { message, label: "Start when it's back", requester });
    await test.settle();
    expect(await jobs()).toMatchObject([{ status: 'waiting', quote: 100 }]);
    expect(provider.starts).toEqual([]);

    await test.clock.advance(1_000);
    await test.core.health.recordSuccess(provider.name, test.clock.now());
    await test.settle();
    expect(provider.starts).toHaveLength(1);
  });
});
