import type { Schedule } from '../../core/jobs/ports/schedule.ts';
import type { Sql } from '../connection/connection.ts';
import { and, asc, eq, gt, lt, sql } from '../drizzle.cjs';
import { schedule } from '../schema/jobs.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { recordset, statement } from '../statements/statement.ts';
import { claimSteps } from './claims.ts';
import { jobKeys, keyOf, plainKey } from './job-rows.ts';

const { teamId, jobId, lane, provider, dueAt } = schedule;

const postponeAll = statement({ keys: jobKeys, until: kinds.moment }, (p) =>
  db
    .update(schedule)
    .set({ dueAt: p.until })
    .from(recordset(jobKeys, p.keys, 'k'))
    .where(sql`${teamId} = k."teamId" and ${jobId} = k."jobId"`),
);

const bringForward = statement({ teamId, jobId, now: kinds.moment }, (p) =>
  db
    .update(schedule)
    .set({ dueAt: p.now })
    .where(
      and(
        eq(teamId, p.teamId),
        eq(jobId, p.jobId),
        sql`${lane} in ('check', 'watch', 'find', 'confirm')`,
        gt(dueAt, p.now),
      ),
    ),
);

const readUnknown = statement({ known: kinds.texts, dueBefore: kinds.moment }, (p) =>
  db
    .select({ teamId, jobId })
    .from(schedule)
    .where(and(sql`${provider} <> all(${p.known})`, lt(dueAt, p.dueBefore)))
    .orderBy(asc(dueAt))
    .limit(100),
);

/** When which job is due, in a table narrow enough that a claim reads no wide row. */
export function createPostgresSchedule(on: Sql): Schedule {
  return {
    claim: (requests, now) => claimSteps(on, requests, now),
    async postpone(keys, until) {
      await postponeAll(on, { keys: keys.map(plainKey), until });
    },
    async makeDueNow(key, now) {
      return (await bringForward(on, { ...plainKey(key), now })).count > 0;
    },
    async withUnknownProvider(known, dueBefore) {
      return (await readUnknown(on, { known, dueBefore })).map(keyOf);
    },
  };
}
