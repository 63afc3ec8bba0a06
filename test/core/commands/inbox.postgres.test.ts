import { describe, expect, it } from 'vitest';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { inNewWorkspace, testCore, toCreate } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakePlatform } from '../../support/fakes/fake-platform.ts';
import type { FakePlatform } from '../../support/fakes/fake-platform.ts';
import { asked, choose, wordsOf } from '../requests/choosing.ts';

const database = databaseOfFile();

let minted = 0;

/** A chat in which a channel is reached only by the workspace that it is in. */
function aChat(): FakePlatform {
  const chat = createFakePlatform({ name: `chat-of-inbox-${(minted += 1)}` });
  chat.addressOf = (workspace, channel) => `${workspace ?? 'nowhere'}/${channel}`;
  return chat;
}

/** Two places that are one team: of two chats, or both of one. */
async function linked(same: boolean) {
  const one = aChat();
  const other = same ? one : aChat();
  const allowance = { kind: 'credits', credits: 40, per: 'week' } as const;
  const test = testCore(database.sql, {
    platform: one,
    wrap: ({ defaults }) => ({
      platforms: new Map([one, other].map((it) => [it.name, it])),
      defaults: { ...defaults, policy: { ...defaults.policy, allowance } },
    }),
  });
  const adminIn = ({ name }: FakePlatform, channel: string) =>
    inNewWorkspace({ platform: name, admin: true, person: { id: `eve-${channel}` }, channel });
  const [first, second] = [adminIn(one, 'first'), adminIn(other, 'second')];
  const message = { id: 'answers' };
  const said = async (requester: Requester, command: Parameters<typeof test.anInteraction>[0]) => {
    await asked(test, test.anInteraction(command, { requester, message }));
    const chat = requester.platform === one.name ? one : other;
    return wordsOf(chat.replyIn(message));
  };
  const code = (await said(first, { type: 'admin', act: { act: 'link', code: null } })).split('\n');
  await said(second, { type: 'admin', act: { act: 'link', code: code[0] ?? '' } });
  const toAdmins = (requester: Requester, channel: string) =>
    said(requester, { type: 'admin', act: { act: 'inbox', channel } });
  /** Somebody in the first place asks for more than they have. */
  async function asking() {
    const ann = { ...first, admin: false, person: { id: `ann-${(minted += 1)}` } };
    const interaction = test.anInteraction(toCreate('a horse'), { requester: ann });
    await asked(test, interaction);
    await choose(test, {
      message: interaction.message,
      label: 'Ask for 60 credits',
      requester: ann,
    });
  }
  const told = (at: Requester, channel: string) => {
    const chat = at.platform === one.name ? one : other;
    return wordsOf(chat.replyIn({ id: `${at.workspace.id}/${channel}` }));
  };
  return { test, first, second, said, toAdmins, asking, told };
}

describe.each([
  ['of two chats', false],
  ['of one chat', true],
])('Two linked places %s', (_, same) => {
  it('have requests for credits put where an admin of either wants them', async () => {
    const { first, second, toAdmins, asking, told } = await linked(same);
    await toAdmins(second, 'admins');
    await asking();
    expect(told(second, 'admins')).toContain('60 credits requested');
    expect(told(first, 'first')).toBe('nothing');
  });

  it('send nothing there any more once they are parted', async () => {
    const { test, first, second, said, toAdmins, asking, told } = await linked(same);
    await toAdmins(second, 'admins');
    await said(second, { type: 'admin', act: { act: 'digest', channel: 'admins' } });
    await said(second, { type: 'admin', act: { act: 'unlink', sure: true } });
    await asking();
    expect(told(second, 'admins')).not.toContain('requested');
    expect(told(first, 'first')).toContain('60 credits requested');
    const { teamId } = await test.core.wallet.resolveIdentity(first);
    expect(await test.core.teams.settings(teamId)).toMatchObject({ inbox: null, digest: null });
  });

  it('keep sending where the place that stays wants them', async () => {
    const { test, first, second, said, toAdmins, asking, told } = await linked(same);
    await toAdmins(first, 'admins');
    await said(second, { type: 'admin', act: { act: 'unlink', sure: true } });
    await asking();
    expect(told(first, 'admins')).toContain('60 credits requested');
    const { teamId } = await test.core.wallet.resolveIdentity(first);
    const { inbox } = await test.core.teams.settings(teamId);
    expect(inbox).toMatchObject({ id: 'admins', workspace: first.workspace.id });
  });
});
