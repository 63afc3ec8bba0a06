import { later } from '../../core/shared/domain/later.ts';
import type { CardStore, DueCard } from '../../core/cards/ports/card-store.ts';
import type { Sql } from '../connection/connection.ts';
import { and, isNull, lte, or, sql } from '../drizzle.cjs';
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
  attempts: cards.attempts,
  rank: cards.rank,
};

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
    update cards c set leased_until = ${p.until}, attempts = least(c.attempts + 1, 32000)
    from picked p where c.team_id = p.team_id and c.job_id = p.job_id
    returning c.team_id, c.job_id, c.platform, c.message, c.language, c.shown, c.attempts, c.rank`,
);

const takeOne = statement({ ...card, until: kinds.moment, now: kinds.moment }, (p) =>
  db
    .update(cards)
    .set({ leasedUntil: p.until, attempts: sql`least(${cards.attempts} + 1, 32000)` })
    .where(and(equal(card, p), or(isNull(cards.leasedUntil), lte(cards.leasedUntil, p.now))))
    .returning(due),
);

const handBackShown = statement(
  {
    ...card,
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
      .where(equal(card, p));
  },
);

const keepMessage = statement({ ...card, message: cards.message, attempts: cards.attempts }, (p) =>
  db
    .update(cards)
    .set({ message: p.message })
    .where(and(equal(card, p), sql`(${cards.attempts} = ${p.attempts} or ${rebound})`)),
);

const renewLease = statement({ ...card, leasedUntil: cards.leasedUntil }, (p) =>
  db.update(cards).set({ leasedUntil: p.leasedUntil }).where(equal(card, p)),
);

/** Back to what it was before it was taken; at nothing it stays, for it may be rebound. */
const handBackQueued = statement({ ...card, until: kinds.moment }, (p) =>
  db
    .update(cards)
    .set({
      leasedUntil: null,
      attempts: sql`case when ${rebound} then ${cards.attempts} else ${cards.attempts} - 1 end`,
      dueAt: sql`case when ${rebound} then ${cards.dueAt} else ${p.until} end`,
    })
    .where(equal(card, p)),
);

const handBackUnshown = statement({ ...card, until: kinds.moment }, (p) =>
  db
    .update(cards)
    .set({
      leasedUntil: null,
      dueAt: sql`case when ${rebound} then ${cards.dueAt} else ${p.until} end`,
    })
    .where(equal(card, p)),
);

const handBackForGood = statement({ ...card, version: maybe(kinds.int) }, (p) =>
  db
    .update(cards)
    .set({
      leasedUntil: null,
      dueAt: sql`case when ${rebound} or ${cards.version} > ${p.version} then ${cards.dueAt} end`,
    })
    .where(equal(card, p)),
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
      return rows.map(dueCard);
    },
    async take(key, leaseMs, now) {
      const [row] = await takeOne(sql, { ...plainKey(key), until: later(now, leaseMs), now });
      return row === undefined ? null : dueCard(row);
    },
    async shown(key, outcome) {
      await handBackShown(sql, { ...plainKey(key), ...outcome });
    },
    async keep(taken, message) {
      const { attempts } = taken;
      return (await keepMessage(sql, { ...plainKey(taken), message, attempts })).count > 0;
    },
    async renew(key, leaseMs, now) {
      await renewLease(sql, { ...plainKey(key), leasedUntil: later(now, leaseMs) });
    },
    async queue(key, until) {
      await handBackQueued(sql, { ...plainKey(key), until });
    },
    async postpone(key, until) {
      await handBackUnshown(sql, { ...plainKey(key), until });
    },
    async abandon(key, version) {
      await handBackForGood(sql, { ...plainKey(key), version });
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

function dueCard(row: ValuesOf<typeof due>): DueCard {
  return {
    ...keyOf(row),
    platform: row.platform,
    message: row.message,
    language: row.language,
    shown: row.shown,
    attempts: row.attempts,
    moved: row.rank === 0,
  };
}
