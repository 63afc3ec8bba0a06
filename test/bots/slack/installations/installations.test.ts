import { describe, expect, it } from 'vitest';
import {
  knowInstallations,
  writeInstallation,
} from '../../../../src/bots/slack/installations/installations.ts';
import type { SlackInstallation } from '../../../../src/bots/slack/installations/installations.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createFakeInstallations } from '../../../support/surroundings.ts';
import { startListening } from '../receivers/listening.ts';
import type { Listening } from '../receivers/listening.ts';
import { patience } from '../../../support/patience.ts';

const aTeam = ({ workspace }: Listening) => ({
  teamId: workspace.id,
  enterpriseId: workspace.enterpriseId,
});

/** Ada installs the app in her browser. */
async function install(
  slack: Listening,
  choice: Omit<
    Parameters<Listening['emulator']['deliveries']['install']>[0],
    'installUrl' | 'personId'
  > = {},
) {
  const ada = slack.workspace.addPerson({ name: 'Ada', admin: true });
  return slack.emulator.deliveries.install({
    installUrl: slack.installUrl,
    personId: ada.id,
    ...choice,
  });
}

async function eventually(what: () => Promise<void> | void): Promise<void> {
  await expect.poll(what, { timeout: patience(3_000) }).toBeUndefined();
}

describe('installing', () => {
  it('gives the workspace a token of its own', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await slack.connect();
    await expect(slack.tokens.tokenOf(aTeam(slack))).rejects.toMatchObject({ code: 'gone' });
    const end = await install(slack);
    expect(end).toMatchObject({ status: 200 });
    expect(end.body).toContain('Showrunner is installed');
    const { token } = await slack.tokens.tokenOf(aTeam(slack));
    expect(token).toBe(slack.workspace.botToken);
    expect([...slack.installations.kept.keys()]).toEqual([slack.workspace.id]);
    expect(slack.emulator.violations).toEqual([]);
  });

  it('is counted for the operator, and a store that is silent keeps nobody from listening', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await slack.connect();
    expect(slack.tokens.identity()).toBe('the app of 0 workspaces');
    await install(slack);
    const others = slack.otherTokens();
    expect(others.identity()).toBeNull();
    await others.check();
    expect(others.identity()).toBe('the app of 1 workspace');
    slack.installations.ids = () => Promise.reject(new Error('away'));
    await others.check();
    expect(others.identity()).toBeNull();
  });

  it('says what came of it in the language of the browser', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    const page = await fetch(slack.installUrl.replace(/install$/, 'oauth_redirect'), {
      headers: { 'accept-language': 'fr-CA,fr;q=0.9' },
    });
    expect(page.status).toBe(400);
    const body = await page.text();
    expect(body).toContain('<html lang="fr">');
    expect(body).toContain('Ce lien ne fonctionne plus');
    expect(body).toContain('10');
  });

  it('is nothing when it is cancelled', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    const end = await install(slack, { decision: 'deny' });
    expect(end.body).toContain('Nothing was installed');
    expect(slack.installations.kept.size).toBe(0);
  });

  it.each(['cookies-lost', 'other-state'] as const)(
    'is refused to a browser that did not begin it: %s',
    async (tamper) => {
      await using slack = await startListening({ rights: 'many-workspaces' });
      const end = await install(slack, { tamper });
      expect(end).toMatchObject({ status: 400 });
      expect(slack.installations.kept.size).toBe(0);
    },
  );

  it('is refused to workspaces that are not listed, and leaves no token behind', async () => {
    await using slack = await startListening({
      rights: 'many-workspaces',
      workspaces: ['T0SOMEBODYELSE'],
    });
    const end = await install(slack);
    expect(end).toMatchObject({ status: 403 });
    expect(slack.installations.kept.size).toBe(0);
    expect(slack.emulator.calls.map((it) => it.method)).toContain('auth.revoke');
  });

  it('says so when Slack fails it, and works the next time', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    slack.emulator.failNext('oauth.v2.access', { status: 503 });
    expect(await install(slack)).toMatchObject({ status: 502 });
    expect(await install(slack)).toMatchObject({ status: 200 });
  });

  it('is asked for where a command comes from a workspace without the app', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await slack.connect();
    const ada = slack.workspace.addPerson({ name: 'Ada' });
    const channel = slack.workspace.addChannel({ name: 'films' });
    const act = await ada.command('/video', 'a lighthouse', { channel });
    expect((await act.ephemeral()).text).toContain(slack.installUrl);
    expect(slack.received).toEqual([]);
  });

  it('is not asked about for long: listeners hear of people while the store is silent', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await slack.connect();
    slack.installations.find = () => new Promise(() => undefined);
    const ada = slack.workspace.addPerson({ name: 'Ada' });
    const channel = slack.workspace.addChannel({ name: 'films' });
    expect((await ada.command('/video', 'a lighthouse', { channel })).error).toBeNull();
    slack.installations.find = () => Promise.reject(new Error('the store is down'));
    expect((await ada.command('/video', 'a lighthouse', { channel })).error).toBeNull();
    expect(slack.received).toHaveLength(2);
  });

  it('puts no token into any line of the log', async () => {
    await using slack = await startListening({
      rights: 'many-workspaces',
      emulator: { tokenRotation: true },
    });
    await slack.connect();
    await install(slack);
    slack.emulator.failNext('oauth.v2.access', { error: 'invalid_refresh_token' });
    slack.skipAhead(11 * 60 * 60_000);
    await slack.tokens.tokenOf(aTeam(slack));
    slack.emulator.uninstall(slack.workspace);
    await eventually(() => {
      if (slack.installations.kept.size > 0) throw new Error('still there');
    });
    const lines = slack.logged.join('\n');
    expect(lines).toContain('could not be renewed');
    for (const { value } of slack.emulator.world.tokens.values())
      expect(lines).not.toContain(value);
    expect(lines).not.toContain(slack.emulator.clientSecret);
  });
});

describe('an app that is removed', () => {
  it('has no token there any more', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await slack.connect();
    await install(slack);
    await slack.tokens.tokenOf(aTeam(slack));
    slack.emulator.uninstall(slack.workspace);
    await eventually(() => {
      if (slack.installations.kept.size > 0) throw new Error('still there');
    });
    await expect(slack.clients.token(aTeam(slack))).rejects.toMatchObject({ code: 'gone' });
  });

  it('is not removed by late news after it was installed again', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await slack.connect();
    await install(slack);
    await slack.tokens.revoked(aTeam(slack), 'event');
    expect(slack.installations.kept.size).toBe(1);
    const { token } = await slack.tokens.tokenOf(aTeam(slack));
    expect(token).toBe(slack.workspace.botToken);
  });

  it('is noticed by calls as well, where the events are lost', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await install(slack);
    slack.emulator.deliverTo(null);
    slack.emulator.uninstall(slack.workspace);
    await slack.clients.revoked(aTeam(slack));
    expect(slack.installations.kept.size).toBe(0);
    await expect(slack.clients.progress(aTeam(slack))).rejects.toMatchObject({ code: 'gone' });
  });

  it('is kept when Slack only refused a call in a bad hour', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await install(slack);
    slack.emulator.failNext('auth.test', { error: 'invalid_auth' });
    await slack.clients.revoked(aTeam(slack));
    expect(slack.installations.kept.size).toBe(1);
    await expect(slack.clients.token(aTeam(slack))).rejects.toMatchObject({
      code: 'unreachable',
    });
    slack.skipAhead(61_000);
    await expect(slack.clients.token(aTeam(slack))).resolves.toBe(slack.workspace.botToken);
  });
});

describe('clients', () => {
  it('are made once for a token, and anew for the next one', async () => {
    await using slack = await startListening({ rights: 'many-workspaces' });
    await install(slack);
    const first = await slack.clients.progress(aTeam(slack));
    expect(await slack.clients.progress(aTeam(slack))).toBe(first);
    expect(await slack.clients.views(aTeam(slack))).not.toBe(first);
    // Nothing tells us that it was removed in between.
    slack.emulator.deliverTo(null);
    slack.emulator.uninstall(slack.workspace);
    await install(slack);
    const next = await slack.clients.progress(aTeam(slack));
    expect(next).not.toBe(first);
    expect(next.token).toBe(slack.workspace.botToken);
  });

  it('repeat nothing and wait for nothing', async () => {
    await using slack = await startListening();
    const client = await slack.clients.progress(aTeam(slack));
    slack.emulator.failNext('auth.test', { rateLimited: 30 });
    await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
    slack.emulator.failNext('auth.test', 'drop-before');
    await expect(client.auth.test()).rejects.toThrow();
    await client.auth.test();
    expect(slack.emulator.calls.filter((it) => it.method === 'auth.test')).toHaveLength(3);
  });
});

const installation: SlackInstallation = {
  teamId: null,
  enterpriseId: 'E1',
  forOrganisation: true,
  name: 'Studio',
  token: 'xoxb-of-the-organisation',
  refreshToken: null,
  expiresAt: null,
  scopes: [],
  installedBy: 'U1',
};

describe('an installation', () => {
  const team = { teamId: 'T1', enterpriseId: 'E1' };

  it("of a whole organisation serves its workspaces, a workspace's own comes first", async () => {
    const kept = createFakeInstallations();
    await kept.change('E1', () => Promise.resolve(writeInstallation(installation)));
    const find = () => knowInstallations(kept, createManualClock()).find(team);
    expect(await find()).toMatchObject({ token: 'xoxb-of-the-organisation' });
    const own = { ...installation, teamId: 'T1', forOrganisation: false, token: 'xoxb-own' };
    await kept.change('T1', () => Promise.resolve(writeInstallation(own)));
    expect(await find()).toMatchObject({ token: 'xoxb-own' });
  });

  it('of one workspace does not serve the others of its organisation', async () => {
    const kept = createFakeInstallations();
    const own = { ...installation, teamId: 'T2', forOrganisation: false };
    await kept.change('T2', () => Promise.resolve(writeInstallation(own)));
    expect(await knowInstallations(kept, createManualClock()).find(team)).toBeNull();
  });

  it('is remembered for a minute, and longer while the store is silent', async () => {
    const clock = createManualClock();
    const kept = createFakeInstallations();
    await kept.change('E1', () => Promise.resolve(writeInstallation(installation)));
    let silent = false;
    let looks = 0;
    const known = knowInstallations(
      {
        ...kept,
        find(id) {
          looks += 1;
          return silent ? Promise.reject(new Error('silent')) : kept.find(id);
        },
      },
      clock,
    );
    await known.find(team);
    await known.find(team);
    expect(looks).toBe(2);
    silent = true;
    await clock.advance(61_000);
    expect(await known.find(team)).toMatchObject({ token: 'xoxb-of-the-organisation' });
    expect(looks).toBe(3);
    await expect(known.find({ teamId: 'T9', enterpriseId: null })).rejects.toThrow('silent');
  });
});
