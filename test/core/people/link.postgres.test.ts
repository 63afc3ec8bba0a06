import { describe, expect, it } from 'vitest';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { PendingCommand } from '../../../src/core/chat/domain/command.ts';
import { inNewWorkspace, testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asked, wordsOf } from '../requests/choosing.ts';

const database = databaseOfFile();

function scene() {
  const test = testCore(database.sql);
  const { name: platform } = test.platform;
  return {
    one: inNewWorkspace({ platform, admin: true, person: { id: 'ann' } }),
    other: inNewWorkspace({ platform, admin: true, person: { id: 'ann-elsewhere' } }),
    /** What somebody is told, from the first line. */
    told: async (requester: Requester, command: PendingCommand): Promise<readonly string[]> => {
      const interaction = test.anInteraction(command, { requester });
      await asked(test, interaction);
      return wordsOf(test.platform.replyIn(interaction.message)).split('\n');
    },
  };
}

const LINK = { type: 'link', code: null } as const;
const link = (code: string | null) => ({ type: 'admin', act: { act: 'link', code } }) as const;

describe('a code for accounts', () => {
  it('is given only where the team has more than one place, as it works nowhere else', async () => {
    const { one, other, told } = scene();
    const needed =
      "Your team isn't linked with another one yet. An admin has to use /quota link first.";
    expect(await told(one, LINK)).toEqual([needed]);
    const [code = ''] = await told(one, link(null));
    expect((await told(other, link(code)))[0]).toBe('Linked');
    const [own = '', how] = await told(one, LINK);
    expect(how).toContain('Enter it with /video link in the other chat');
    expect(await told(other, { type: 'link', code: own })).toContain(
      'Your two accounts now share one limit.',
    );
    await told(other, { type: 'admin', act: { act: 'unlink', sure: true } });
    expect(await told(one, LINK)).toEqual([needed]);
  });

  it('is not given in a space of somebody’s own', async () => {
    const { one, told } = scene();
    const alone = { ...one, workspace: { id: 'user:ann', kind: 'personal' } } as const;
    expect(await told(alone, LINK)).toEqual(['Link accounts in a server, not in direct messages.']);
  });
});
