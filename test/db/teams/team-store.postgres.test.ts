import { beforeAll, describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/credits/domain/allowance.ts';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { TeamId } from '../../../src/core/shared/domain/ids.ts';
import { USUAL_TEAM } from '../../../src/core/teams/domain/team-settings.ts';
import type { TeamSettings } from '../../../src/core/teams/domain/team-settings.ts';
import type { NewAuditEntry } from '../../../src/core/teams/domain/audit-entry.ts';
import type { PolicyKey } from '../../../src/core/admin/ports/quota-store.ts';
import type { TeamStore } from '../../../src/core/teams/ports/team-store.ts';
import { AUDIT_HASH } from '../../../src/db/admin/audit-chain.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import type { QuotaStore } from '../../../src/core/admin/ports/quota-store.ts';
import { createPostgresQuotas } from '../../../src/db/admin/quota-store.ts';
import { createPostgresTeams } from '../../../src/db/teams/team-store.ts';
import { createPostgresWallet } from '../../../src/db/credits/wallet.ts';
import { aNewJob, after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let teams: TeamStore;
let quotas: QuotaStore;
beforeAll(() => {
  teams = createPostgresTeams(database.sql);
  quotas = createPostgresQuotas(database.sql);
});

let made = 0;
function freshTeam(): TeamId {
  made += 1;
  return teamId(`team-${made}`);
}

function anEntry(over: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return { at: START, actor: 'chat:ada', action: 'set', target: 'team', reason: '', ...over };
}

const withWord = (word: string) => (settings: TeamSettings) => {
  return { ...settings, words: [...settings.words, word] };
};

const policiesOf = (team: TeamId) =>
  database.sql`select kind, subject, policy from policies where team_id = ${team}`;
const log = (team: TeamId) => teams.auditLog(team, { from: null, most: 100 });

/** Lines whose digest is not what their content and the line before say. */
async function brokenLines(team: TeamId): Promise<number[]> {
  const { sql } = database;
  const rows = await sql<{ seq: number }[]>`
    select e.seq::int from (
      select *, lag(hash, 1, '') over (order by seq) as before_it,
        row_number() over (order by seq) as nth
      from audit_log where team_id = ${team}
    ) e
    where e.hash <> ${sql.raw(AUDIT_HASH)} or e.previous <> e.before_it or e.seq <> e.nth`;
  return rows.map((it) => it.seq);
}

describe('what admins set for a team', () => {
  it('is as usual until somebody changes it, and each team has its own', async () => {
    const team = freshTeam();
    expect(await teams.settings(team)).toEqual(USUAL_TEAM);
    const changed = await teams.change(team, withWord('gore'), anEntry());
    expect(changed).toEqual({ before: USUAL_TEAM, after: { ...USUAL_TEAM, words: ['gore'] } });
    expect(await teams.settings(team)).toEqual(changed.after);
    expect(await teams.settings(freshTeam())).toEqual(USUAL_TEAM);
  });

  it('is read with what is understood of it', async () => {
    const team = freshTeam();
    await database.sql`
      insert into teams (team_id, time_zone, settings) values (${team}, 'Europe/Berlin',
        '{"words": ["a", 7, null, "b"], "admins": "all", "channels": {"allow": [{"id": "c"}]},
          "models": {"deny": ["p/m"], "prefer": 3}, "inbox": {"platform": "slack", "id": "C1"}}')`;
    expect(await teams.settings(team)).toEqual({
      ...USUAL_TEAM,
      timeZone: 'Europe/Berlin',
      words: ['a', 'b'],
      models: { allow: [], deny: ['p/m'], prefer: null },
      inbox: { platform: 'slack', id: 'C1' },
    });
  });

  it('loses nothing when two change it at once', async () => {
    const team = freshTeam();
    const words = Array.from({ length: 8 }, (_, n) => `word-${n}`);
    await Promise.all(words.map((it) => teams.change(team, withWord(it), anEntry())));
    expect((await teams.settings(team)).words.toSorted()).toEqual(words);
    expect(await brokenLines(team)).toEqual([]);
    expect(await log(team)).toHaveLength(8);
  });

  it('is not changed to a time zone that the database does not know', async () => {
    const team = freshTeam();
    const nowhere = (settings: TeamSettings) => ({ ...settings, timeZone: 'Nowhere/Land' });
    await expect(teams.change(team, nowhere, anEntry())).rejects.toThrow('time zone');
    expect(await teams.settings(team)).toEqual(USUAL_TEAM);
    expect(await log(team)).toEqual([]);
  });

  it('lets a running period end when it was to end, and the next one by the new time zone', async () => {
    const team = freshTeam();
    const jobs = createPostgresJobStore(database.sql);
    const wallet = createPostgresWallet(database.sql);
    const who = { teamId: team, personId: personId('chat:ann') };
    const dayAt = async (now: Date) => {
      const { day } = (await wallet.usage(who, [], now)).used;
      return [day.used, day.renewsAt.toISOString()];
    };
    const spend = (quote: number, at: Date) => jobs.accept(aNewJob({ ...who, quote, at }));
    // Half past midnight in Berlin; the day before in UTC.
    const late = new Date('2026-11-18T23:30:00Z');
    await spend(70, START);
    const berlin = (settings: TeamSettings) => ({ ...settings, timeZone: 'Europe/Berlin' });
    await teams.change(team, berlin, anEntry({ at: late }));
    await spend(30, late);
    expect(await dayAt(late)).toEqual([100, '2026-11-19T00:00:00.000Z']);
    const next = new Date('2026-11-19T00:00:00Z');
    await spend(5, next);
    expect(await dayAt(next)).toEqual([5, '2026-11-19T23:00:00.000Z']);
  });
});

describe('what admins set for somebody', () => {
  const ann: PolicyKey = { kind: 'person', subject: 'chat:ann' };
  const day = { kind: 'credits', credits: 100, per: 'day' } as const;

  it('is kept part by part, and gone when nothing of it is left', async () => {
    const team = freshTeam();
    const set = (policy: Policy) =>
      quotas.changePolicy(team, ann, (before) => ({ ...before, ...policy }), anEntry());
    expect(await set({ allowance: day })).toEqual({ before: {}, after: { allowance: day } });
    await set({ perJob: 50 });
    expect(await policiesOf(team)).toEqual([{ ...ann, policy: { allowance: day, perJob: 50 } }]);
    await set({ allowance: undefined, perJob: undefined });
    expect(await policiesOf(team)).toEqual([]);
    expect((await log(team)).map((it) => [it.before, it.after])).toEqual([
      [{ allowance: day, perJob: 50 }, {}],
      [{ allowance: day }, { allowance: day, perJob: 50 }],
      [{}, { allowance: day }],
    ]);
  });

  it('is told once when it is set twice', async () => {
    const team = freshTeam();
    for (const at of [START, after(1)]) {
      await quotas.changePolicy(team, ann, () => ({ atOnce: 2 }), anEntry({ at }));
    }
    expect(await log(team)).toHaveLength(1);
  });
});

describe('extra credits', () => {
  const grant = { grantId: 'g', subject: 'chat:ann', credits: 100, expiresAt: after(1_000) };

  it('are given once, however often they are', async () => {
    const team = freshTeam();
    expect(await quotas.grant(team, grant, anEntry({ reason: 'launch' }))).toBe(true);
    expect(await quotas.grant(team, grant, anEntry({ reason: 'launch' }))).toBe(false);
    expect(await quotas.grants(team, 'chat:ann', START)).toEqual([
      { grantId: 'g', credits: 100, left: 100, reason: 'launch', expiresAt: after(1_000) },
    ]);
    expect(await quotas.grants(team, 'pool', START)).toEqual([]);
    expect(await log(team)).toHaveLength(1);
  });

  it('are listed soonest to expire first, and not once they expired', async () => {
    const team = freshTeam();
    for (const [grantId, expiresAt] of [
      ['never', null],
      ['later', after(2_000)],
      ['sooner', after(1_000)],
    ] as const) {
      await quotas.grant(team, { ...grant, grantId, expiresAt }, anEntry());
    }
    const ids = async (now: Date) =>
      (await quotas.grants(team, 'chat:ann', now)).map((it) => it.grantId);
    expect(await ids(START)).toEqual(['sooner', 'later', 'never']);
    expect(await ids(after(1_000))).toEqual(['later', 'never']);
  });

  it('are taken back once by what is asked for once, and told the same again', async () => {
    const team = freshTeam();
    const revoke = (once: string) =>
      quotas.revoke(team, 'chat:ann', null, { ...anEntry(), action: 'revoke' }, once);
    await quotas.grant(team, { ...grant, grantId: 'a' }, anEntry());
    await quotas.grant(team, { ...grant, grantId: 'b' }, anEntry());
    expect(await revoke('one')).toBe(200);
    await quotas.grant(team, { ...grant, grantId: 'c' }, anEntry());
    // What was granted since is another matter.
    expect(await revoke('one')).toBe(200);
    expect(await quotas.grants(team, 'chat:ann', START)).toMatchObject([{ grantId: 'c' }]);
    expect(await revoke('another')).toBe(100);
    expect(await log(team)).toHaveLength(5);
  });

  it('are taken back as far as no job holds them', async () => {
    const team = freshTeam();
    for (const grantId of ['a', 'b', 'c'])
      await quotas.grant(team, { ...grant, grantId }, anEntry());
    await database.sql`
      update grants set held = 30, charged = 20 where team_id = ${team} and grant_id = 'a'`;
    await database.sql`
      update grants set charged = 100 where team_id = ${team} and grant_id = 'b'`;
    expect(await quotas.revoke(team, 'chat:ben', null, anEntry())).toBe(0);
    expect(await quotas.revoke(team, 'chat:ann', 'c', anEntry())).toBe(100);
    expect(await quotas.revoke(team, 'chat:ann', null, anEntry())).toBe(50);
    expect(await quotas.revoke(team, 'chat:ann', null, anEntry())).toBe(0);
    expect(await quotas.grants(team, 'chat:ann', START)).toEqual([]);
    expect((await log(team)).map((it) => it.before)).toEqual([
      [{ grant: 'a', left: 50 }],
      [{ grant: 'c', left: 100 }],
      null,
      null,
      null,
    ]);
  });
});

describe('the audit log', () => {
  it('tells who did what, why, and what it was before and after', async () => {
    const team = freshTeam();
    await teams.change(team, withWord('gore'), anEntry({ action: 'words', target: 'gore' }));
    await teams.refused(team, anEntry({ at: after(5), actor: 'chat:eve', action: 'grant' }));
    expect(await log(team)).toEqual([
      {
        seq: 2,
        at: after(5),
        actor: 'chat:eve',
        action: 'grant',
        outcome: 'refused',
        target: 'team',
        before: null,
        after: null,
        reason: '',
      },
      {
        seq: 1,
        at: START,
        actor: 'chat:ada',
        action: 'words',
        outcome: 'done',
        target: 'gore',
        before: { words: [] },
        after: { words: ['gore'] },
        reason: '',
      },
    ]);
  });

  it('is read page by page', async () => {
    const team = freshTeam();
    for (let n = 0; n < 5; n += 1) await teams.refused(team, anEntry());
    const seqs = async (from: number | null) =>
      (await teams.auditLog(team, { from, most: 2 })).map((it) => it.seq);
    expect([await seqs(null), await seqs(3), await seqs(1)]).toEqual([[5, 4], [3, 2], [1]]);
  });

  it('takes whatever somebody writes as a reason', async () => {
    const team = freshTeam();
    await teams.refused(team, anEntry({ reason: 'a\0b \ud800 🦊 "\\', target: '\0' }));
    expect((await log(team))[0]?.reason).toBe('a\ufffdb \ufffd 🦊 "\\');
    expect(await brokenLines(team)).toEqual([]);
  });

  it('cannot be changed, and shows it where it was', async () => {
    const team = freshTeam();
    for (const action of ['a', 'b', 'c', 'd']) await teams.refused(team, anEntry({ action }));
    const { sql } = database;
    await expect(sql`update audit_log set actor = 'x' where team_id = ${team}`).rejects.toThrow(
      'append-only',
    );
    expect(await brokenLines(team)).toEqual([]);
    await sql.begin(async (tx) => {
      await tx`alter table audit_log disable trigger audit_log_append_only`;
      await tx`update audit_log set actor = 'x' where team_id = ${team} and seq = 2`;
      await tx`delete from audit_log where team_id = ${team} and seq = 3`;
      await tx`alter table audit_log enable trigger audit_log_append_only`;
    });
    expect(await brokenLines(team)).toEqual([2, 4]);
  });
});
