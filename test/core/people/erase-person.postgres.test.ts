import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import { handleCallback } from '../../../src/core/jobs/handle-callback.ts';
import { auditBooks } from '../../../src/db/audit/audit.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asTyped } from '../../support/core.ts';
import { asking } from '../requests/asking.ts';
import { asked, choose, labelsOf, wordsOf } from '../requests/choosing.ts';
import { aVideoOf, forgetting, forgotten, jobsOf } from './erasing.ts';
import { asksFor, now, pass } from '../requests/requested.ts';

const database = databaseOfFile();

const HOUR_MS = 3_600_000;
/** What no row may say of Ann any more. */
const SECRETS = ['a secret horse', 'noir of ann', 'in her words', 'horse.png', 'Ann of the sea'];

/** Everything that the database says, as text. */
async function everything(): Promise<string> {
  const { sql } = database;
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'`;
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await sql<{ text: string }[]>`select t::text as text from ${sql(name)} t`;
      return rows.map((it) => it.text).join('\n');
    }),
  );
  return texts.join('\n');
}

describe('being forgotten', () => {
  it('takes all that somebody wrote and gave out of every table, and leaves the books', async () => {
    const it = forgetting(database.sql);
    const { test, ann } = it;
    const interaction = await aVideoOf(it, ann);
    test.provider.fail('in her words', 'moderated', 'we do not make: in her words');
    await asksFor(test, 'in her words', { requester: ann });
    await pass(test, 5 * 60_000, 60_000);
    await test.core.people.prefer(await test.core.wallet.resolveIdentity(ann), {
      confirmOver: 10,
      language: 'ja',
      settings: { ...toDraft(interaction), extras: { style: 'noir of ann' } },
    });
    // Asks before it starts: its request is put aside.
    await asked(test, test.anInteraction(asTyped('a secret horse'), { requester: ann }));
    const before = await everything();
    for (const secret of SECRETS) expect(before).toContain(secret);

    expect(await forgotten(it)).toContain('Your data is deleted');

    const after = await everything();
    // The two asks by which it was wished are answered by now, and swept within a day.
    for (const secret of SECRETS.slice(0, 4)) expect(after).not.toContain(secret);
    expect(after).not.toContain('https://chat.test');
    expect(after).not.toContain(`${test.provider.name}-1`);
    const [failed, made] = await jobsOf(ann, it);
    expect(failed?.state).toMatchObject({ status: 'failed', message: null, operation: null });
    expect(made).toMatchObject({
      request: {
        scene: { kind: 'text', prompt: '' },
        forgotten: 'frames',
        settings: { seconds: 5, extras: { seed: 7 } },
      },
      state: { status: 'succeeded', video: null, operation: null, charged: 100 },
    });
    const wrong = (await auditBooks(database.sql)).checks.filter((check) => check.wrongCount > 0);
    expect(wrong).toEqual([]);
  });

  it('is written down once, without what it was', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann);
    await forgotten(it);
    await forgotten(it);
    const { teamId, personId } = await it.test.core.wallet.resolveIdentity(it.ann);
    const log = await it.test.core.teams.auditLog(teamId, { from: null, most: 10 });
    expect(log).toMatchObject([
      { action: 'forget', actor: personId, target: personId, before: null, after: { videos: 1 } },
    ]);
  });

  it('changes the cards, for the last time', async () => {
    const it = forgetting(database.sql);
    const { test } = it;
    const interaction = await aVideoOf(it, it.ann);
    expect(test.platform.shown(interaction.message)?.video).not.toBeNull();
    await forgotten(it);
    await test.settle();
    expect(test.platform.shown(interaction.message)).toMatchObject({
      view: { tone: 'forgotten', prompt: '' },
      video: null,
    });
    const shows = test.platform.shows.length;
    await pass(test, HOUR_MS);
    expect(test.platform.shows).toHaveLength(shows);
  });

  it('changes a card that is just being shown as it was', async () => {
    const it = forgetting(database.sql);
    const { test } = it;
    const interaction = await aVideoOf(it, it.ann);
    const [job] = await jobsOf(it.ann, it);
    if (job === undefined) throw new Error('no job');
    await database.sql`update cards set due_at = ${test.clock.now()}, shown = null
      where team_id = ${job.teamId} and job_id = ${job.jobId}`;
    const [card] = await test.core.cards.claim([test.platform.name], 1, 60_000, test.clock.now());
    await forgotten(it);
    const old = { version: job.version, fingerprint: 'old', nextLook: null };
    await test.core.cards.shown(card!, { ...old, message: card!.message });
    await test.settle();
    expect(test.platform.shown(interaction.message)?.view.tone).toBe('forgotten');
  });

  it('cannot be undone by a write that read the job before', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann);
    const [job] = await jobsOf(it.ann, it);
    if (job === undefined) throw new Error('no job');
    await forgotten(it);
    const at = it.test.clock.now();
    const { state: next } = job;
    const save = it.test.core.jobs.save({ job, next, ledger: [], step: null, at });
    expect(await save).toBe(false);
    expect((await now(it.test, job)).state).toMatchObject({ video: null });
  });

  it('leaves messages that are gone, and what a provider says later', async () => {
    const it = forgetting(database.sql);
    const { test } = it;
    const interaction = await aVideoOf(it, it.ann);
    test.platform.remove(interaction.message);
    await forgotten(it);
    await test.settle();
    const [job] = await jobsOf(it.ann, it);
    const [render] = test.provider.renders;
    if (job === undefined || render === undefined) throw new Error('no job');
    await handleCallback(test.core, job, test.provider.name, render.operation);
    const [received] = await database.sql`select 1 from facts where key like ${`%${job.jobId}%`}`;
    expect(received).toBeUndefined();
    // It is known whose it was all the same.
    const key = test.provider.renderKey(render.operation);
    expect(await test.core.renders.ownerOf(test.provider.name, key)).toMatchObject({
      jobId: job.jobId,
    });
  });

  it('is not done while a video is on the way, nor if it started in between', async () => {
    const it = forgetting(database.sql);
    const { test, ann } = it;
    const interaction = test.anInteraction({ type: 'forget', sure: false }, { requester: ann });
    await asked(test, interaction);
    await asksFor(test, 'a cow', { requester: ann });
    const said = await choose(test, {
      message: interaction.message,
      label: 'Delete everything',
      requester: ann,
    });
    expect(said).toContain('Nothing was deleted');
    const again = test.anInteraction({ type: 'forget', sure: false }, { requester: ann });
    await asked(test, again);
    expect(wordsOf(test.platform.replyIn(again.message))).toContain('1 video is in progress.');
    expect(labelsOf(test.platform.replyIn(again.message))).toEqual([]);
    expect(await everything()).toContain('a cow');
  });

  it('can be thought better of', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann);
    const interaction = it.test.anInteraction(
      { type: 'forget', sure: false },
      { requester: it.ann },
    );
    await asked(it.test, interaction);
    const { message } = interaction;
    const stranger = choose(it.test, { message, label: 'Delete everything', requester: it.ben });
    expect(await stranger).toContain('Only the person who asked');
    const reply = it.test.platform.replies.find(
      (said) => (said.reply.choices ?? []).length > 0,
    )?.reply;
    const kept = choose(it.test, {
      message,
      label: 'Keep',
      requester: it.ann,
      ...(reply === undefined ? {} : { reply }),
    });
    expect(await kept).toContain('Nothing was deleted');
    expect((await jobsOf(it.ann, it))[0]?.request.forgotten).toBeUndefined();
  });

  it('is of one person with all their accounts, and of nobody else', async () => {
    const it = forgetting(database.sql);
    const { test, ann, ben } = it;
    const dora = { ...ann, person: { id: 'dora' } };
    for (const requester of [ann, ben, dora]) await aVideoOf(it, requester);
    const { teamId, personId } = await test.core.wallet.resolveIdentity(ann);
    await database.sql`
      insert into accounts (team_id, platform, account_id, person_id)
      values (${teamId}, ${ann.platform}, 'dora', ${personId})`;
    await forgotten(it);
    const [doras] = await database.sql<{ forgotten: string | null }[]>`
      select request ->> 'forgotten' as forgotten from jobs
      where person_id = ${`${ann.platform}:dora`}`;
    expect(doras?.forgotten).toBe('frames');
    expect((await jobsOf(ben, it))[0]?.request.forgotten).toBeUndefined();
  });

  it('ends what admins were asked for', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const interaction = it.test.anInteraction(
      { type: 'forget', sure: false },
      { requester: it.ann },
    );
    await asked(it.test, interaction);
    const { message } = interaction;
    await choose(it.test, { message, label: 'Delete everything', requester: it.ann });
    expect(await it.decide('Approve 60')).toContain('This request no longer exists.');
    expect(await it.grants()).toEqual([]);
    expect(await it.jobs()).toEqual([]);
    await pass(it.test, 25 * HOUR_MS, HOUR_MS);
    expect(it.own()).not.toContain('No admin');
  });
});

function toDraft({ command }: Interaction) {
  if (command.type !== 'create') throw new Error('no video was asked for');
  return command.draft.settings;
}
