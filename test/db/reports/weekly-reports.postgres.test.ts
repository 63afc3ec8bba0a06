import { beforeEach, describe, expect, it } from 'vitest';
import { teamId } from '../../../src/core/shared/domain/ids.ts';
import { createPostgresWeeklyReports } from '../../../src/db/reports/weekly-reports.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
beforeEach(() => database.sql`delete from teams`);

async function aTeam(name: string, zone: string, platform: string | null = 'a-chat') {
  const weeklyReport = platform === null ? null : { platform, id: 'c1' };
  await database.sql`
    insert into teams (team_id, time_zone, settings)
    values (${name}, ${zone}, ${JSON.stringify({ digest: weeklyReport })}::jsonb)`;
  return teamId(name);
}

const at = (text: string) => new Date(text);
const later = (moment: Date) => new Date(moment.getTime() + 180_000);

describe('the next digest', () => {
  it.each([
    ['UTC', '2026-11-18T12:00:00Z', '2026-11-23T09:00:00Z'],
    ['Europe/Berlin', '2026-11-18T12:00:00Z', '2026-11-23T08:00:00Z'],
    // A Monday before and after nine.
    ['Europe/Berlin', '2026-11-23T07:59:59Z', '2026-11-23T08:00:00Z'],
    ['Europe/Berlin', '2026-11-23T08:00:00Z', '2026-11-30T08:00:00Z'],
    // Over the weekends on which the clocks change.
    ['Europe/Berlin', '2026-10-23T12:00:00Z', '2026-10-26T08:00:00Z'],
    ['Europe/Berlin', '2026-03-27T12:00:00Z', '2026-03-30T07:00:00Z'],
    ['America/New_York', '2026-03-06T12:00:00Z', '2026-03-09T13:00:00Z'],
  ])('comes in %s after %s at %s', async (zone, now, next) => {
    const team = await aTeam('t', zone);
    const weeklyReports = createPostgresWeeklyReports(database.sql);
    expect(await weeklyReports.book(team, at(now))).toEqual(at(next));
  });

  it('can be booked for a team of which nothing was set', async () => {
    const weeklyReports = createPostgresWeeklyReports(database.sql);
    expect(await weeklyReports.book(teamId('new'), at('2026-11-18T12:00:00Z'))).toEqual(
      at('2026-11-23T09:00:00Z'),
    );
  });
});

describe('digests that are due', () => {
  const monday = at('2026-11-23T08:00:00Z');

  it('are about the week before, and not due a moment before', async () => {
    const team = await aTeam('t', 'Europe/Berlin');
    const weeklyReports = createPostgresWeeklyReports(database.sql);
    await weeklyReports.book(team, at('2026-11-18T12:00:00Z'));
    const early = new Date(monday.getTime() - 1);
    expect(await weeklyReports.claim(['a-chat'], early, later(early), 5)).toEqual([]);
    expect(await weeklyReports.claim(['a-chat'], monday, later(monday), 5)).toEqual([
      {
        team,
        week: { timeZone: 'Europe/Berlin', first: '2026-11-16', last: '2026-11-22' },
        timely: true,
      },
    ]);
  });

  it('go to one worker each, and come up again if it dies', async () => {
    const weeklyReports = createPostgresWeeklyReports(database.sql);
    for (let n = 0; n < 20; n += 1) {
      await weeklyReports.book(await aTeam(`t${n}`, 'UTC'), at('2026-11-18T12:00:00Z'));
    }
    const nine = at('2026-11-23T09:00:00Z');
    const workers = Array.from({ length: 4 }, () =>
      createPostgresWeeklyReports(database.connect(1)),
    );
    const claim = async (now: Date) =>
      (await Promise.all(workers.map((it) => it.claim(['a-chat'], now, later(now), 20)))).flat();
    const claimed = await claim(nine);
    expect(new Set(claimed.map((it) => it.team)).size).toBe(20);
    expect(claimed).toHaveLength(20);
    await weeklyReports.book(teamId('t0'), nine);
    expect(await claim(new Date(later(nine).getTime() - 1))).toEqual([]);
    expect(await claim(later(nine))).toHaveLength(19);
  });

  it('are left alone where nobody wants them any more, or their chat is not here', async () => {
    const weeklyReports = createPostgresWeeklyReports(database.sql);
    const before = at('2026-11-18T12:00:00Z');
    await weeklyReports.book(await aTeam('none', 'UTC', null), before);
    await weeklyReports.book(await aTeam('other', 'UTC', 'b-chat'), before);
    await weeklyReports.book(await aTeam('off', 'UTC'), before);
    await weeklyReports.cancel(teamId('off'));
    const now = at('2026-11-24T00:00:00Z');
    expect(await weeklyReports.claim(['a-chat'], now, later(now), 5)).toEqual([]);
  });

  it('wait for their own Monday where the team has moved to another time zone', async () => {
    const team = await aTeam('t', 'Pacific/Auckland');
    const weeklyReports = createPostgresWeeklyReports(database.sql);
    await weeklyReports.book(team, at('2026-11-18T12:00:00Z'));
    await database.sql`update teams set time_zone = 'America/Los_Angeles'`;
    // Nine in Auckland: it is still Sunday in Los Angeles.
    const now = at('2026-11-22T20:00:00Z');
    expect(await weeklyReports.claim(['a-chat'], now, later(now), 5)).toMatchObject([
      { timely: false },
    ]);
    expect(await weeklyReports.book(team, now)).toEqual(at('2026-11-23T17:00:00Z'));
  });

  it('that come late, because nothing ran, are about the last whole week', async () => {
    const team = await aTeam('t', 'UTC');
    const weeklyReports = createPostgresWeeklyReports(database.sql);
    await weeklyReports.book(team, at('2026-11-18T12:00:00Z'));
    const now = at('2026-12-02T12:00:00Z');
    expect(await weeklyReports.claim(['a-chat'], now, later(now), 5)).toMatchObject([
      { week: { first: '2026-11-23', last: '2026-11-29' }, timely: true },
    ]);
  });
});
