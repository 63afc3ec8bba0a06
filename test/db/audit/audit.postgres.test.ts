import { beforeAll, describe, expect, it } from 'vitest';
import type { Allowance } from '../../../src/core/credits/domain/allowance.ts';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { Job, NewJob } from '../../../src/core/jobs/domain/job.ts';
import { transition } from '../../../src/core/jobs/domain/transition.ts';
import { auditBooks, auditWithin } from '../../../src/db/audit/audit.ts';
import { reportAudit } from '../../../src/db/audit/report.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresQuotas } from '../../../src/db/admin/quota-store.ts';
import { createPostgresTeams } from '../../../src/db/teams/team-store.ts';
import { aNewJob, after, aVideo, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const team = teamId('discord:shared:1');
const ann = personId('discord:7');
const allowance: Allowance = { kind: 'credits', credits: 300, per: 'week' };

const database = databaseOfFile();
beforeAll(async () => {
  const store = createPostgresJobStore(database.sql);
  const teams = createPostgresTeams(database.sql);
  const quotas = createPostgresQuotas(database.sql);
  const entry = { at: START, actor: 'discord:1', action: 'grant', target: ann, reason: 'a film' };
  const grant = { grantId: 'g1', subject: ann, credits: 100, expiresAt: null };
  await quotas.grant(team, grant, entry);
  await quotas.changePolicy(team, { kind: 'team', subject: '' }, () => ({ allowance }), {
    ...entry,
    action: 'set',
    target: 'team',
  });
  await teams.change(team, (it) => ({ ...it, words: ['fox'], timeZone: 'Asia/Tokyo' }), {
    ...entry,
    action: 'words',
    target: 'fox',
  });
  await teams.refused(team, { ...entry, actor: 'discord:9', action: 'set', target: 'team' });

  const begin = async (quote: number, over: Partial<NewJob> = {}): Promise<Job> => {
    const accepted = await store.accept(aNewJob({ teamId: team, quote, allowance, ...over }));
    if (accepted.status !== 'accepted') throw new Error(JSON.stringify(accepted));
    return accepted.job;
  };
  const collect = async (job: Job, consumed: number) => {
    const at = after(1);
    const state = {
      ...({ status: 'collecting', operation: { id: 1 }, since: at, renderedAt: at } as const),
      videoUrls: ['https://example.com/v.mp4'],
      consumed,
    };
    const { next, ledger } = transition(
      { ...job, state },
      { type: 'collected', at, video: aVideo },
    );
    await store.save({ job, next, ledger, step: null, at });
  };
  await collect(await begin(180), 150);
  // Held from both the allowance and the grant, one of them charged in part.
  await collect(await begin(170), 165);
  await begin(60);
  const cancelled = await begin(20, { personId: personId('discord:8') });
  const { next, ledger } = transition(cancelled, { type: 'cancelled', at: after(2) });
  await store.save({ job: cancelled, next, ledger, step: null, at: after(2) });
  const lost = await begin(20, { personId: personId('discord:8') });
  const failed = transition(
    { ...lost, state: { status: 'rendering', operation: { id: 2 }, since: START, progress: null } },
    { type: 'render-failed', at: after(3), reason: 'provider-fault', message: null, consumed: 25 },
  );
  await store.save({ job: lost, ...failed, step: null, at: after(3) });
});

async function problemsAfter(tampering: string): Promise<readonly string[]> {
  const found: string[] = [];
  const tried = database.sql.begin(async (tx) => {
    // Without this not even the owner of the tables could tamper with the books.
    await tx`set local session_replication_role = replica`;
    await tx.script(tampering);
    const results = await auditWithin(tx);
    found.push(...results.flatMap((it) => it.wrong.map(({ row, problem }) => `${row} ${problem}`)));
    throw new Undone();
  });
  await expect(tried).rejects.toThrow(Undone);
  return found;
}

class Undone extends Error {}

const COLUMNS = '(team_id, job_id, kind, person_id, credits, at, held_at)';

describe('The audit of the books', () => {
  it('proves what is right, and says how much it looked at', async () => {
    const audit = await auditBooks(database.sql);
    const results = audit.checks;
    expect(results.flatMap((it) => it.wrong)).toEqual([]);
    const counts = new Map(results.map((it) => [it.of, it.counted]));
    expect(Object.fromEntries(counts)).toMatchObject({
      jobs: 5,
      grants: 1,
      'draws on grants': 2,
      'lines of what admins did': 4,
    });
    const { text, right } = reportAudit(audit, START);
    expect(right).toBe(true);
    expect(text).toContain('The books are right.');
    expect(text).not.toContain('WRONG');
  });

  it('names what providers took that no team pays for', async () => {
    const audit = await auditBooks(database.sql);
    expect(audit.costs).toEqual([{ provider: 'fake', kind: 'loss', jobs: 1, credits: 25 }]);
    const overrun = { provider: 'other', kind: 'overrun', jobs: 2, credits: 1_200 } as const;
    const { text, right } = reportAudit({ ...audit, costs: [...audit.costs, overrun] }, START);
    expect(right).toBe(true);
    expect(text).toContain('25 credits taken by fake for 1 video that never came');
    expect(text).toContain('1,200 credits taken by other for 2 videos, beyond the quote');
  });

  it.each([
    [
      'a hold is counted twice',
      `update balances set held = held + 60 where subject = 'pool'`,
      /pool, .* held; the ledger says/,
    ],
    [
      'credits are held for nothing',
      `update balances set held = 5 where subject = 'discord:8'`,
      /discord:8, .* has 5 held; the ledger says 0/,
    ],
    [
      'a charge is counted wrongly',
      `update balances set charged = charged + 1`,
      /charged; the ledger says/,
    ],
    [
      'a balance is missing',
      `delete from balances where subject = 'pool'`,
      /pool, day .* has no balance/,
    ],
    [
      'two periods overlap',
      `update balances set ends_at = starts_at + interval '9 days' where per = 'day';
      insert into balances select team_id, subject, per, starts_at + interval '1 day', ends_at + interval '1 day', 0, 0 from balances where per = 'day'`,
      /begins before the one before it ends/,
    ],
    [
      'a hold was never booked',
      `delete from ledger where kind = 'hold' and credits = 180`,
      /has no hold/,
    ],
    [
      'a hold is not what was quoted',
      `update jobs set quote = 61 where open`,
      /was quoted 61 and held 60/,
    ],
    [
      'a charge was never booked',
      `delete from ledger where kind = 'charge' and credits = 150`,
      /held 180, but charged 0 and gave back 30/,
    ],
    [
      'more is charged than the card says',
      `update ledger set credits = 181 where kind = 'charge' and credits = 150`,
      /says that 150 were charged; booked are 181/,
    ],
    [
      'what was charged is returned as well',
      `update ledger set credits = 180 where kind = 'release' and credits = 30`,
      /charged 150 and gave back 180/,
    ],
    [
      'a job on the way is charged already',
      `insert into ledger ${COLUMNS} select l.team_id, job_id, 'charge', l.person_id, credits, at, held_at from ledger l join jobs using (team_id, job_id) where open`,
      /charged or given back before its end/,
    ],
    [
      'a loss was never booked',
      `delete from ledger where kind = 'loss'`,
      /says that 25 were lost at its provider; booked are 0/,
    ],
    [
      'a loss is booked that no job had',
      `insert into ledger ${COLUMNS} select l.team_id, job_id, 'loss', l.person_id, 7, at, held_at from ledger l join jobs using (team_id, job_id) where open`,
      /says that 0 were lost at its provider; booked are 7/,
    ],
    ['an entry is for a job that is not there', `delete from jobs where open`, /belongs to no job/],
    [
      'somebody else pays',
      `update ledger set person_id = 'discord:1' where kind = 'charge'`,
      /has entries of somebody else/,
    ],
    ['a job is left without a next step', `delete from schedule`, /has no next step/],
    ['a job has no card', `delete from cards`, /has no card/],
    [
      'a job that is over counts as open',
      `update jobs set open = true`,
      /counts as open though it is over/,
    ],
    ['a grant grows', `update grants set credits = 1000`, /is not in the log/],
    ['a grant forgets what was drawn', `update grants set charged = 0`, /has 0 charged; jobs took/],
    ['a grant gives more than it has', `update grants set credits = 10`, /gave .* of 10/],
    ['a draw is lost', `delete from grant_usage`, /from grants; it drew 0/],
    [
      'credits are carried that nobody was charged',
      `insert into ledger ${COLUMNS} select team_id, job_id, 'carry', 'slack:U1', 5, at, held_at from ledger where kind = 'hold'`,
      /is not what the other account was charged/,
    ],
    [
      'a line of the log is gone',
      `delete from audit_log where seq = 2`,
      /line 3 has lines missing before it/,
    ],
    [
      'a line of the log was changed',
      `update audit_log set reason = 'none' where seq = 1`,
      /line 1 was changed/,
    ],
    [
      'a line was put in between',
      `update audit_log set seq = seq + 100 where seq > 1; update audit_log set seq = seq - 99 where seq > 100; insert into audit_log select team_id, 2, at, actor, action, outcome, target, before, after, reason, previous, hash from audit_log where seq = 1`,
      /line 2 does not follow/,
    ],
    [
      'a request was approved and nothing granted',
      `insert into credit_requests (team_id, request_id, person_id, subject, credits, interaction, status, at, expires_at) values ('${team}', 'r', 'discord:7', 'discord:7', 5, '{}', 'approved', now(), now())`,
      /request r was approved and nothing granted/,
    ],
    [
      'a quota is not what an admin set',
      `update policies set policy = '{"allowance": {"kind": "unlimited"}}'`,
      /team {2}is not in the log/,
    ],
    [
      'a rule is not what an admin set',
      `update teams set settings = jsonb_set(settings, '{words}', '[]')`,
      /words is not in the log/,
    ],
    [
      'a rule was set by nobody',
      `update teams set settings = jsonb_set(settings, '{admins}', '[{"platform": "discord", "id": "9"}]')`,
      /admins is not in the log/,
    ],
    [
      'the end of the log is cut off',
      `delete from audit_log where seq > 2`,
      /words is not in the log/,
    ],
  ])('notices when %s', async (_what, tampering, told) => {
    expect(await problemsAfter(tampering)).toContainEqual(expect.stringMatching(told));
  });

  it('tells which rows are wrong, of many the first ones', () => {
    const wrong = [{ team: 't', row: 'job 1 (failed)', problem: 'has no hold' }];
    const result = { of: 'jobs', counted: 1_200, proved: 'each is held', wrong, wrongCount: 7 };
    const { text, right } = reportAudit({ checks: [result], costs: [] }, START);
    expect(right).toBe(false);
    expect(text).toContain('WRONG   7 of 1,200 jobs; it should be: each is held');
    expect(text).toContain('t, job 1 (failed) has no hold\n            and 6 more');
    expect(text).toContain('7 rows are wrong. Nothing was changed.');
  });

  it('stands on tables that nobody can rewrite', async () => {
    await expect(database.sql`update ledger set credits = 1`).rejects.toThrow('append-only');
    await expect(database.sql`delete from audit_log`).rejects.toThrow('append-only');
    await expect(database.sql`truncate ledger`).rejects.toThrow('append-only');
  });
});
