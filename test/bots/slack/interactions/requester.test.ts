import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKnownLocales } from '../../../../src/bots/slack/interactions/known-locales.ts';
import { createReadRequester } from '../../../../src/bots/slack/interactions/requester.ts';
import type {
  RequesterRead,
  SlackUser,
} from '../../../../src/bots/slack/interactions/requester.ts';
import type { SlackListenerDependencies } from '../../../../src/bots/slack/interactions/listener-types.ts';
import { outOfOrderReply } from '../../../../src/core/chat/domain/replies.ts';
import { replyLines } from '../../../core/messages/domain/plain-text.ts';
import { silent } from '../../../support/core.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot, BotOptions } from '../bot.ts';

let bot: Bot;
const restart = async (options: BotOptions) => {
  await bot[Symbol.asyncDispose]();
  bot = await startBot(options);
};
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
});

async function askedBy(person: Bot['ada']) {
  const before = bot.answers.length;
  await person.command('/video', 'status', { channel: bot.channel });
  return (await bot.answered(before + 1)).requester;
}

const callsOf = (method: string) => bot.emulator.calls.filter((it) => it.method === method).length;

describe('the requester', () => {
  it('has the user groups of the workspace as roles', async () => {
    const editors = bot.workspace.addUserGroup({ handle: 'editors', members: [bot.ada] });
    bot.workspace.addUserGroup({ handle: 'others' });
    expect((await askedBy(bot.ada)).roles).toEqual([editors.id]);
    const lin = bot.workspace.addPerson({ name: 'Lin' });
    expect((await askedBy(lin)).roles).toEqual([]);
    expect(callsOf('usergroups.list')).toBe(1);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('has the language that Slack says, and none where it says none', async () => {
    const yui = bot.workspace.addPerson({ name: 'Yui', locale: 'ja-JP' });
    expect((await askedBy(yui)).person).toMatchObject({ locale: 'ja-JP' });
    const [told] = bot.emulator.calls.filter((it) => it.method === 'users.info');
    expect(told?.args).toMatchObject({ include_locale: 'true' });
    for (const locale of [null, '', 'no tag at all', 'x'.repeat(200)]) {
      const person = bot.workspace.addPerson({ name: 'Lin', locale });
      expect((await askedBy(person)).person).not.toHaveProperty('locale');
    }
  });

  it('keeps the language that Slack last told while it does not say', async () => {
    const yui = bot.workspace.addPerson({ name: 'Yui', locale: 'ja-JP' });
    await askedBy(yui);
    bot.listening.skipAhead(2 * 60_000);
    bot.emulator.failNext('users.info', { error: 'internal_error' });
    expect((await askedBy(yui)).person).toMatchObject({ locale: 'ja-JP' });
  });

  it('has none where the app may not read them', async () => {
    await restart({ emulator: { scopes: ['commands', 'chat:write', 'users:read'] } });
    bot.workspace.addUserGroup({ handle: 'editors', members: [bot.ada] });
    expect((await askedBy(bot.ada)).roles).toEqual([]);
    await askedBy(bot.ada);
    expect(callsOf('usergroups.list')).toBe(1);
  });

  it('keeps the groups it was last known in while Slack does not say', async () => {
    const group = bot.workspace.addUserGroup({ handle: 'interns', members: [bot.ada] });
    expect((await askedBy(bot.ada)).roles).toEqual([group.id]);
    bot.listening.skipAhead(6 * 60_000);
    bot.emulator.failNext('usergroups.list', { error: 'internal_error' });
    // What holds for a group may be less than what holds for everyone.
    expect((await askedBy(bot.ada)).roles).toEqual([group.id]);
    group.members = [];
    expect((await askedBy(bot.ada)).roles).toEqual([]);
  });

  it('is an admin as Slack has it now, at most a minute ago', async () => {
    const admin = bot.workspace.addPerson({ name: 'Grace', admin: true });
    expect((await askedBy(admin)).admin).toBe(true);
    expect((await askedBy(bot.workspace.addPerson({ name: 'Root', owner: true }))).admin).toBe(
      true,
    );
    admin.record.admin = false;
    expect((await askedBy(admin)).admin).toBe(true);
    bot.listening.skipAhead(61_000);
    expect((await askedBy(admin)).admin).toBe(false);
  });

  it('is no admin while Slack does not say', async () => {
    const admin = bot.workspace.addPerson({ name: 'Grace', admin: true });
    bot.emulator.failNext('users.info', { error: 'internal_error' });
    expect((await askedBy(admin)).admin).toBe(false);
    expect((await askedBy(admin)).admin).toBe(true);
  });

  it('is known as a guest', async () => {
    const guest = bot.workspace.addPerson({ name: 'Lin', guest: 'single-channel' });
    const where = bot.workspace.directMessage(guest);
    await guest.command('/video', 'status', { channel: where });
    expect((await bot.answered(1)).requester.roles).toEqual(['guest']);
  });

  it('is in the workspace in direct messages too', async () => {
    const where = bot.workspace.directMessage(bot.ada);
    await bot.ada.command('/video', 'a horse', { channel: where });
    const interaction = await bot.answered(1);
    expect(interaction.requester.workspace).toEqual({ id: bot.workspace.id, kind: 'shared' });
    expect(refOf(interaction).channelId).toBe(where.id);
  });

  it('is told where the service is not for their workspace', async () => {
    await restart({ workspaces: ['T0SOMEWHERE'] });
    const act = await bot.ada.command('/video', 'a horse', { channel: bot.channel });
    expect(bot.emulator.text(await act.ephemeral())).toContain("Showrunner isn't available here");
    expect(bot.asks).toEqual([]);
    const form = await (await bot.ada.command('/video', '', { channel: bot.channel })).modal();
    expect(JSON.stringify(form.view)).toContain("Showrunner isn't available here");
    bot.ada.openHome();
    await bot.emulator.until('the Home tab', () => bot.ada.home ?? undefined);
    expect(JSON.stringify(bot.ada.home?.view)).toContain("Showrunner isn't available here");
  });

  it('is served where the service is for their workspace', async () => {
    const { id } = bot.workspace;
    const readRequester = reading({ workspaces: new Set([id]) });
    expect((await readRequester(slackUser())).status).toBe('known');
  });
});

const slackUser = (over: Partial<SlackUser> = {}): SlackUser => ({
  team: { teamId: bot.workspace.id, enterpriseId: null },
  userId: bot.ada.id,
  userTeamId: bot.workspace.id,
  ...over,
});

function reading(over: Partial<SlackListenerDependencies> = {}) {
  const { clients, clock, tokens } = bot.listening;
  return createReadRequester({
    clients,
    clock,
    logger: silent,
    homeReplies: bot.homeReplies,
    locales: createKnownLocales(clock),
    workspaces: new Set(),
    installed: (team) => tokens.installed(team),
    conversations: {
      receive: none,
      answer: none,
      resume: none,
      form: none,
      language: none,
      home: none,
    },
    ...over,
  });
}
const none = () => Promise.reject(new Error('nobody asks this'));

const refusalOf = (read: RequesterRead) =>
  read.status === 'refused' ? replyLines(read.reply) : [];

describe('somebody of another workspace in a shared channel', () => {
  it('is refused where theirs does not have the app', async () => {
    const read = await reading({ installed: () => Promise.resolve(false) })(
      slackUser({ userTeamId: 'T0OTHER' }),
    );
    expect(refusalOf(read)).toEqual([
      "(refused) Showrunner isn't installed in your workspace",
      'Only the other workspace in this shared channel has it.',
      'Not started, not charged',
    ]);
  });

  it('is refused while nobody can say, without a claim about their workspace', async () => {
    const installed = () => Promise.reject(new Error('no database'));
    const read = await reading({ installed })(slackUser({ userTeamId: 'T0OTHER' }));
    expect(refusalOf(read)).toEqual(replyLines(outOfOrderReply()));
  });

  it('may be of the same organisation while Slack does not say, and is not told otherwise', async () => {
    bot.emulator.failNext('users.info', { error: 'internal_error' });
    const team = { teamId: bot.workspace.id, enterpriseId: 'E0ORG' };
    const read = await reading({ installed: () => Promise.resolve(false) })(
      slackUser({ team, userTeamId: 'T0OTHER' }),
    );
    expect(refusalOf(read)).toEqual(replyLines(outOfOrderReply()));
  });

  it('asks for their own workspace where that has the app, with the rights they have there', async () => {
    const other = bot.emulator.addWorkspace({ name: 'Other' });
    const own = new WebClient(other.botToken, { slackApiUrl: bot.emulator.apiUrl });
    const { clients } = bot.listening;
    const readRequester = reading({
      installed: ({ teamId }) => Promise.resolve(teamId === other.id),
      clients: {
        ...clients,
        views: (team) => (team.teamId === other.id ? Promise.resolve(own) : clients.views(team)),
      },
    });
    const lin = other.addPerson({ name: 'Lin', admin: true });
    expect(await readRequester(slackUser({ userId: lin.id, userTeamId: other.id }))).toMatchObject({
      requester: { workspace: { id: other.id }, admin: true },
    });
    const admin = bot.workspace.addPerson({ name: 'Grace', admin: true });
    expect(
      await readRequester(slackUser({ userId: admin.id, userTeamId: other.id })),
    ).toMatchObject({
      requester: { workspace: { id: other.id }, admin: false, roles: ['guest'] },
    });
  });

  it('belongs here where both are one organisation', async () => {
    const team = { teamId: bot.workspace.id, enterpriseId: 'E0ORG' };
    const read = await reading()(slackUser({ team, userTeamId: 'E0ORG' }));
    expect(read.status === 'known' && read.requester.workspace.id).toBe(bot.workspace.id);
  });
});
