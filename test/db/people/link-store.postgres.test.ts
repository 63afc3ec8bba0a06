import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Allowance } from '../../../src/core/credits/domain/allowance.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { transition } from '../../../src/core/jobs/domain/transition.ts';
import type { JobStore } from '../../../src/core/jobs/ports/job-store.ts';
import type { LinkStore } from '../../../src/core/people/ports/link-store.ts';
import type { Wallet } from '../../../src/core/credits/ports/wallet.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresLinks } from '../../../src/db/people/link-store.ts';
import { createPostgresQuotas } from '../../../src/db/admin/quota-store.ts';
import { createPostgresTeams } from '../../../src/db/teams/team-store.ts';
import { createPostgresWallet } from '../../../src/db/credits/wallet.ts';
import { aNewJob, after, aVideo, START } from '../../support/builders.ts';
import { testDatabase } from '../../support/database/database.ts';
import type { TestDatabase } from '../../support/database/database.ts';
import { expectBooksBalance } from '../../support/e2e/ledger-audit.ts';

let database: TestDatabase;
let links: LinkStore;
let wallet: Wallet;
let jobs: JobStore;
beforeAll(async () => {
  database = await testDatabase();
  links = createPostgresLinks(database.sql);
  wallet = createPostgresWallet(database.sql);
  jobs = createPostgresJobStore(database.sql);
});
afterAll(async () => {
  // Whatever was linked and unlinked, nothing was lost or counted twice.
  await expectBooksBalance(database.sql);
  await database[Symbol.asyncDispose]();
});

let places = 0;
function aPlace(platform: string): Requester {
  places += 1;
  return {
    platform,
    workspace: { id: `${platform}-${places}`, kind: 'shared' },
    person: { id: `ann-${platform}` },
    roles: [],
    admin: true,
  };
}

const entry = { at: START, actor: 'admin', action: 'link', target: 't', reason: '' };
const until = after(60_000);
const whoIs = (requester: Requester) => wallet.resolveIdentity(requester);
const codeOf = async (requester: Requester, of: 'place' | 'account') =>
  links.offer(await whoIs(requester), requester, of, until, entry);

async function linkedPlaces() {
  const [guild, workspace] = [aPlace('discord'), aPlace('slack')];
  const joined = await links.joinTeam(workspace, await codeOf(guild, 'place'), entry);
  expect(joined.status).toBe('done');
  return { guild, workspace };
}

const allowance: Allowance = { kind: 'credits', credits: 100, per: 'week' };

async function spend(requester: Requester, quote: number, charged: number | null, at = START) {
  const who = await whoIs(requester);
  const newJob = aNewJob({ ...who, platform: requester.platform, quote, allowance, at });
  const accepted = await jobs.accept(newJob);
  if (accepted.status !== 'accepted' || charged === null) return accepted;
  const state = {
    ...({ status: 'collecting', operation: { id: 1 }, since: at, renderedAt: at } as const),
    videoUrls: ['https://example.com/v.mp4'],
    consumed: charged,
  };
  const job = { ...accepted.job, state };
  const { next, ledger } = transition(job, { type: 'collected', at, video: aVideo });
  await jobs.save({ job: accepted.job, next, ledger, step: null, at });
  return accepted;
}

async function usedBy(requester: Requester) {
  const { used, extra } = await wallet.usage(await whoIs(requester), [], START);
  return [used.day.used, used.week.used, used.month.used, extra.left];
}

describe('two places', () => {
  it('share a team once an admin of each agreed, and part as they were', async () => {
    const { guild, workspace } = await linkedPlaces();
    const [one, other] = [await whoIs(guild), await whoIs(workspace)];
    expect(other.teamId).toBe(one.teamId);
    expect(other.personId).not.toBe(one.personId);
    expect(await links.isLinked(one.teamId)).toBe(true);
    expect(await links.leaveTeam(workspace, entry)).toMatchObject({ status: 'done' });
    expect(await links.isLinked(one.teamId)).toBe(false);
    expect((await whoIs(workspace)).teamId).toBe(`slack:shared:${workspace.workspace.id}`);
    expect(await links.leaveTeam(workspace, entry)).toEqual({ status: 'not-linked' });
  });

  it('part when the one that made the code wants it, too', async () => {
    const { guild, workspace } = await linkedPlaces();
    expect(await links.leaveTeam(guild, entry)).toMatchObject({ status: 'done' });
    expect((await whoIs(workspace)).teamId).not.toBe((await whoIs(guild)).teamId);
  });

  it('write it down on both sides', async () => {
    const { guild, workspace } = await linkedPlaces();
    const teams = createPostgresTeams(database.sql);
    const page = { from: null, most: 10 };
    const home = await teams.auditLog((await whoIs(guild)).teamId, page);
    expect(home).toHaveLength(2);
    await links.leaveTeam(workspace, entry);
    const own = await teams.auditLog((await whoIs(workspace)).teamId, page);
    expect(own).toHaveLength(2);
  });

  it('are not linked by a code that is wrong, used, over, or of another kind', async () => {
    const { guild, workspace } = await linkedPlaces();
    const code = await codeOf(guild, 'place');
    const third = aPlace('slack');
    for (const wrong of ['', 'AAAAA-AAAAA', `${code}A`]) {
      expect(await links.joinTeam(third, wrong, entry)).toEqual({ status: 'unknown-code' });
    }
    const over = { ...entry, at: until };
    expect(await links.joinTeam(third, code, over)).toEqual({ status: 'unknown-code' });
    expect(await links.joinPerson(workspace, code, entry)).toEqual({ status: 'other-kind' });
    const ofAccount = await codeOf(guild, 'account');
    expect(await links.joinTeam(third, ofAccount, entry)).toEqual({ status: 'other-kind' });
    const typed = ` ${code.toLowerCase().replace('-', ' ')} `;
    expect(await links.joinTeam(third, typed, entry)).toMatchObject({ status: 'done' });
    expect(await links.joinTeam(aPlace('slack'), code, entry)).toEqual({ status: 'unknown-code' });
  });

  it('are not linked with themselves, nor while they are linked elsewhere', async () => {
    const { guild, workspace } = await linkedPlaces();
    const code = await codeOf(guild, 'place');
    expect(await links.joinTeam(guild, code, entry)).toEqual({ status: 'same' });
    expect(await links.joinTeam(workspace, code, entry)).toEqual({ status: 'same' });
    const elsewhere = await codeOf(aPlace('discord'), 'place');
    expect(await links.joinTeam(workspace, elsewhere, entry)).toEqual({ status: 'linked-already' });
    expect(await links.joinTeam(guild, elsewhere, entry)).toEqual({ status: 'linked-already' });
  });

  it('wait for what is on the way, which belongs to the books as they are', async () => {
    const [guild, workspace] = [aPlace('discord'), aPlace('slack')];
    const code = await codeOf(guild, 'place');
    await spend(workspace, 10, null);
    expect(await links.joinTeam(workspace, code, entry)).toEqual({ status: 'jobs-open', jobs: 1 });
    const linked = await linkedPlaces();
    await spend(linked.guild, 10, null);
    expect(await links.leaveTeam(linked.workspace, entry)).toMatchObject({ status: 'done' });
    const again = await linkedPlaces();
    await spend(again.workspace, 10, null);
    for (const requester of [again.workspace, again.guild]) {
      expect(await links.leaveTeam(requester, entry)).toEqual({ status: 'jobs-open', jobs: 1 });
    }
  });

  it('are linked once by a code that two give at the same time', async () => {
    const code = await codeOf(aPlace('discord'), 'place');
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => links.joinTeam(aPlace('slack'), code, entry)),
    );
    expect(outcomes.filter((it) => it.status === 'done')).toHaveLength(1);
  });
});

describe('two accounts', () => {
  it('are one person with one allowance, and what both used counts', async () => {
    const { guild, workspace } = await linkedPlaces();
    await spend(guild, 30, 30);
    await spend(workspace, 40, 25);
    expect(await usedBy(guild)).toEqual([30, 30, 30, 0]);
    const joined = await links.joinPerson(workspace, await codeOf(guild, 'account'), entry);
    expect(joined.status).toBe('done');
    expect((await whoIs(workspace)).personId).toBe((await whoIs(guild)).personId);
    expect(await usedBy(workspace)).toEqual([55, 55, 55, 0]);
    expect(await spend(workspace, 46, null)).toMatchObject({ status: 'short', left: 45 });
    const { poolUsed } = await wallet.usage(await whoIs(guild), [], START);
    expect(poolUsed.week.used).toBe(55);
  });

  it('bring what was used in the month along, but not what was used before', async () => {
    const { guild, workspace } = await linkedPlaces();
    await spend(workspace, 7, 7, after(-40 * 86_400_000));
    await spend(workspace, 20, 20, after(-9 * 86_400_000));
    await spend(workspace, 5, 5);
    await links.joinPerson(workspace, await codeOf(guild, 'account'), entry);
    expect(await usedBy(guild)).toEqual([5, 5, 25, 0]);
  });

  it('bring their grants along', async () => {
    const { guild, workspace } = await linkedPlaces();
    const { teamId, personId } = await whoIs(workspace);
    const quotas = createPostgresQuotas(database.sql);
    const grant = { grantId: 'g', subject: personId, credits: 60, expiresAt: null };
    await quotas.grant(teamId, grant, { ...entry, action: 'grant' });
    await spend(workspace, 110, 105);
    await links.joinPerson(workspace, await codeOf(guild, 'account'), entry);
    expect(await usedBy(guild)).toEqual([100, 100, 100, 55]);
  });

  it('part, and being linked again counts nothing twice', async () => {
    const { guild, workspace } = await linkedPlaces();
    await spend(workspace, 25, 25);
    for (let round = 0; round < 2; round += 1) {
      const code = await codeOf(guild, 'account');
      expect(await links.joinPerson(workspace, code, entry)).toMatchObject({ status: 'done' });
      expect(await usedBy(guild)).toEqual([25, 25, 25, 0]);
      const leaving = round === 0 ? workspace : guild;
      expect(await links.leavePerson(leaving, entry)).toMatchObject({ status: 'done' });
      expect((await whoIs(workspace)).personId).not.toBe((await whoIs(guild)).personId);
    }
    expect(await usedBy(workspace)).toEqual([25, 25, 25, 0]);
    expect(await links.leavePerson(guild, entry)).toEqual({ status: 'not-linked' });
  });

  it('are not linked across teams, with themselves, twice, or in a row', async () => {
    const { guild, workspace } = await linkedPlaces();
    const stranger = await codeOf(aPlace('discord'), 'account');
    expect(await links.joinPerson(workspace, stranger, entry)).toEqual({ status: 'other-team' });
    const code = await codeOf(guild, 'account');
    expect(await links.joinPerson(guild, code, entry)).toEqual({ status: 'same' });
    expect(await links.joinPerson(workspace, code, entry)).toMatchObject({ status: 'done' });
    const third = { ...guild, person: { id: 'third' } };
    const ofThird = await codeOf(third, 'account');
    // One is linked to somebody; somebody is linked to the other.
    for (const requester of [workspace, guild]) {
      expect(await links.joinPerson(requester, ofThird, entry)).toEqual({
        status: 'linked-already',
      });
    }
    const ofLinked = await codeOf(workspace, 'account');
    expect(await links.joinPerson(third, ofLinked, entry)).toMatchObject({ status: 'done' });
    expect((await whoIs(third)).personId).toBe((await whoIs(guild)).personId);
  });

  it('wait for what is on the way', async () => {
    const { guild, workspace } = await linkedPlaces();
    await spend(workspace, 10, null);
    const code = await codeOf(guild, 'account');
    expect(await links.joinPerson(workspace, code, entry)).toEqual({
      status: 'jobs-open',
      jobs: 1,
    });
  });

  it('are parted when their places are', async () => {
    const { guild, workspace } = await linkedPlaces();
    await links.joinPerson(workspace, await codeOf(guild, 'account'), entry);
    await links.leaveTeam(workspace, entry);
    const rows = await database.sql`
      select 1 from accounts where team_id = ${(await whoIs(guild)).teamId}`;
    expect(rows).toHaveLength(0);
  });
});
