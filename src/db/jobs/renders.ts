import { createHash } from 'node:crypto';
import type { RenderStore } from '../../core/jobs/ports/render-store.ts';
import type { Sql } from '../connection/connection.ts';
import { facts } from '../schema/chat.ts';
import { renders } from '../schema/jobs.ts';
import { db, equal, excluded } from '../statements/builder.ts';
import { keyOf } from './job-rows.ts';
import { statement } from '../statements/statement.ts';

const { provider, render, teamId: team, jobId: job } = renders;
const owner = { teamId: team, jobId: job };

// The update changes nothing, but it waits for whoever is writing the row and tells of it.
const claimOne = statement({ provider, render, teamId: team, jobId: job }, (p) =>
  db
    .insert(renders)
    .values(p)
    .onConflictDoUpdate({ target: [provider, render], set: { render: excluded(render) } })
    .returning(owner),
);

const key = { provider, render };
const readOwner = statement(key, (p) => db.select(owner).from(renders).where(equal(key, p)));

const recordOnce = statement({ key: facts.key }, (p) =>
  db
    .insert(facts)
    .values({ key: p.key, value: '' })
    .onConflictDoNothing({ target: facts.key })
    .returning({ key: facts.key }),
);

/** All that has to be known of a render once its job is forgotten, and it leads nowhere. */
function hashOf(render: string): string {
  return createHash('sha256').update(render).digest('hex');
}

/** Whose each render is: that of the first job that is written for it, and of none after it. */
export function createPostgresRenders(sql: Sql): RenderStore {
  return {
    async claim(at, named, key) {
      const claimed = { provider: at, render: hashOf(named), teamId: key.teamId, jobId: key.jobId };
      const [found] = await claimOne(sql, claimed);
      if (found === undefined) throw new Error('A render was not written');
      return keyOf(found);
    },
    async ownerOf(at, named) {
      const [found] = await readOwner(sql, { provider: at, render: hashOf(named) });
      if (found === undefined) return null;
      return keyOf(found);
    },
    async recordOrphanOnce(at, named, { teamId: ofTeam, jobId: ofJob }) {
      const once = ['stray', ofTeam, ofJob, at, hashOf(named)].join(' ');
      return (await recordOnce(sql, { key: once })).length > 0;
    },
  };
}
