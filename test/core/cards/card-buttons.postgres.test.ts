import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { Command } from '../../../src/core/chat/domain/command.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { aRequester, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { last, shown } from './card-given.ts';
import { ledgerOf, pass, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

type Action = Extract<Command, { type: 'press' }>['action'];
type Who = 'owner' | 'stranger' | 'admin' | 'foreigner';

interface Pressed {
  readonly test: TestCore;
  readonly interaction: Interaction;
  readonly job: Job;
  /** Presses a button on the card; what is said about it, if anything is. */
  readonly press: (action: Action, who: Who) => Promise<string | null>;
}

async function card(
  prepare: (test: TestCore) => void = () => undefined,
  options: Parameters<typeof testCore>[1] = {},
): Promise<Pressed> {
  const test = testCore(database.sql, options);
  prepare(test);
  const { interaction, job } = await shown(test);
  return {
    test,
    interaction,
    job,
    press: (action, who) => pressOn(test, interaction, job, action, who),
  };
}

/** What was written down of what was done to the job, or tried. */
async function logOf({ jobId }: Job): Promise<readonly string[]> {
  const rows = await database.sql<{ line: string }[]>`
    select outcome || ' ' || action as line from audit_log where target = ${`job ${jobId}`}`;
  return rows.map((it) => it.line);
}

async function pressOn(
  test: TestCore,
  interaction: Interaction,
  job: Job,
  action: Action,
  who: Who,
) {
  const { name } = test.platform;
  const people: Record<Who, Requester> = {
    owner: interaction.requester,
    stranger: aRequester({ platform: name, person: { id: 'ben' } }),
    admin: aRequester({ platform: name, person: { id: 'eve' }, admin: true }),
    foreigner: aRequester({
      platform: name,
      person: { id: 'eve' },
      admin: true,
      workspace: { id: 'elsewhere', kind: 'shared' },
    }),
  };
  const message = test.platform.press(interaction.message);
  const command = { type: 'press', action, job: job.jobId } as const;
  const pressed = test.anInteraction(command, { requester: people[who], message });
  const said = test.platform.replies.length;
  await test.conversations.receive(pressed);
  await test.conversations.answer(pressed, 'new');
  const replies = test.platform.replies.slice(said);
  expect(replies.length).toBeLessThanOrEqual(1);
  return replies[0] === undefined ? null : plain(replies[0].reply.headline);
}

const waits = { status: 'later', reason: 'maintenance', retryAfterMs: 600_000 } as const;
const lost = (test: TestCore) => {
  test.provider.answerNext({ status: 'lost', created: false });
};

describe('cancel', () => {
  it.each<Who>(['owner', 'admin'])('takes a job out of the queue for its %s', async (who) => {
    const { test, job, press } = await card();
    expect(await press('cancel', who)).toBeNull();
    expect(await stateOf(test, job)).toMatchObject({ status: 'cancelled' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    expect(last(test).view.status).toBe('cancelled');
    await pass(test, 60_000, 10_000);
    expect(test.provider.starts).toEqual([]);
  });

  it('does nothing for somebody else', async () => {
    const { test, job, press } = await card();
    expect(await press('cancel', 'stranger')).toContain('Only the person who asked');
    expect(await stateOf(test, job)).toMatchObject({ status: 'waiting' });
  });

  it('does nothing for an admin of another place', async () => {
    const { test, job, press } = await card();
    expect(await press('cancel', 'foreigner')).toContain("isn't in your team's records");
    expect(await stateOf(test, job)).toMatchObject({ status: 'waiting' });
  });

  it('comes too late once the provider has the order', async () => {
    const { test, job, press } = await card();
    await test.settle();
    expect(await press('cancel', 'owner')).toContain('Too late to cancel');
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    test.provider.succeed('a horse');
    await pass(test, 5_000, 1_000);
    expect(await press('cancel', 'owner')).toBe('This video has already ended');
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100']);
  });

  it('is the same twice', async () => {
    const { job, press } = await card();
    expect(await press('cancel', 'owner')).toBeNull();
    expect(await press('cancel', 'owner')).toBeNull();
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });

  it('is one or the other when it is pressed while the order goes out', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { test, job, press } = await card();
      await Promise.all([press('cancel', 'owner'), test.settle()]);
      const { status } = await stateOf(test, job);
      expect(test.provider.starts).toHaveLength(status === 'cancelled' ? 0 : 1);
      expect(['cancelled', 'rendering']).toContain(status);
    }
  });
});

describe('check now', () => {
  async function overdue(): Promise<Pressed> {
    const pressed = await card();
    await pressed.test.settle();
    await pass(pressed.test, 70_000, 5_000);
    expect(await stateOf(pressed.test, pressed.job)).toMatchObject({ status: 'overdue' });
    return pressed;
  }

  it.each<Who>(['owner', 'stranger', 'admin'])('has the provider asked for the %s', async (who) => {
    const { test, job, press } = await overdue();
    const calls = test.provider.checkCalls.length;
    test.provider.succeed('a horse');
    await test.settle();
    expect(test.provider.checkCalls).toHaveLength(calls);
    expect(await press('check-now', who)).toContain('Checking with Fake provider.');
    await test.settle();
    expect(test.provider.checkCalls).toHaveLength(calls + 1);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('says nothing where nothing is to be asked', async () => {
    const { press, test } = await card();
    test.provider.answerNext(waits);
    expect(await press('check-now', 'owner')).toBeNull();
    await test.settle();
    expect(test.provider.checkCalls).toEqual([]);
  });

  it('has the provider asked once, however often it is pressed before', async () => {
    const { test, press } = await overdue();
    const calls = test.provider.checkCalls.length;
    expect(await press('check-now', 'owner')).not.toBeNull();
    expect(await press('check-now', 'stranger')).toBeNull();
    await test.settle();
    expect(test.provider.checkCalls).toHaveLength(calls + 1);
  });
});

describe('give back', () => {
  it('closes an order without an answer for an admin', async () => {
    const { test, job, press } = await card(lost);
    await test.settle();
    expect(last(test).view.actions).toEqual(['give-back', 'try-again']);
    expect(await press('give-back', 'admin')).toBeNull();
    expect(await stateOf(test, job)).toMatchObject({ reason: 'never-confirmed' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    expect(last(test).view.status).toBe('failed');
    expect(await logOf(job)).toEqual(['done give-back']);
  });

  it('is for somebody whom an admin named, too', async () => {
    const { test, interaction, job, press } = await card(lost);
    await test.settle();
    const entry = {
      at: test.clock.now(),
      actor: 'eve',
      action: 'admins',
      target: 'ben',
      reason: '',
    };
    const ben = { platform: interaction.requester.platform, id: 'ben' };
    await test.core.teams.change(job.teamId, (it) => ({ ...it, admins: [ben] }), entry);
    expect(await press('give-back', 'stranger')).toBeNull();
    expect(await stateOf(test, job)).toMatchObject({ reason: 'never-confirmed' });
  });

  it.each<[Who, string]>([
    ['owner', 'Only admins can do this'],
    ['stranger', 'Only admins can do this'],
    ['foreigner', "isn't in your team's records"],
  ])('does nothing for the %s', async (who, words) => {
    const { test, job, press } = await card(lost);
    await test.settle();
    expect(await press('give-back', who)).toContain(words);
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100']);
    expect(await logOf(job)).toEqual(who === 'foreigner' ? [] : ['refused give-back']);
  });

  it('leaves a job alone that is on its way', async () => {
    const { test, job, press } = await card();
    await test.settle();
    expect(await press('give-back', 'admin')).toContain('Something changed in the meantime');
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100']);
  });
});

describe('any press', () => {
  it('shows the card anew by the way that it came', async () => {
    const { test, press } = await card();
    await test.settle();
    const shows = test.platform.shows.length;
    expect(await press('refresh', 'stranger')).toBeNull();
    expect(test.platform.shows).toHaveLength(shows + 1);
    const rows = await database.sql<{ way: number }[]>`
      select (message ->> 'way')::int as way from cards where platform = ${test.platform.name}`;
    expect(rows[0]!.way).toBeGreaterThan(1);
  });

  it('brings back a card whose message could not be reached any more', async () => {
    const { test, press } = await card();
    test.platform.fail({ code: 'gone', status: 'rendering' });
    await test.settle();
    test.provider.tell('a horse', { status: 'silent' });
    await pass(test, 10_000, 1_000);
    expect(last(test).view.status).toBe('waiting');
    await press('refresh', 'owner');
    expect(last(test).view.status).toBe('rendering');
  });

  it('from another place renews no way', async () => {
    const { test, press } = await card();
    await press('refresh', 'foreigner');
    const rows = await database.sql<{ way: number }[]>`
      select (message ->> 'way')::int as way from cards where platform = ${test.platform.name}`;
    expect(rows[0]!.way).toBe(1);
  });
});
