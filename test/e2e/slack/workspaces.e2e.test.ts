import { describe, expect, it } from 'vitest';
import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import { PATHS } from '../../../src/bots/slack/receivers/manifest.ts';
import { throughPorts } from '../../support/e2e/harness/ports.ts';
import { expectNoSecrets, openSlackWorld } from '../../support/e2e/slack.ts';
import type { SlackWorld, SlackWorldOptions } from '../../support/e2e/slack.ts';

const HOUR = 60;

describe('Two workspaces that installed the app at once', () => {
  it('do not notice when one of them removes it, and its job is paid for and shown to nobody', async () => {
    await using world = await openSlackWorld({ slack: { workspaces: 'many' } });
    const { chat, database } = world;
    const other = chat.addWorkspace({ name: 'Agency', installed: false });
    const bea = other.addPerson({ name: 'Bea' });
    const posters = other.addChannel({ name: 'posters' });
    const pages = await Promise.all([install(world, world.ada.id), install(world, bea.id)]);
    for (const page of pages) expect(page).toMatchObject({ status: 200 });
    expect(await installed(world)).toEqual([world.workspace.id, other.id].toSorted());

    await Promise.all([
      world.startAtOnce(),
      world.startAtOnce({ workspace: other, channel: posters }),
    ]);
    const leaving = await world.create('a slow tide !verySlow');
    const staying = await world.create('a glacier !verySlow', { by: bea, channel: posters });
    for (const it of [leaving, staying]) await world.shown(it, /Rendering/);

    chat.uninstall(world.workspace);
    await chat.until('both events to be answered', () =>
      chat.deliveries.log.filter((it) => it.kind === 'events_api').length >= 2 ? true : undefined,
    );
    await world.shown(staying, /Rendering/);
    const since = chat.calls.length;
    const shownBefore = world.textOf(leaving);
    const messages = chat.messages(world.channel, world.ada).length;
    await world.letGo();
    expect(await world.end(staying)).toContain('180 credits · ');
    expect(world.videosOf(staying)).toHaveLength(1);

    const jobs = await database.sql<{ team: string; status: string; charged: number }[]>`
      select team_id as team, status, (state ->> 'charged')::int as charged from jobs`;
    expect(jobs).toHaveLength(2);
    for (const job of jobs) expect(job).toMatchObject({ status: 'succeeded', charged: 180 });
    expect(world.textOf(leaving)).toBe(shownBefore);
    expect(chat.messages(world.channel, world.ada)).toHaveLength(messages);
    // Nothing was even tried with what it had given.
    const tried = chat.calls.slice(since).filter((it) => it.status === 200);
    expect(tried.filter((it) => it.workspaceId === world.workspace.id)).toEqual([]);
    expect(await installed(world)).toEqual([other.id]);
    const [kept] = await database.sql<{ all: string }[]>`
      select coalesce(string_agg(sealed, ' '), '') as all from installations`;
    expectNoSecrets(chat, [kept?.all ?? '']);
    await world.expectInOrder();
    // The log that had no secrets in it was no empty one.
    for (const words of ['the app was installed', 'the app was removed', 'job moved']) {
      expect(world.lines.join('')).toContain(words);
    }
  });
});

describe('A token that runs out in the middle of a job', () => {
  it('is renewed once, though two processes need it at the same moment', async () => {
    const meeting = createMeeting(2);
    await using world = await openSlackWorld({ ...ROTATING, wrap: meeting.wrap });
    const { chat } = world;
    await install(world, world.ada.id);
    await world.startAtOnce();
    await world.open({ ROLES: 'worker' }, meeting.wrap);
    const first = world.workspace.botToken;
    const asked = await Promise.all(
      ['one', 'two', 'three', 'four'].map((it) => world.create(`tide number ${it} !verySlow`)),
    );
    for (const it of asked) await world.shown(it, /Rendering/);
    world.passMinutes(11 * HOUR);
    const met = meeting.begin();
    // Long enough for the other process to want the same.
    chat.failNext('oauth.v2.access', { delayMs: 400 });
    await world.letGo();
    await world.hurried((rest) => rest());

    for (const it of asked) {
      expect(world.textOf(it)).toContain('Your video is ready');
      expect(world.videosOf(it)).toHaveLength(1);
    }
    await met;
    const renewals = chat.calls.filter(
      (it) => it.method === 'oauth.v2.access' && it.args.grant_type === 'refresh_token',
    );
    expect(renewals).toHaveLength(1);
    const used = new Set(chat.calls.map((it) => it.token).filter((it) => it !== null));
    expect([...used]).toEqual([first, world.workspace.botToken]);

    // And the one that came of it serves as well as the first.
    world.passMinutes(11 * HOUR);
    const next = await world.create('a harbour');
    expect(await world.end(next)).toContain('Your video is ready');
    await world.expectInOrder();
  });
});

/** Has so many processes begin to show a card at the same moment. */
function createMeeting(processes: number) {
  const here = new Set<Adapters>();
  const all = Promise.withResolvers<undefined>();
  let begun = false;
  return {
    begin: () => {
      begun = true;
      return all.promise;
    },
    wrap: (core: Adapters): Adapters => {
      // One card at a time, or one process might take them all.
      const cards: Adapters['cards'] = {
        ...core.cards,
        claim: (names, most, ...rest) => core.cards.claim(names, Math.min(most, 1), ...rest),
      };
      return throughPorts({ ...core, cards }, (name, _args, call) => {
        if (!begun || name !== 'platform.show') return call();
        here.add(core);
        if (here.size === processes) all.resolve(undefined);
        return all.promise.then(call);
      });
    },
  };
}

const ROTATING: SlackWorldOptions = {
  environment: { HAPPYHORSE_APP_IN_FLIGHT: '4' },
  slack: { workspaces: 'many', tokenRotation: true },
};

/** Somebody walks the pages by which the app is installed, in a browser. */
function install({ chat, environment }: SlackWorld, personId: string) {
  const installUrl = `${environment.PUBLIC_URL ?? ''}${PATHS.install}`;
  return chat.install({ installUrl, personId });
}

async function installed({ database }: SlackWorld): Promise<readonly string[]> {
  const rows = await database.sql<{ id: string }[]>`select workspace_id as id
    from installations order by id`;
  return rows.map((it) => it.id);
}
