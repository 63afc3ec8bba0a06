import { describe, expect, it } from 'vitest';
import type { AdminAct, PolicyChange } from '../../../../src/core/chat/domain/admin-command.ts';
import { wrongIn } from '../../../../src/core/admin/domain/validate-admin-command.ts';

const team = { kind: 'team' } as const;
const ann = { kind: 'person', id: 'ann' } as const;
const reason = '';
const set = (change: PolicyChange): AdminAct => ({ act: 'set', for: team, change, reason });
const grant = (credits: number, days: number | null = 7): AdminAct => ({
  act: 'grant',
  to: ann,
  credits,
  days,
  reason,
});
const credits = (amount: number) => ({ kind: 'credits', credits: amount, per: 'day' }) as const;

const RIGHT: readonly AdminAct[] = [
  set({ allowance: credits(1) }),
  set({ allowance: credits(1_000_000_000), perJob: 1, atOnce: 1 }),
  set({ allowance: 'inherit' }),
  set({ allowance: { kind: 'none' }, atOnce: 'inherit' }),
  { act: 'pool', change: { atOnce: 5 }, reason },
  grant(1),
  grant(1_000_000_000, 365),
  grant(5, null),
  { act: 'revoke', from: team, grant: null, reason: 'x'.repeat(300) },
  { act: 'show', of: { kind: 'role', id: '7' } },
  { act: 'show', of: { kind: 'role', id: 'x'.repeat(200) } },
  { act: 'admins', change: 'list', person: null },
  { act: 'channels', change: 'clear', channel: 'C1' },
  { act: 'words', change: 'add', pattern: 'x'.repeat(100) },
  { act: 'words', change: 'remove', pattern: '***' },
  { act: 'model', change: 'clear', model: null },
  { act: 'time-zone', zone: ' europe/berlin ' },
  { act: 'time-zone', zone: 'UTC' },
  { act: 'inbox', channel: null },
  { act: 'digest', channel: 'C1' },
  { act: 'report', days: 30 },
  { act: 'audit', from: null },
  { act: 'audit', from: 12 },
  { act: 'link', code: null },
  { act: 'unlink', sure: true },
];

const WRONG: readonly (readonly [AdminAct, string])[] = [
  [set({}), 'Say what to set'],
  [set({ allowance: credits(0) }), '1 to 1,000,000,000'],
  [set({ allowance: credits(-5) }), 'whole number'],
  [set({ allowance: credits(1.5) }), 'whole number'],
  [set({ allowance: credits(Number.NaN) }), 'whole number'],
  [set({ allowance: credits(1_000_000_001) }), '1,000,000,000'],
  [set({ perJob: 0 }), 'most for one video'],
  [set({ atOnce: 10_001 }), '10,000'],
  [{ act: 'pool', change: { perJob: 5 }, reason }, 'not set for the pool'],
  [{ act: 'pool', change: {}, reason }, 'Say what to set'],
  [grant(0), 'credits must be'],
  [grant(5, 0), 'days must be'],
  [grant(5, 366), '365'],
  [{ act: 'revoke', from: team, grant: null, reason: 'x'.repeat(301) }, '301 characters'],
  [{ act: 'show', of: { kind: 'person', id: ' ' } }, 'no person'],
  [{ act: 'show', of: { kind: 'role', id: 'x'.repeat(201) } }, 'no role'],
  [{ act: 'revoke', from: team, grant: ' ', reason }, 'That is no grant that could be known here.'],
  [{ act: 'admins', change: 'add', person: ' ' }, 'That is no person that could be known here.'],
  [{ act: 'channels', change: 'deny', channel: ' ' }, 'That is no channel that could be'],
  [{ act: 'model', change: 'deny', model: ' ' }, 'That is no model that could be known here.'],
  [{ act: 'inbox', channel: ' ' }, 'That is no channel that could be known here.'],
  [{ act: 'digest', channel: ' ' }, 'That is no channel that could be known here.'],
  [{ act: 'link', code: ' ' }, 'That is no code that could be known here.'],
  [{ act: 'admins', change: 'add', person: null }, 'which person'],
  [{ act: 'channels', change: 'deny', channel: null }, 'which channel'],
  [{ act: 'words', change: 'add', pattern: null }, 'which word'],
  [{ act: 'words', change: 'add', pattern: 'x'.repeat(101) }, '100 characters'],
  [{ act: 'words', change: 'add', pattern: 'kill *' }, 'a letter or a digit'],
  [{ act: 'model', change: 'deny', model: null }, 'which model'],
  [{ act: 'time-zone', zone: 'Mars/Base' }, 'Europe/Berlin'],
  [{ act: 'time-zone', zone: '+05:30' }, 'no such time zone'],
  [{ act: 'report', days: 366 }, '365'],
  [{ act: 'audit', from: 0 }, 'whole number'],
];

describe('what an admin may ask for', () => {
  it.each(RIGHT)('is right: %j', (act) => {
    expect(wrongIn(act)).toBeNull();
  });

  it.each(WRONG)('is wrong: %j', (act, words) => {
    expect(wrongIn(act)).toContain(words);
  });
});
