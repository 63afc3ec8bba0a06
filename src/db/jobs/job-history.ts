import type { JobHistory } from '../../core/jobs/ports/job-history.ts';
import type { RenderTimes } from '../../core/providers/domain/check-advice.ts';
import type { Sql } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { jobs, renderTimes } from '../schema/jobs.ts';
import { db, equal } from '../statements/builder.ts';
import { kinds, maybe } from '../statements/kinds.ts';
import type { ValuesOf } from '../statements/kinds.ts';
import { selection, sqlStatement, statement } from '../statements/statement.ts';
import { jobColumns, jobOf } from './job-rows.ts';

const { teamId, personId, platform, requestKey } = jobs;

const request = { teamId, platform, requestKey };
const readMadeFor = statement(request, (p) =>
  db.select(jobColumns).from(jobs).where(equal(request, p)),
);

const listing = (open: SQL) =>
  sqlStatement(
    { teamId, personId, most: kinds.int },
    jobColumns,
    (p) => sql`
      select ${selection(jobColumns)} from jobs
      where team_id = ${p.teamId} and person_id = ${p.personId} ${open}
      order by created_at desc, job_id desc limit ${p.most}`,
  );
const listAll = listing(sql``);
const listOpen = listing(sql`and open`);

const { provider, model, quality, seconds } = renderTimes;
const times = { count: kinds.int, quantiles: maybe(kinds.floats) };

const readTimes = sqlStatement(
  { provider, model, quality, seconds },
  times,
  (p) => sql`
    select count(*)::int as count,
      percentile_cont(array[0.1, 0.5, 0.9]) within group (order by took_ms) as quantiles
    from (
      select took_ms from render_times
      where provider = ${p.provider} and model = ${p.model}
        and quality = ${p.quality} and seconds = ${p.seconds}
      order by at desc limit 100
    ) newest`,
);

/** Reads what was asked for before, and how long it took. */
export function createPostgresJobHistory(on: Sql): JobHistory {
  return {
    async madeFor(team, chat, key) {
      const [row] = await readMadeFor(on, { teamId: team, platform: chat, requestKey: key });
      return row === undefined ? null : jobOf(row);
    },
    async listOf(team, person, { open, most }) {
      const list = open ? listOpen : listAll;
      return (await list(on, { teamId: team, personId: person, most })).map(jobOf);
    },
    async renderTimes(at, named, { settings }) {
      const kind = { quality: settings.quality, seconds: settings.seconds };
      const [row] = await readTimes(on, { provider: at, model: named, ...kind });
      return timesOf(row);
    },
  };
}

function timesOf(row: ValuesOf<typeof times> | undefined): RenderTimes | null {
  const [fastMs, halfMs, mostMs] = row?.quantiles ?? [];
  if (row === undefined || fastMs === undefined || halfMs === undefined || mostMs === undefined) {
    return null;
  }
  return { count: row.count, fastMs, halfMs, mostMs };
}
