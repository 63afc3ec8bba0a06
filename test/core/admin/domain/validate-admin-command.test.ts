import { describe, expect, it } from 'vitest';
import type { AdminAct, PolicyChange } from '../../../../src/core/chat/domain/admin-command.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';
import { wrongIn } from '../../../../src/core/admin/domain/validate-admin-command.ts';

const team = { kind: 'team' } as const;
const ann = { kind: 'person', id: 'ann' } as const;
const reason = '';
const sixty = atMost(60);
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
  { act: 'language', language: 'Klingon' },
  { act: 'confirm', over: 'never' },
  { act: 'confirm', over: 'default' },
  { act: 'confirm', over: 0 },
  { act: 'confirm', over: 1_000_000_000 },
  { act: 'inbox', channel: null },
  { act: 'digest', channel: 'C1' },
  { act: 'report', days: 30 },
  { act: 'audit', from: null },
  { act: 'audit', from: 12 },
  { act: 'link', code: null },
  { act: 'unlink', sure: true },
];

const WRONG: readonly (readonly [AdminAct, string])[] = [
  [set({}), 'Choose what to set: Limit, Max credits per video or Videos at once.'],
  [set({ allowance: credits(0) }), 'Credits must be a whole number from 1 to 1,000,000,000.'],
  [set({ allowance: credits(-5) }), 'Credits must be a whole number'],
  [set({ allowance: credits(1.5) }), 'Credits must be a whole number'],
  [set({ allowance: credits(Number.NaN) }), 'Credits must be a whole number'],
  [set({ allowance: credits(1_000_000_001) }), 'from 1 to 1,000,000,000.'],
  [set({ perJob: 0 }), 'Max credits per video must be a whole number'],
  [set({ atOnce: 10_001 }), 'Videos at once must be a whole number from 1 to 10,000.'],
  [
    { act: 'pool', change: { perJob: 5 }, reason },
    'The team budget has no limit per video. Set it for everyone, a role or a person.',
  ],
  [{ act: 'pool', change: {}, reason }, 'Choose what to set'],
  [grant(0), 'Credits must be a whole number'],
  [grant(5, 0), 'Days must be a whole number'],
  [grant(5, 366), 'from 1 to 365.'],
  [
    { act: 'revoke', from: team, grant: null, reason: 'x'.repeat(301) },
    'Reason can have up to 300 characters.',
  ],
  [{ act: 'show', of: { kind: 'person', id: ' ' } }, 'No such person here.'],
  [{ act: 'show', of: { kind: 'role', id: 'x'.repeat(201) } }, 'No such role or group here.'],
  [{ act: 'revoke', from: team, grant: ' ', reason }, 'No such extra credits here.'],
  [{ act: 'admins', change: 'add', person: ' ' }, 'No such person here.'],
  [{ act: 'channels', change: 'deny', channel: ' ' }, 'No such channel here.'],
  [{ act: 'model', change: 'deny', model: ' ' }, 'No such model here.'],
  [{ act: 'inbox', channel: ' ' }, 'No such channel here.'],
  [{ act: 'digest', channel: ' ' }, 'No such channel here.'],
  [{ act: 'link', code: ' ' }, "This code doesn't work."],
  [{ act: 'admins', change: 'add', person: null }, 'Fill in Person.'],
  [{ act: 'channels', change: 'deny', channel: null }, 'Fill in Channel.'],
  [{ act: 'words', change: 'add', pattern: null }, 'Fill in Word or phrase.'],
  [
    { act: 'words', change: 'add', pattern: 'x'.repeat(101) },
    'Word or phrase can have up to 100 characters.',
  ],
  [
    { act: 'words', change: 'add', pattern: 'kill *' },
    'A blocked word needs a letter or digit beside *, as in kill*.',
  ],
  [{ act: 'model', change: 'deny', model: null }, 'Fill in Model.'],
  [{ act: 'time-zone', zone: 'Mars/Base' }, 'No time zone named “Mars/Base”. Use one like Europe'],
  [{ act: 'time-zone', zone: '+05:30' }, 'No time zone named “+05:30”.'],
  [{ act: 'time-zone', zone: sixty.whole }, `named “${sixty.whole}”.`],
  [{ act: 'time-zone', zone: `${sixty.whole}x` }, `named “${sixty.cut}”.`],
  [{ act: 'confirm', over: -1 }, 'Credits must be a whole number from 0 to 1,000,000,000.'],
  [{ act: 'confirm', over: 1.5 }, 'Credits must be a whole number'],
  [{ act: 'confirm', over: 1_000_000_001 }, 'Credits must be a whole number'],
  [{ act: 'report', days: 366 }, 'Days must be a whole number from 1 to 365.'],
  [{ act: 'audit', from: 0 }, 'From entry must be a whole number'],
];

describe('what an admin may ask for', () => {
  it.each(RIGHT)('is right: %j', (act) => {
    expect(wrongIn(act, 'discord')).toBeNull();
  });

  it.each(WRONG)('is wrong: %j', (act, words) => {
    expect(plain(wrongIn(act, 'discord') ?? '')).toContain(words);
  });
});
