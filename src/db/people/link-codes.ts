import { createHash, randomInt } from 'node:crypto';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Statements } from '../connection/connection.ts';
import { and, eq, gt, lte } from '../drizzle.cjs';
import { linkCodes } from '../schema/teams.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { statement } from '../statements/statement.ts';

/** Without what looks alike: people read codes from one screen and type them on another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 10;

export function newCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}

/** However it was typed. The code itself is nowhere in the database. */
function hashOf(code: string): string {
  const typed = code.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return createHash('sha256').update(typed).digest('base64url');
}

type CodeRow = typeof linkCodes.$inferSelect;

const { code: hash, teamId, personId, platform, madeBy, expiresAt } = linkCodes;

const insertOne = statement({ code: hash, teamId, personId, platform, madeBy, expiresAt }, (p) =>
  db.insert(linkCodes).values(p),
);

const findOne = statement({ hash, now: kinds.moment }, (p) =>
  db
    .select({ teamId, personId })
    .from(linkCodes)
    .where(and(eq(hash, p.hash), gt(expiresAt, p.now))),
);

const removeOne = statement({ hash }, (p) => db.delete(linkCodes).where(eq(hash, p.hash)));

const removeOfTeam = statement({ teamId }, (p) => db.delete(linkCodes).where(eq(teamId, p.teamId)));

const removeExpired = statement({ now: kinds.moment }, (p) =>
  db.delete(linkCodes).where(lte(expiresAt, p.now)),
);

export async function keepCode(
  tx: Statements,
  { code, ...row }: Readonly<CodeRow>,
  now: Date,
): Promise<void> {
  await removeExpired(tx, { now });
  await insertOne(tx, { ...row, code: hashOf(code) });
}

/** Whose it is; without a person it is for a place. */
export async function findCode(
  on: Statements,
  code: string,
  now: Date,
): Promise<Pick<CodeRow, 'teamId' | 'personId'> | null> {
  const [found] = await findOne(on, { hash: hashOf(code), now });
  return found ?? null;
}

export async function useCode(tx: Statements, code: string): Promise<void> {
  await removeOne(tx, { hash: hashOf(code) });
}

export async function voidCodes(tx: Statements, team: TeamId): Promise<void> {
  await removeOfTeam(tx, { teamId: team });
}
