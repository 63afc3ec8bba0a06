import { jobId } from '../../core/shared/domain/ids.ts';
import type { JobKey } from '../../core/shared/domain/ids.ts';
import { acceptedJob } from '../../core/jobs/domain/job.ts';
import type { Job, NewJob } from '../../core/jobs/domain/job.ts';
import { later } from '../../core/shared/domain/later.ts';
import type { Acceptance, JobStore, Save } from '../../core/jobs/ports/job-store.ts';
import { createBatcher } from '../shared/batch.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { isRefusedValue, retryingConflicts } from '../connection/trouble.ts';
import { holdAndWrite } from './holds.ts';
import type { HoldRow } from './holds.ts';
import { jobColumns, jobKeys, jobOf, plainKey } from './job-rows.ts';
import { jsonText } from '../shared/json-text.ts';
import { accountsOf, ensureBalances, POOL } from '../credits/periods.ts';
import { sql } from '../drizzle.cjs';
import { balances } from '../schema/credits.ts';
import { jobs } from '../schema/jobs.ts';
import { kinds, rows } from '../statements/kinds.ts';
import { recordset, selection, sqlStatement } from '../statements/statement.ts';
import { writeSaves } from './save-and-settle-credits.ts';

/** Longer than any hold takes, and than clocks differ. */
const JUST_NOW_MS = 10 * 60_000;

const readJobs = sqlStatement(
  { keys: jobKeys },
  jobColumns,
  (p) => sql`
    select ${selection(jobColumns)} from jobs
    where (team_id, job_id) in (select "teamId", "jobId" from ${recordset(jobKeys, p.keys, 'k')})`,
);

const { teamId, platform, requestKey, personId } = jobs;
const requests = rows({ n: kinds.int, teamId, platform, requestKey });

const readMadeFor = sqlStatement(
  { keys: requests },
  { n: kinds.int, ...jobColumns },
  (p) => sql`
    select k.n, ${selection(jobColumns, 'j')}
    from ${recordset(requests, p.keys, 'k')}
    join jobs j on j.team_id = k."teamId" and j.platform = k.platform
      and j.request_key = k."requestKey"`,
);

const persons = rows({ teamId, personId });

const lockBalances = sqlStatement(
  { persons, ended: kinds.moment },
  { teamId: balances.teamId, subject: balances.subject },
  (p) => sql`
    select team_id, subject from balances
    where (team_id, subject) in (
      select d."teamId", s.subject
      from ${recordset(persons, p.persons, 'd')}
      cross join lateral (values (d."personId"), (${POOL})) as s(subject))
      and ends_at > ${p.ended}
    order by team_id, subject, per, starts_at
    for update`,
);

/** Jobs and their credits in Postgres. Concurrent calls of a kind share statements. */
export function createPostgresJobStore(on: Sql): JobStore {
  async function load(keys: readonly JobKey[]): Promise<Job[]> {
    if (keys.length === 0) return [];
    return (await readJobs(on, { keys: keys.map(plainKey) })).map(jobOf);
  }

  async function acceptGroup(newJobs: readonly NewJob[]): Promise<Acceptance[]> {
    const outcomes = new Map<NewJob, Acceptance>();
    let pending = newJobs;
    // Each round settles at least the first draft of every person, or makes missing rows.
    for (let round = 0; pending.length > 0; round += 1) {
      if (round > newJobs.length + 3) throw new Error('Holds did not come to an end');
      const held = await hold(pending);
      const made = await madeForAll(
        held.flatMap((row) => (row.taken ? [] : newJobOf(pending, row))),
      );
      const passedOver: NewJob[] = [];
      const unready: NewJob[] = [];
      for (const row of held) {
        const [newJob] = newJobOf(pending, row);
        if (newJob === undefined) continue;
        // Looked for after the hold has waited for everyone before it: the same request may have
        // been among them, and may have taken the very credits that are missing now.
        const job = made.get(newJob);
        const outcome: Acceptance | null =
          job === undefined ? outcomeOf(newJob, row) : { status: 'repeated', job };
        if (outcome === null) passedOver.push(newJob);
        else outcomes.set(newJob, outcome);
        if (outcome === null && row.unready) unready.push(newJob);
      }
      if (unready.length > 0)
        await ensureBalances(on, unready.flatMap(accountsOf), latest(unready));
      pending = passedOver;
    }
    return newJobs.map((newJob) => {
      const outcome = outcomes.get(newJob);
      if (outcome === undefined) throw new Error('A hold had no outcome');
      return outcome;
    });
  }

  async function hold(newJobs: readonly NewJob[]): Promise<readonly HoldRow[]> {
    if (newJobs.every((it) => it.atOnce === null && it.teamAtOnce === null)) {
      return retryingConflicts(() => holdAndWrite(on, newJobs, latest(newJobs)));
    }
    for (;;) {
      const held = await retryingConflicts(() => on.begin((tx) => holdCounting(tx, newJobs)));
      if (held !== null) return held;
      await ensureBalances(on, newJobs.flatMap(accountsOf), latest(newJobs));
    }
  }

  /**
   * Open jobs are counted, so the counting must begin after everyone before us has written. Null
   * where there is nothing yet to wait at: then somebody else may be making it just now.
   */
  async function holdCounting(
    tx: Statements,
    newJobs: readonly NewJob[],
  ): Promise<readonly HoldRow[] | null> {
    // In the order in which every hold and save locks them. Those that ended just now as well:
    // some are still holding in them.
    const ended = later(latest(newJobs), -JUST_NOW_MS);
    const locked = await lockBalances(tx, { persons: newJobs.map(plainPerson), ended });
    const there = new Set(locked.map((it) => jsonText([it.teamId, it.subject])));
    return newJobs.every((it) => there.has(jsonText([it.teamId, it.personId])))
      ? holdAndWrite(tx, newJobs, latest(newJobs))
      : null;
  }

  function outcomeOf(newJob: NewJob, row: HoldRow): Acceptance | null {
    if (row.unready) return null;
    if (row.taken) return { status: 'accepted', job: acceptedJob(newJob) };
    if (newJob.atOnce !== null && (row.openJobs ?? 0) >= newJob.atOnce) {
      return { status: 'too-many-open', of: 'person' };
    }
    if (newJob.teamAtOnce !== null && (row.teamOpenJobs ?? 0) >= newJob.teamAtOnce) {
      return { status: 'too-many-open', of: 'team' };
    }
    if (row.left !== null && row.left < newJob.quote && row.renewsAt !== null) {
      return { status: 'short', of: 'allowance', left: row.left, renewsAt: row.renewsAt };
    }
    if (row.poolLeft !== null && row.poolLeft < newJob.quote && row.poolRenewsAt !== null) {
      return { status: 'short', of: 'pool', left: row.poolLeft, renewsAt: row.poolRenewsAt };
    }
    return row.first ? { status: 'first' } : null;
  }

  /** The jobs that requests have become, by the draft that asks again. */
  async function madeForAll(newJobs: readonly NewJob[]): Promise<ReadonlyMap<NewJob, Job>> {
    if (newJobs.length === 0) return new Map();
    const keys = newJobs.map(({ teamId, platform, requestKey }, n) => {
      return { n, teamId, platform, requestKey };
    });
    const found = await readMadeFor(on, { keys });
    return new Map(
      found.flatMap(({ n, ...row }) => {
        const newJob = newJobs[n];
        return newJob === undefined ? [] : [[newJob, jobOf(row)] as const];
      }),
    );
  }

  async function saveGroup(saves: readonly Save[]): Promise<boolean[]> {
    const written = await retryingConflicts(() => writeSaves(on, saves));
    return saves.map((_, index) => written.has(index));
  }

  const accept = createBatcher<NewJob, Acceptance>({
    most: 200,
    isolateOn: isRefusedValue,
    run: acceptGroup,
  });
  const save = createBatcher<Save, boolean>({
    most: 500,
    isolateOn: isRefusedValue,
    run: saveGroup,
  });

  return {
    accept,
    save,
    load,
    async find(team, job) {
      const [found] = await load([{ teamId: team, jobId: jobId(job) }]);
      return found ?? null;
    },
  };
}

function newJobOf(newJobs: readonly NewJob[], row: HoldRow): NewJob[] {
  const newJob = newJobs[row.n];
  return newJob === undefined ? [] : [newJob];
}

function plainPerson({ teamId, personId }: NewJob) {
  return { teamId, personId };
}

/** The latest moment of a group: nobody's period may have ended before it. */
function latest(newJobs: readonly NewJob[]): Date {
  return later(new Date(Math.max(...newJobs.map((it) => it.at.getTime()))), 0);
}
