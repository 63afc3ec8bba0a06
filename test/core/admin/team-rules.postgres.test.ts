import { describe, expect, it } from 'vitest';
import type { ConfirmOver } from '../../../src/core/teams/domain/confirm-over.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { auditBooks } from '../../../src/db/audit/audit.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { accepted } from '../requests/requested.ts';
import { all, createPlace } from './place.ts';
import type { Place } from './place.ts';

const database = databaseOfFile();

const aPlace = () => createPlace(database.sql);

/** What somebody is told who asks for a video; "accepted" when it is made. */
async function asking(place: Place, requester: Requester, prompt = 'a horse', model?: string) {
  const draft = model === undefined ? {} : { model };
  return accepted(place.test, { prompt, interaction: { requester }, draft }).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : 'odd'),
  );
}

describe('the log', () => {
  it('is read page by page, by admins only', async () => {
    const place = aPlace();
    const { test, admin, ann } = place;
    for (let n = 1; n <= 10; n += 1) {
      await place.does({ act: 'words', change: 'add', pattern: `word${n}` });
    }
    const first = await place.does({ act: 'audit', from: null });
    expect(first.lines).toHaveLength(8);
    expect(all(first)).toContain('“word10”');
    const choice = first.choices![0]!;
    const press = async (requester: Requester) => {
      const message = test.platform.aMessage();
      const command = { type: 'accept', pendingAction: choice.pendingAction } as const;
      const pressed = test.anInteraction(command, { requester, message });
      await test.conversations.receive(pressed);
      await test.conversations.answer(pressed, 'new');
      const reply = test.platform.replies.at(-1)?.reply;
      return reply === undefined ? '' : all(reply);
    };
    expect(await press(admin)).toContain('“word1”');
    expect(await press(ann)).not.toContain('word1');
    // Whoever is no admin any more by the time of the press is none.
    expect(await press({ ...admin, admin: false })).toContain('Only admins');
  });

  it('is empty at first', async () => {
    expect(all(await aPlace().does({ act: 'audit', from: null }))).toContain('No entries yet');
  });
});

describe('a time zone', () => {
  it('is changed to one that there is', async () => {
    const place = aPlace();
    const reply = await place.does({ act: 'time-zone', zone: 'europe/berlin' });
    expect(all(reply)).toBe(
      'Time zone: Europe/Berlin (was: UTC)\nCurrent periods end as planned. The next ones use it.',
    );
    expect(all(await place.does({ act: 'show', of: { kind: 'team' } }))).toContain('Europe/Berlin');
    expect(await place.log()).toEqual(['done time-zone europe/berlin']);
    expect(await asking(place, place.ann)).toBe('accepted');
  });
});

describe('when a price is asked', () => {
  it('is told with what it was, and to admins with the other rules', async () => {
    const place = aPlace();
    const does = async (over: ConfirmOver) => all(await place.does({ act: 'confirm', over }));
    const whose = '\nPersonal settings come first';
    expect(await does('default')).toBe(
      'Price confirmation: First video, then above 200 credits\nNo change',
    );
    expect(await does('never')).toBe(
      `Price confirmation: Never ask (was: First video, then above 200 credits)${whose}`,
    );
    expect(await does(0)).toBe(`Price confirmation: Always ask (was: Never ask)${whose}`);
    expect(await does(500)).toBe(`Price confirmation: Above 500 credits (was: Always ask)${whose}`);
    expect(all(await place.does({ act: 'show', of: { kind: 'team' } }))).toContain(
      'Price confirmation: Above 500 credits',
    );
    expect(all(await place.does({ act: 'audit', from: null }))).toContain(
      'Change price confirmation · Price confirmation: First video, then above 200 credits → Never ask',
    );
    expect(all(await place.does({ act: 'confirm', over: 1_000_000_001 }))).toContain(
      'Credits must be a whole number from 0 to 1,000,000,000.',
    );
    const { checks } = await auditBooks(database.sql);
    expect(checks.filter((it) => it.wrongCount > 0)).toEqual([]);
  });
});

describe('the channel for credit requests', () => {
  it('is told what comes there, in the language of the team', async () => {
    const place = aPlace();
    const { platform } = place.test;
    await place.does({ act: 'language', language: 'de' });
    const reply = await place.does({ act: 'inbox', channel: 'C7' });
    expect(all(reply)).toBe('Credit requests go to #Channel C7 in '.concat(nameOf(platform.name)));
    const there = platform.replies.filter((it) => it.message.includes('C7'));
    expect(there.map((it) => [all(it.reply), it.reply.language])).toEqual([
      ['Credit requests come here', 'de'],
    ]);
    const shown = all(await place.does({ act: 'show', of: { kind: 'team' } }));
    expect(shown).toContain('Credit requests go to #Channel C7');
    expect(all(await place.does({ act: 'inbox', channel: null }))).toBe(
      'Credit requests appear where they are made',
    );
  });

  it('is none in which nothing can be posted', async () => {
    const place = aPlace();
    const { platform, core } = place.test;
    const { workspace } = place.admin;
    for (const id of ['C7', `${workspace.id}/C7`]) platform.remove({ id });
    const reply = await place.does({ act: 'inbox', channel: 'C7' });
    expect(reply.tone).toBe('refused');
    expect(all(reply)).toContain("Showrunner can't post in #Channel C7");
    const { teamId } = await core.wallet.resolveIdentity(place.admin);
    expect((await core.teams.settings(teamId)).inbox).toBeNull();
  });
});

const nameOf = (chat: string) => chat.charAt(0).toUpperCase() + chat.slice(1);
