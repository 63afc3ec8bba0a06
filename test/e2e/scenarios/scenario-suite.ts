import { describe, expect, it } from 'vitest';
import { openBoth, openSession } from '../../support/e2e/user.ts';
import type { HarnessOptions } from '../../support/e2e/harness/harness.ts';
import { SCENARIOS } from './scenarios.ts';

/** One of longer words than English, and one in other letters, without blanks or plurals. */
const OTHER_LANGUAGES = ['de', 'ja'];

/** Plays every scenario in each chat, and in both at once. */
export function describeScenarios(harnessOptions: Pick<HarnessOptions, 'through'> = {}): void {
  describe.each(['discord', 'slack'] as const)('A service in %s', (chat) => {
    for (const { what, options, run: play } of SCENARIOS) {
      it(what, async () => {
        await using opened = await openSession(chat, { ...harnessOptions, ...options });
        await play(opened);
        await opened.user.expectInOrder();
      });
    }
  });

  describe('A service in both chats at once', () => {
    it('answers everybody where they are, and keeps two teams apart', async () => {
      await using opened = await openBoth(harnessOptions);
      const { harness, user, slackUser } = opened;
      const inDiscord = await user.create({ prompt: 'a lighthouse in one chat' });
      const inSlack = await slackUser.create({ prompt: 'a lighthouse in the other' });
      for (const answer of [inDiscord, inSlack]) {
        const text = await answer.end();
        expect(text).toContain('Your video is ready');
        expect(text).toContain('180 credits · 2,820 left');
        expect(answer.videos()).toHaveLength(1);
      }
      const teams = await harness.database.sql`select distinct team_id from jobs`;
      expect(teams).toHaveLength(2);
      await user.expectInOrder();
      await slackUser.expectInOrder();
    });
  });
}

/** Plays in other languages what is told in words. */
export function describeTranslated(): void {
  const told = SCENARIOS.filter((it) => it.once !== true);
  describe.each(OTHER_LANGUAGES)('In %s', (language) => {
    describe.each(['discord', 'slack'] as const)('a service in %s', (chat) => {
      for (const { what, options, run: play } of told) {
        it(what, async () => {
          await using opened = await openSession(chat, { ...options, language });
          await play(opened);
          await opened.user.expectInOrder();
        });
      }
    });
  });
}
