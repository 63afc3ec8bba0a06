import { describe, expect, it } from 'vitest';
import { PATHS } from '../../../src/bots/slack/receivers/manifest.ts';
import { expectNoSecrets, openSlackWorld } from '../../support/e2e/slack.ts';
import type { SlackWorld } from '../../support/e2e/slack.ts';

const HOUR = 60;

describe('An organisation that installed the app for all of its workspaces', () => {
  it('has teams with books of their own, by one token that is renewed, beside a workspace with its own', async () => {
    await using world = await openSlackWorld({
      environment: { HAPPYHORSE_APP_IN_FLIGHT: '1' },
      slack: { workspaces: 'many', tokenRotation: true },
    });
    const { chat } = world;
    const { organisation, studio, agency, lab, root } = anOrganisation(world);
    expect(await install(world, root.id)).toMatchObject({ status: 200 });
    expect(await install(world, lab.person.id, false)).toMatchObject({ status: 200 });
    expect(await kept(world)).toEqual([organisation.id, lab.workspace.id].toSorted());
    const first = { ofAll: organisation.botToken, own: lab.workspace.botToken };

    await Promise.all([studio, agency, lab].map((it) => world.startAtOnce(it)));

    const bySomebody = ({ person, channel }: Place) => ({ by: person, channel });
    const slow = await world.create('a lighthouse !verySlow', bySomebody(studio));
    await world.shown(slow, /Rendering/);
    const others = await Promise.all([
      // A form is sent off without a word of the workspace that it is for.
      world.fillIn({ prompt: 'a harbour' }, bySomebody(agency)),
      world.create('a glacier', bySomebody(lab)),
    ]);
    const dropped = await world.create('a tide', bySomebody(agency));
    await chat.until('its buttons', () => world.buttonsOf(dropped)[0]);
    await world.press(dropped, 'Cancel', { by: agency.person });
    await world.shown(dropped, /Cancelled/);
    await world.letGo();
    await world.hurried((rest) => rest());
    for (const it of [slow, ...others]) {
      expect(world.textOf(it)).toContain('Your video is ready');
      expect(world.videosOf(it)).toHaveLength(1);
    }
    expect(await books(world)).toEqual([
      { team: `slack:shared:${studio.workspace.id}`, jobs: 1 },
      { team: `slack:shared:${agency.workspace.id}`, jobs: 2 },
      { team: `slack:shared:${lab.workspace.id}`, jobs: 1 },
    ]);
    agency.person.openHome();
    const home = await chat.until('the Home tab', () => agency.person.home ?? undefined);
    expect(chat.text(home)).toContain('a harbour');
    expect(chat.text(home)).not.toContain('a lighthouse');

    world.passMinutes(11 * HOUR);
    const later = await Promise.all(
      [studio, agency, lab].map((it) => world.create('the sea again', bySomebody(it))),
    );
    await world.hurried((rest) => rest());
    for (const it of later) expect(world.textOf(it)).toContain('Your video is ready');
    const renewals = chat.calls.filter((it) => it.args.grant_type === 'refresh_token');
    expect(renewals).toHaveLength(2);
    // Each of them by its own right, before and after.
    const tokens = { ofAll: organisation.botToken, own: lab.workspace.botToken };
    expect(usedFor(world, studio)).toEqual(new Set([first.ofAll, tokens.ofAll]));
    expect(usedFor(world, agency)).toEqual(new Set([first.ofAll, tokens.ofAll]));
    expect(usedFor(world, lab)).toEqual(new Set([first.own, tokens.own]));
    await world.expectInOrder();
  });

  it('removes it in the middle of jobs, and they are paid for and shown to nobody', async () => {
    await using world = await openSlackWorld({
      environment: { HAPPYHORSE_APP_IN_FLIGHT: '4' },
      slack: { workspaces: 'many' },
    });
    const { chat, database } = world;
    const { organisation, studio, agency, lab, root } = anOrganisation(world);
    await install(world, root.id);
    await install(world, lab.person.id, false);
    await Promise.all([studio, agency, lab].map((it) => world.startAtOnce(it)));
    const leaving = await Promise.all(
      [studio, agency].map(({ person: by, channel }) =>
        world.create('a slow tide !verySlow', { by, channel }),
      ),
    );
    const staying = await world.create('a glacier !verySlow', {
      by: lab.person,
      channel: lab.channel,
    });
    for (const it of [...leaving, staying]) await world.shown(it, /Rendering/);

    chat.uninstall(organisation);
    await expect.poll(() => kept(world)).toEqual([lab.workspace.id]);
    const since = chat.calls.length;
    const shownBefore = leaving.map((it) => world.textOf(it));
    await world.letGo();
    expect(await world.end(staying)).toContain('Your video is ready');
    expect(world.videosOf(staying)).toHaveLength(1);

    const jobs = await database.sql<{ status: string; charged: number }[]>`
      select status, (state ->> 'charged')::int as charged from jobs`;
    expect(jobs).toHaveLength(3);
    for (const job of jobs) expect(job).toMatchObject({ status: 'succeeded', charged: 180 });
    expect(leaving.map((it) => world.textOf(it))).toEqual(shownBefore);
    for (const { channel, person } of [studio, agency]) {
      expect(chat.messages(channel, person)).toHaveLength(1);
    }
    // Nothing was even tried with what it had given.
    const tried = new Set(chat.calls.slice(since).map((it) => it.token));
    tried.delete(null);
    expect(tried).toEqual(new Set([lab.workspace.botToken]));
    const [row] = await database.sql<{ all: string }[]>`
      select coalesce(string_agg(sealed, ' '), '') as all from installations`;
    expectNoSecrets(chat, [row?.all ?? '']);
    await world.expectInOrder();
  });
});

type Place = ReturnType<typeof anOrganisation>['studio'];

/** Two workspaces that the organisation serves, and one that will install the app by itself. */
function anOrganisation({ chat }: SlackWorld) {
  const organisation = chat.addOrganisation({ name: 'Acme' });
  const place = (name: string, somebody: string) => {
    const workspace = organisation.addWorkspace({ name });
    const person = workspace.addPerson({ name: somebody });
    return { workspace, person, channel: workspace.addChannel({ name: 'films' }) };
  };
  const studio = place('Studio', 'Bea');
  const root = studio.workspace.addPerson({ name: 'Root', admin: true });
  return { organisation, studio, root, agency: place('Agency', 'Cy'), lab: place('Lab', 'Di') };
}

/** Somebody walks the pages by which the app is installed, in a browser. */
function install({ chat, environment }: SlackWorld, personId: string, forOrganisation = true) {
  const installUrl = `${environment.PUBLIC_URL ?? ''}${PATHS.install}`;
  return chat.install({ installUrl, personId, forOrganisation });
}

async function kept({ database }: SlackWorld): Promise<readonly string[]> {
  const rows = await database.sql<{ id: string }[]>`select workspace_id as id
    from installations order by id`;
  return rows.map((it) => it.id);
}

/** By the token of which calls about a workspace were made. */
function usedFor({ chat }: SlackWorld, { workspace }: Place): ReadonlySet<string | null> {
  const calls = chat.calls.filter((it) => it.workspaceId === workspace.id && it.token !== null);
  return new Set(calls.map((it) => it.token));
}

interface Books {
  readonly team: string;
  readonly jobs: number;
}

/** How many jobs each team has in its books. */
async function books({ database }: SlackWorld): Promise<readonly Books[]> {
  return database.sql<Books[]>`select team_id as team, count(distinct job_id)::int as jobs
    from ledger group by team_id order by team_id`;
}
