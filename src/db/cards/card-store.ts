import { later } from '../../core/shared/domain/later.ts';
import type { CardStore, DueCard } from '../../core/cards/ports/card-store.ts';
import type { Sql } from '../connection/connection.ts';
import { and, eq, isNull, lte, or, sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { jobKeys, keyOf, plainKey } from '../jobs/job-rows.ts';
import { cards } from '../schema/cards.ts';
import { db, equal } from '../statements/builder.ts';
import { kinds, maybe } from '../statements/kinds.ts';
import { recordset, sqlStatement, statement } from '../statements/statement.ts';
import type { ValuesOf } from '../statements/kinds.ts';

const card = { teamId: cards.teamId, jobId: cards.jobId };
const due = {
  ...card,
  platform: cards.platform,
  message: cards.message,
  language: cards.language,
  shown: cards.shown,
  fence: cards.fence,
  attempts: cards.attempts,
  rank: cards.rank,
};

const held = { ...card, fence: cards.fence };
const isHeld = (p: Readonly<Record<keyof typeof held, SQL>>) =>
  and(equal(card, p), eq(cards.fence, p.fence));

// Whoever takes a card counts an attempt, and a new way to its message sets the count back: none
// is counted at the end of a showing only if there is a new way that it did not know of.
const rebound = sql`${cards.attempts} = 0`;

const claimDue = sqlStatement(
  { platforms: kinds.texts, now: kinds.moment, most: kinds.int, until: kinds.moment },
  due,
  (p) => sql`
    with picked as materialized (
      select team_id, job_id from cards
      where platform = any(${p.platforms}) and due_at <= ${p.now}
        and (leased_until is null or leased_until <= ${p.now})
      order by rank, due_at limit ${p.most}
      for update skip locked
    )
    update cards c set leased_until = ${p.until}, fence = c.fence + 1,
      attempts = least(c.attempts + 1, 32000)
    from picked p where c.team_id = p.team_id and c.job_id = p.job_id
    returning c.team_id, c.job_id, c.platform, c.message, c.language, c.shown, c.fence,
      c.attempts, c.rank`,
);

const takeOne = statement({ ...card, until: kinds.moment, now: kinds.moment }, (p) =>
  db
    .update(cards)
    .set({
      leasedUntil: p.until,
      fence: sql`${cards.fence} + 1`,
      attempts: sql`least(${cards.attempts} + 1, 32000)`,
    })
    .where(and(equal(card, p), or(isNull(cards.leasedUntil), lte(cards.leasedUntil, p.now))))
    .returning(due),
);

const handBackShown = statement(
  {
    ...held,
    version: kinds.int,
    fingerprint: kinds.text,
    message: cards.message,
    nextLook: maybe(kinds.moment),
  },
  (p) => {
    const moved = sql`${rebound} or ${cards.version} > ${p.version}`;
    return db
      .update(cards)
      .set({
        leasedUntil: null,
        attempts: 0,
        shown: sql`case when ${rebound} then ${cards.shown} else ${p.fingerprint} end`,
        message: sql`case when ${rebound} then ${cards.message} else ${p.message} end`,
        dueAt: sql`case when ${moved} then ${cards.dueAt} else ${p.nextLook} end`,
        rank: sql`case when ${moved} then ${cards.rank} else 1 end`,
      })
      .where(isHeld(p));
  },
);

const keepMessage = statement({ ...held, message: cards.message }, (p) =>
  db.update(cards).set({ message: p.message }).where(isHeld(p)),
);

const renewLease = statement({ ...held, leasedUntil: kinds.moment }, (p) =>
  db.update(cards).set({ leasedUntil: p.leasedUntil }).where(isHeld(p)),
);

/** Back to what it was before it was taken; at nothing it stays, for it may be rebound. */
const handBackQueued = statement({ ...held, until: kinds.moment }, (p) =>
  db
    .update(cards)
    .set({
      leasedUntil: null,
      attempts: sql`case when ${rebound} then ${cards.attempts} else ${cards.attempts} - 1 end`,
      dueAt: sql`case when ${rebound} then ${cards.dueAt} else ${p.until} end`,
    })
    .where(isHeld(p)),
);

const handBackUnshown = statement({ ...held, until: kinds.moment }, (p) =>
  db
    .update(cards)
    .set({
      leasedUntil: null,
      dueAt: sql`case when ${rebound} then ${cards.dueAt} else ${p.until} end`,
    })
    .where(isHeld(p)),
);

const handBackForGood = statement({ ...held, version: maybe(kinds.int) }, (p) =>
  db
    .update(cards)
    .set({
      leasedUntil: null,
      dueAt: sql`case when ${rebound} or ${cards.version} > ${p.version} then ${cards.dueAt} end`,
    })
    .where(isHeld(p)),
);

// As one with a new way: whoever holds it leaves it due.
const doubtShown = statement({ ...card, now: kinds.moment }, (p) =>
  db.update(cards).set({ shown: null, dueAt: p.now, rank: 0, attempts: 0 }).where(equal(card, p)),
);

const lockMessage = statement(card, (p) =>
  db.select({ message: cards.message }).from(cards).where(equal(card, p)).for('update'),
);

const rebindMessage = statement({ ...card, message: cards.message, dueAt: cards.dueAt }, (p) =>
  db
    .update(cards)
    .set({ message: p.message, shown: null, dueAt: p.dueAt, rank: 0, attempts: 0 })
    .where(equal(card, p)),
);

const readMessages = sqlStatement(
  { keys: jobKeys },
  { jobId: cards.jobId, message: cards.message },
  (p) => sql`
    select job_id, message from cards
    where (team_id, job_id) in (select "teamId", "jobId" from ${recordset(jobKeys, p.keys, 'k')})`,
);

export function createPostgresCardStore(sql: Sql): CardStore {
  return {
    async claim(platforms, most, leaseMs, now) {
      const rows = await claimDue(sql, { platforms, now, most, until: later(now, leaseMs) });
      return rows.map((it) => dueCard(it, now));
    },
    async take(key, leaseMs, now) {
      const [row] = await takeOne(sql, { ...plainKey(key), until: later(now, leaseMs), now });
      return row === undefined ? null : dueCard(row, now);
    },
    async shown(taken, outcome) {
      return (await handBackShown(sql, { ...heldKey(taken), ...outcome })).count > 0;
    },
    async keep(taken, message) {
      return (await keepMessage(sql, { ...heldKey(taken), message })).count > 0;
    },
    async renew(taken, leaseMs, now) {
      const leasedUntil = later(now, leaseMs);
      return (await renewLease(sql, { ...heldKey(taken), leasedUntil })).count > 0;
    },
    async queue(taken, until) {
      await handBackQueued(sql, { ...heldKey(taken), until });
    },
    async postpone(taken, until) {
      return (await handBackUnshown(sql, { ...heldKey(taken), until })).count > 0;
    },
    async abandon(taken, version) {
      await handBackForGood(sql, { ...heldKey(taken), version });
    },
    async doubt(key, now) {
      await doubtShown(sql, { ...plainKey(key), now });
    },
    async rebind(key, renew, now) {
      await sql.begin(async (tx) => {
        const [row] = await lockMessage(tx, plainKey(key));
        if (row === undefined) return;
        const message = renew(row.message);
        await rebindMessage(tx, { ...plainKey(key), message, dueAt: now });
      });
    },
    async messageOf(keys) {
      if (keys.length === 0) return new Map();
      const rows = await readMessages(sql, { keys: keys.map(plainKey) });
      return new Map(rows.map((it) => [it.jobId, it.message]));
    },
  };
}

function heldKey(taken: DueCard) {
  return { ...plainKey(taken), fence: taken.fence };
}

function dueCard(row: ValuesOf<typeof due>, takenAt: Date): DueCard {
  return {
    ...keyOf(row),
    platform: row.platform,
    message: row.message,
    language: row.language,
    shown: row.shown,
    fence: row.fence,
    takenAt,
    attempts: row.attempts,
    moved: row.rank === 0,
  };
}
