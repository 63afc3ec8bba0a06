import { describe, expect, it } from 'vitest';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { JobState, NewJob } from '../../../src/core/jobs/domain/job.ts';
import type { LedgerEntry } from '../../../src/core/jobs/domain/charge-or-release-credits.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresPeople } from '../../../src/db/people/person-store.ts';
import { createPostgresReports } from '../../../src/db/reports/reports.ts';
import { aNewJob, aVideo, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();

let teams = 0;

/** A team of its own, and its jobs at their moments. */
function aTeam() {
  teams += 1;
  const team = teamId(`a-chat:shared:${teams}`);
  const jobs = createPostgresJobStore(database.sql);
  const ask = async (at: string, over: Partial<NewJob> = {}) => {
    const accepted = await jobs.accept(aNewJob({ teamId: team, at: new Date(at), ...over }));
    if (accepted.status !== 'accepted') throw new Error(accepted.status);
    return accepted.job;
  };
  const ended = async (at: string, next: JobState, ledger: readonly LedgerEntry[], over = {}) => {
    const job = await ask(at, over);
    expect(await jobs.save({ job, next, ledger, step: null, at: new Date(at) })).toBe(true);
    return job;
  };
  const done = (at: string, charged: number, over: Partial<NewJob> = {}) =>
    ended(
      at,
      {
        status: 'succeeded',
        operation: null,
        video: aVideo,
        consumed: null,
        charged,
        since: new Date(at),
        renderedAt: new Date(at),
        at: new Date(at),
      },
      [
        { kind: 'charge', credits: charged },
        ...(charged < 100 ? [{ kind: 'release' as const, credits: 100 - charged }] : []),
      ],
      over,
    );
  const back = [{ kind: 'release', credits: 100 }] as const;
  const failed = (at: string, over: Partial<NewJob> = {}, lost = 0) =>
    ended(
      at,
      {
        status: 'failed',
        at: new Date(at),
        reason: 'moderated',
        message: null,
        operation: null,
        lost,
      },
      lost === 0 ? back : [...back, { kind: 'loss', credits: lost }],
      over,
    );
  const cancelled = (at: string) => ended(at, { status: 'cancelled', at: new Date(at) }, back);
  return { team, ask, done, failed, cancelled, reports: createPostgresReports(database.sql) };
}

const ann = personId('a-chat:ann');
const ben = personId('a-chat:ben');

describe('a report', () => {
  it('adds up what became of videos and of their credits, by day, person and model', async () => {
    const it = aTeam();
    await it.done('2026-11-17T10:00:00Z', 80, { personId: ann });
    await it.done('2026-11-18T10:00:00Z', 100, { personId: ben, model: 'fake-2' });
    await it.failed('2026-11-18T11:00:00Z', { personId: ann }, 70);
    await it.cancelled('2026-11-18T12:00:00Z');
    await it.ask('2026-11-18T13:00:00Z', { personId: ann });
    const span = { timeZone: 'UTC', first: '2026-11-17', last: '2026-11-18' };
    const report = await it.reports.report(it.team, span);
    expect(report.totals).toEqual({
      asked: 5,
      delivered: 2,
      failed: 1,
      cancelled: 1,
      open: 1,
      charged: 180,
      held: 100,
      returned: 220,
      returnedOfFailed: 100,
      lost: 70,
    });
    expect(report.days.map((day) => [day.day, day.asked, day.charged])).toEqual([
      ['2026-11-18', 4, 100],
      ['2026-11-17', 1, 80],
    ]);
    expect(report.people.map((one) => [one.person, one.asked, one.charged])).toEqual([
      [ben, 1, 100],
      [ann, 3, 80],
      ['discord:7', 1, 0],
    ]);
    expect(report.models.map((one) => [one.model, one.asked, one.charged])).toEqual([
      ['fake/fake-2', 1, 100],
      ['fake/fake-1', 4, 80],
    ]);
  });

  it('is empty for a team that asked for nothing', async () => {
    const it = aTeam();
    const span = { timeZone: 'UTC', first: '2026-11-17', last: '2026-11-18' };
    const { totals, days } = await it.reports.report(it.team, span);
    expect(totals).toMatchObject({ asked: 0, charged: 0 });
    expect(days).toEqual([]);
  });

  it.each([
    // Midnight to midnight by the clocks on the wall: 25 hours, and 23.
    ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
    ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
  ])('has all of %s in the time zone of the team, and no more', async (day, first, last) => {
    const it = aTeam();
    const beside = [new Date(Date.parse(first) - 1), new Date(Date.parse(last) + 1000)];
    for (const at of [first, last, ...beside.map((moment) => moment.toISOString())]) {
      await it.ask(at);
    }
    const span = { timeZone: 'Europe/Berlin', first: day, last: day };
    const { totals, days } = await it.reports.report(it.team, span);
    expect(totals.asked).toBe(2);
    expect(days.map((one) => [one.day, one.asked])).toEqual([[day, 2]]);
  });

  it('counts a linked account for its person', async () => {
    const it = aTeam();
    await it.done('2026-11-18T10:00:00Z', 70, { personId: personId('b-chat:U1') });
    await it.done('2026-11-18T10:00:00Z', 30, { personId: ann });
    await database.sql`
      insert into accounts (team_id, platform, account_id, person_id)
      values (${it.team}, 'b-chat', 'U1', ${ann})`;
    const span = { timeZone: 'UTC', first: '2026-11-18', last: '2026-11-18' };
    const { people } = await it.reports.report(it.team, span);
    expect(people.map((one) => [one.person, one.charged])).toEqual([[ann, 100]]);
  });
});

describe('the rows of a report', () => {
  it('are the newest, with the time on the clocks of the team', async () => {
    const it = aTeam();
    await createPostgresPeople(database.sql).name({ teamId: it.team, personId: ann }, 'Ann', START);
    await it.ask('2026-11-18T10:00:00Z');
    await it.done('2026-11-18T11:00:00Z', 60, { personId: ann });
    await it.failed('2026-11-18T23:30:00Z');
    const span = { timeZone: 'Europe/Berlin', first: '2026-11-18', last: '2026-11-19' };
    const rows = await it.reports.jobs(it.team, span, 2);
    expect(rows.map((one) => one.time)).toEqual(['2026-11-19 00:30:00', '2026-11-18 12:00:00']);
    expect(rows[1]).toMatchObject({
      person: ann,
      name: 'Ann',
      platform: 'discord',
      model: 'fake/fake-1',
      quality: 'std',
      seconds: 5,
      status: 'succeeded',
      quoted: 100,
      charged: 60,
      returned: 40,
    });
  });

  it('are there for requests that nobody can read any more', async () => {
    const it = aTeam();
    await it.ask('2026-11-18T10:00:00Z');
    await database.sql`update jobs set request = '{"settings": {"quality": 3}}' where team_id = ${it.team}`;
    const span = { timeZone: 'UTC', first: '2026-11-18', last: '2026-11-18' };
    expect(await it.reports.jobs(it.team, span, 10)).toMatchObject([
      { quality: null, seconds: null, status: 'waiting' },
    ]);
  });
});

describe('the videos of a period', () => {
  const now = new Date('2026-11-18T12:00:00Z');

  it('are those since it began, the newest first, and all that are on the way', async () => {
    const it = aTeam();
    const who = { teamId: it.team, personId: ann };
    await it.ask('2026-11-15T23:59:59Z', { personId: ann });
    const old = await it.done('2026-11-16T00:00:00Z', 50, { personId: ann });
    const young = await it.ask('2026-11-18T10:00:00Z', { personId: ann });
    await it.ask('2026-11-18T10:00:00Z', { personId: ben });
    const week = await it.reports.periodJobs(who, 'week', now, 10);
    expect(week.latest.map((one) => one.jobId)).toEqual([young.jobId, old.jobId]);
    expect(week).toMatchObject({ count: 2, open: { count: 2, held: 200 } });
    const one = await it.reports.periodJobs(who, 'week', now, 1);
    expect(one).toMatchObject({ latest: [{ jobId: young.jobId }], count: 2 });
    expect(await it.reports.periodJobs(who, 'day', now, 10)).toMatchObject({ count: 1 });
    expect(await it.reports.periodJobs(who, 'week', now, 0)).toMatchObject({
      latest: [],
      count: 2,
      open: { count: 2, held: 200 },
    });
  });

  it('begin with the period that runs, whatever the time zone is now', async () => {
    const it = aTeam();
    await it.ask('2026-11-18T00:30:00Z', { personId: ann });
    await database.sql`
      insert into teams (team_id, time_zone) values (${it.team}, 'America/New_York')`;
    const who = { teamId: it.team, personId: ann };
    // By New York's clocks that day would have begun at 05:00 and without the video.
    expect(await it.reports.periodJobs(who, 'day', now, 10)).toMatchObject({ count: 1 });
    const other = { teamId: it.team, personId: ben };
    expect(await it.reports.periodJobs(other, 'day', now, 10)).toMatchObject({ count: 0 });
  });
});
