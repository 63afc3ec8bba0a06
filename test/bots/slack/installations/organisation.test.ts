import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnToken } from '../../../../src/bots/slack/installations/authorize.ts';
import { buttonIdOf } from '../../../../src/bots/shared/button-ids.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { patience, settled } from '../../../support/patience.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';

let bot: Bot;
let organisation: NonNullable<Bot['listening']['organisation']>;
let other: ReturnType<typeof organisation.addWorkspace>;
beforeEach(async () => {
  bot = await startBot({ rights: 'many-workspaces', inOrganisation: true });
  if (bot.listening.organisation === null) throw new Error('There is no organisation.');
  organisation = bot.listening.organisation;
  other = organisation.addWorkspace({ name: 'Other' });
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

async function install(forOrganisation = true) {
  const { id } = bot.workspace.addPerson({ name: 'Root', admin: true });
  const { installUrl } = bot.listening;
  return bot.emulator.install({ installUrl, personId: id, forOrganisation });
}

const kept = () => [...bot.listening.installations.kept.keys()];
const team = () => ({ teamId: bot.workspace.id, enterpriseId: organisation.id });
/** Of the card that is shown here. */
const CANCEL = buttonIdOf('cancel', aShownCard().jobId);
const methods = (name: string) => bot.emulator.calls.filter((it) => it.method === name);

describe('an organisation that installs the app', () => {
  it('gives one token for all of its workspaces, and says what is next', async () => {
    const page = await install();
    expect(page).toMatchObject({ status: 200 });
    expect(page.body).toContain('installed for your organization');
    expect(kept()).toEqual([organisation.id]);
    for (const teamId of [bot.workspace.id, other.id]) {
      expect(await bot.listening.tokens.tokenOf({ ...team(), teamId })).toEqual({
        token: organisation.botToken,
        forOrganisation: true,
      });
    }
  });

  it('is found by who names it, whatever was asked without it before', async () => {
    await install();
    const alone = { teamId: bot.workspace.id, enterpriseId: null };
    expect(await bot.listening.tokens.installed(alone)).toBe(false);
    expect(await bot.listening.tokens.installed(team())).toBe(true);
    // Known from then on: a channel is announced to by the workspace alone.
    expect(await bot.listening.tokens.installed(alone)).toBe(true);
  });

  it('is found by a process that never heard from any of its workspaces', async () => {
    await install();
    const others = bot.listening.otherTokens();
    const alone = (teamId: string) => others.tokenOf({ teamId, enterpriseId: null });
    bot.emulator.failNext('auth.teams.list', { status: 503 });
    // Nobody may take that for a place that is closed for good.
    await expect(alone(other.id)).rejects.toMatchObject({ code: 'unreachable' });
    await Promise.all(
      [bot.workspace.id, other.id, other.id].map(async (id) => {
        expect(await alone(id)).toEqual({ token: organisation.botToken, forOrganisation: true });
      }),
    );
    await expect(alone('T0SOMEWHERE')).rejects.toMatchObject({ code: 'gone' });
    expect(methods('auth.teams.list')).toHaveLength(2);

    const later = organisation.addWorkspace({ name: 'Later' });
    bot.listening.skipAhead(61_000);
    expect(await alone(later.id)).toMatchObject({ token: organisation.botToken });
    organisation.withheld.add(other.id);
    const fresh = bot.listening.otherTokens().tokenOf({ teamId: other.id, enterpriseId: null });
    await expect(fresh).rejects.toMatchObject({ code: 'gone' });
  });

  it('is asked page by page for its workspaces, and not at all where it removed the app', async () => {
    await install();
    const many = Array.from({ length: 1_001 }, (_, n) =>
      organisation.addWorkspace({ name: `Desk ${n}` }),
    );
    const tokens = bot.listening.otherTokens();
    const last = { teamId: many.at(-1)?.id ?? '', enterpriseId: null };
    expect(await tokens.tokenOf(last)).toMatchObject({ forOrganisation: true });
    expect(methods('auth.teams.list')).toHaveLength(2);
    bot.emulator.uninstall(organisation);
    await expect.poll(kept).toEqual([]);
    const asked = bot.listening.otherTokens().tokenOf(last);
    await expect(asked).rejects.toMatchObject({ code: 'gone' });
    expect(methods('auth.teams.list')).toHaveLength(2);
  });

  it('is told apart from a workspace that has the app by itself, when either removes it', async () => {
    await install();
    await install(false);
    expect(kept()).toEqual([organisation.id, bot.workspace.id]);
    const { token } = await bot.listening.tokens.tokenOf(team());
    expect(token).toBe(bot.workspace.botToken);
    bot.emulator.uninstall(bot.workspace);
    await expect.poll(kept).toEqual([organisation.id]);
    expect(await bot.listening.tokens.tokenOf(team())).toMatchObject({ forOrganisation: true });

    await install(false);
    bot.emulator.uninstall(organisation);
    await expect.poll(kept).toEqual([bot.workspace.id]);
    const elsewhere = bot.listening.tokens.tokenOf({ ...team(), teamId: other.id });
    await expect(elsewhere).rejects.toMatchObject({ code: 'gone' });
  });

  it('is removed by news that names a workspace with an installation of its own', async () => {
    await install();
    await install(false);
    bot.emulator.deliverTo(null);
    bot.emulator.uninstall(organisation);
    await bot.listening.tokens.revoked(team(), 'event');
    expect(kept()).toEqual([bot.workspace.id]);
  });

  it('may keep the app out of a workspace again: there is no way to anybody then', async () => {
    await install();
    await bot.ada.command('/video', 'tide', { channel: bot.channel });
    const interaction = await bot.answered(1);
    organisation.withheld.add(bot.workspace.id);
    const keep = () => Promise.resolve();
    const shown = bot.platform.show(interaction.message, aShownCard(), {
      keep,
      signal: AbortSignal.timeout(patience(5_000)),
    });
    await expect(shown).rejects.toMatchObject({ code: 'gone' });
  });
});

describe('what an organisation-wide app hears', () => {
  beforeEach(async () => {
    await install();
  });

  it('is asked in the workspace where a command was typed', async () => {
    const bea = other.addPerson({ name: 'Bea', admin: true });
    const channel = other.addChannel({ name: 'posters' });
    await bea.command('/video', 'tide', { channel });
    const interaction = await bot.answered(1);
    expect(interaction.requester).toMatchObject({ workspace: { id: other.id }, admin: true });
    expect(refOf(interaction)).toMatchObject({ teamId: other.id, enterpriseId: organisation.id });
    expect(methods('usergroups.list').at(-1)?.args).toMatchObject({ team_id: other.id });
  });

  it('is asked in the workspace where a form was opened', async () => {
    const bea = other.addPerson({ name: 'Bea' });
    const channel = other.addChannel({ name: 'posters' });
    await bea.command('/video', '', { channel });
    const form = await bot.emulator.until('the form', () => {
      const { modal } = bea;
      return modal?.view.submit === undefined ? undefined : modal;
    });
    await bea.submit(form, { prompt: 'tide' });
    const interaction = await bot.answered(1);
    expect(interaction.requester.workspace.id).toBe(other.id);
    expect(refOf(interaction)).toMatchObject({ teamId: other.id, channelId: channel.id });
  });

  it('is asked by a shortcut in the workspace that it names', async () => {
    const bea = other.addPerson({ name: 'Bea' });
    await bea.shortcut('create_video');
    const form = await bot.emulator.until('the form', () => {
      const { modal } = bea;
      return modal?.view.submit === undefined ? undefined : modal;
    });
    await bea.submit(form, { prompt: 'tide' });
    expect((await bot.answered(1)).requester.workspace.id).toBe(other.id);
  });

  it('hears presses on a Home tab in the workspace where that was opened', async () => {
    const bea = other.addPerson({ name: 'Bea' });
    bea.openHome();
    const home = await bot.emulator.until('the Home tab', () => bea.home ?? undefined);
    expect(home.view.private_metadata).toBe(other.id);
    await settled();
    const before = methods('users.info').length;
    await bea.press(home, 'home-refresh');
    await expect.poll(() => methods('views.publish'), { timeout: patience(3_000) }).toHaveLength(2);
    // It is written on the tab, so nobody has to be asked.
    expect(methods('users.info')).toHaveLength(before);
  });

  it('hears of a Home tab that was opened nobody knows where', async () => {
    const bea = other.addPerson({ name: 'Bea' });
    const event = { type: 'app_home_opened', user: bea.id, channel: 'D0BEA', tab: 'home' };
    await bot.emulator.deliveries.events.send(organisation.id, event).settled;
    const home = await bot.emulator.until('the Home tab', () => bea.home ?? undefined);
    expect(home.view.private_metadata).toBe(other.id);
  });

  it('hears presses on a card in the workspace of the card', async () => {
    await bot.ada.command('/video', 'tide', { channel: bot.channel });
    const { message } = await bot.answered(1);
    const signal = AbortSignal.timeout(patience(5_000));
    await bot.platform.show(message, aShownCard(), { keep: () => Promise.resolve(), signal });
    const shown = bot.emulator.messages(bot.channel).at(-1);
    if (shown === undefined) throw new Error('There is no card.');
    await bot.ada.press(shown, CANCEL);
    const interaction = await bot.answered(2);
    expect(interaction.requester.workspace.id).toBe(bot.workspace.id);
    expect(refOf(interaction)).toMatchObject({ teamId: bot.workspace.id, kind: 'press' });
  });

  it('believes no mark of a workspace that somebody is not in', async () => {
    await bot.ada.command('/video', 'tide', { channel: bot.channel });
    const { message } = await bot.answered(1);
    const signal = AbortSignal.timeout(patience(5_000));
    const keep = () => Promise.resolve();
    await bot.platform.show(message, aShownCard(), { keep, signal });
    const shown = bot.emulator.messages(bot.channel).at(-1);
    if (shown === undefined) throw new Error('There is no card.');
    await bot.ada.pressForged(shown, { action_id: CANCEL, value: other.id });
    // They are in one workspace alone, so it must have been there.
    expect((await bot.answered(2)).requester.workspace.id).toBe(bot.workspace.id);

    bot.listening.skipAhead(61_000);
    bot.emulator.failNext('users.info', { error: 'internal_error' }, 5);
    const act = await bot.ada.press(shown, CANCEL);
    expect((await act.ephemeral()).text).toContain("didn't say which workspace");
    expect(bot.answers).toHaveLength(2);
  });
});

describe('the one token of an organisation', () => {
  it.each([
    ['in place of a workspace', {}],
    ['without any workspace', { team_id: null, team: null }],
  ])('lets in the organisation alone, tested %s', async (_, told) => {
    await install();
    const { clients, clock } = bot.listening;
    const client = await clients.views(team());
    const test = await client.auth.test();
    Object.assign(client.auth, { test: () => Promise.resolve({ ...test, ...told }) });
    const tokens = createOwnToken({ token: organisation.botToken, clientOf: () => client, clock });
    expect(tokens.identity()).toBeNull();
    await tokens.check();
    expect(tokens.identity()).toBe(
      'team' in told ? test.user : `${String(test.user)} in ${String(test.team)}`,
    );
    expect(await tokens.installed({ ...team(), teamId: other.id })).toBe(true);
    expect(await tokens.installed({ teamId: 'T0ELSE', enterpriseId: 'E0ELSE' })).toBe(false);
    expect(await tokens.installed({ teamId: 'T0ELSE', enterpriseId: null })).toBe(false);
  });
});
