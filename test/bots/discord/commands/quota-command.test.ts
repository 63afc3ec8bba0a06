import { describe, expect, it } from 'vitest';
import type { AdminAct } from '../../../../src/core/chat/domain/admin-command.ts';
import type { Mentioned, Options } from '../../../../src/bots/discord/interactions/options.ts';
import { plain } from '../../../core/messages/domain/plain-text.ts';
import { readAct } from '../../../../src/bots/discord/commands/quota-command.ts';

type Given = Readonly<Record<string, string | number | boolean | Mentioned>>;

const EVERYONE = '900';
const ada = { kind: 'person', id: '1' } as const;
const editors = { kind: 'role', id: '2' } as const;

function optionsOf(given: Given): Options {
  const value = (name: string) => given[name] ?? null;
  return {
    none: Object.keys(given).length === 0,
    text(name) {
      const it = value(name);
      return typeof it === 'string' ? it : null;
    },
    number(name) {
      const it = value(name);
      return typeof it === 'number' ? it : null;
    },
    flag: (name) => value(name) === true,
    file: () => null,
    mentioned(name) {
      const it = value(name);
      return it === null ? null : typeof it === 'object' ? it : 'unknown';
    },
    channel(name) {
      const it = value(name);
      return it === null ? null : typeof it === 'string' ? { id: it } : 'unknown';
    },
  };
}

const read = (name: string, given: Given = {}) => readAct(name, optionsOf(given), EVERYONE);

const team = { kind: 'team' } as const;
const weekly = { credits: 500, per: 'week' } as const;
const reason = 'for the launch';
const because = { reason };

const ACTS: readonly (readonly [string, Given, AdminAct])[] = [
  [
    'set',
    { who: ada, ...weekly, per_job: 200, at_once: 2, reason: ` ${reason} ` },
    {
      act: 'set',
      for: ada,
      reason,
      change: { allowance: { kind: 'credits', ...weekly }, perJob: 200, atOnce: 2 },
    },
  ],
  [
    'set',
    { who: editors, limit: 'unlimited' },
    { act: 'set', for: editors, change: { allowance: { kind: 'unlimited' } }, reason: '' },
  ],
  [
    'set',
    { limit: 'none' },
    { act: 'set', for: team, change: { allowance: { kind: 'none' } }, reason: '' },
  ],
  [
    'set',
    { who: ada, limit: 'inherit', per_job: 0, at_once: 0 },
    {
      act: 'set',
      for: ada,
      reason: '',
      change: { allowance: 'inherit', perJob: 'inherit', atOnce: 'inherit' },
    },
  ],
  [
    'set',
    { who: { kind: 'role', id: EVERYONE }, at_once: 3 },
    { act: 'set', for: team, change: { atOnce: 3 }, reason: '' },
  ],
  [
    'pool',
    { credits: 9_000, per: 'month', at_once: 5, reason },
    {
      act: 'pool',
      reason,
      change: { allowance: { kind: 'credits', credits: 9_000, per: 'month' }, atOnce: 5 },
    },
  ],
  [
    'grant',
    { who: ada, credits: 300, days: 7, reason },
    { act: 'grant', to: ada, credits: 300, days: 7, reason },
  ],
  ['grant', { credits: 300 }, { act: 'grant', to: team, credits: 300, days: null, reason: '' }],
  ['grant', { credits: 300, reason }, { act: 'grant', to: team, credits: 300, days: null, reason }],
  ['revoke', { who: ada, ...because }, { act: 'revoke', from: ada, grant: null, reason }],
  ['revoke', { grant: ' g-1 ', ...because }, { act: 'revoke', from: team, grant: 'g-1', reason }],
  ['show', { who: editors }, { act: 'show', of: editors }],
  ['show', {}, { act: 'show', of: team }],
  ['admins add', { who: ada }, { act: 'admins', change: 'add', person: ada.id }],
  ['admins remove', { who: ada }, { act: 'admins', change: 'remove', person: ada.id }],
  ['admins list', {}, { act: 'admins', change: 'list', person: null }],
  ['channels allow', { channel: '5' }, { act: 'channels', change: 'allow', channel: '5' }],
  ['channels deny', { channel: '5' }, { act: 'channels', change: 'deny', channel: '5' }],
  ['channels clear', { channel: '5' }, { act: 'channels', change: 'clear', channel: '5' }],
  ['channels list', {}, { act: 'channels', change: 'list', channel: null }],
  ['words add', { word: ' foo* ' }, { act: 'words', change: 'add', pattern: 'foo*' }],
  ['words remove', { word: 'foo*' }, { act: 'words', change: 'remove', pattern: 'foo*' }],
  ['words list', {}, { act: 'words', change: 'list', pattern: null }],
  ['model allow', { model: 'one/m' }, { act: 'model', change: 'allow', model: 'one/m' }],
  ['model deny', { model: 'one/m' }, { act: 'model', change: 'deny', model: 'one/m' }],
  ['model prefer', { model: 'one/m' }, { act: 'model', change: 'prefer', model: 'one/m' }],
  ['model clear', { model: 'one/m' }, { act: 'model', change: 'clear', model: 'one/m' }],
  ['model list', {}, { act: 'model', change: 'list', model: null }],
  ['timezone', { zone: 'Europe/Berlin' }, { act: 'time-zone', zone: 'Europe/Berlin' }],
  ['inbox', { channel: '5' }, { act: 'inbox', channel: '5' }],
  ['inbox', { off: true }, { act: 'inbox', channel: null }],
  ['inbox', {}, { act: 'show', of: team }],
  ['digest', { channel: '5' }, { act: 'digest', channel: '5' }],
  ['digest', { off: true }, { act: 'digest', channel: null }],
  ['digest', {}, { act: 'show', of: team }],
  ['digest', { off: false }, { act: 'show', of: team }],
  ['report', { days: 7 }, { act: 'report', days: 7 }],
  ['report', {}, { act: 'report', days: 30 }],
  ['report', { days: 31 }, { act: 'report', days: 31 }],
  ['audit', { from: 12 }, { act: 'audit', from: 12 }],
  ['audit', {}, { act: 'audit', from: null }],
  ['link', { code: ' ABC ' }, { act: 'link', code: 'ABC' }],
  ['link', { code: ' ' }, { act: 'link', code: null }],
  ['unlink', {}, { act: 'unlink', sure: false }],
];

describe('what a /quota asks for', () => {
  it.each(ACTS)('%s %j', (name, given, act) => {
    expect(read(name, given)).toEqual(act);
  });

  it.each(['', 'sets', 'admins', 'constructor', 'toString', '__proto__', 'admins  add'])(
    'is nothing where it is not offered: %j',
    (name) => {
      expect(read(name)).toBeNull();
    },
  );
});

describe('a /quota that cannot be meant', () => {
  it.each<readonly [string, Given, string]>([
    ['set', {}, 'Choose what to set: Limit, Max credits per video or Videos at once.'],
    ['set', { who: ada, reason }, 'Choose what to set'],
    ['pool', {}, 'Choose what to set'],
    // Not of the pool: a client was made to send it.
    ['pool', { per_job: 5 }, 'Choose what to set'],
    ['set', { credits: 500 }, 'Choose a period for these credits: day, week or month.'],
    ['set', { per: 'week' }, 'Fill in credits.'],
    ['set', { ...weekly, limit: 'unlimited' }, 'Use credits or “Unlimited”, not both.'],
    ['set', { per: 'week', limit: 'none' }, 'Use credits or “No credits”, not both.'],
    ['set', { credits: 0, per: 'week' }, 'For no credits, choose “No credits” in limit.'],
    ['set', { credits: 2.5, per: 'week' }, 'credits must be a whole number, such as 20.'],
    ['set', { credits: -5, per: 'week' }, 'credits must be a whole number'],
    ['set', { credits: 2 ** 60, per: 'week' }, 'credits must be a whole number'],
    [
      'set',
      { credits: 1e12, per: 'week' },
      'limit must be a whole number from 1 to 1,000,000,000.',
    ],
    ['set', { credits: 5, per: 'year' }, 'no longer available'],
    ['set', { limit: 'default' }, 'no longer available'],
    ['set', { at_once: 1.5 }, 'at_once must be a whole number'],
    ['set', { at_once: 10_001 }, 'at_once must be a whole number from 1 to 10,000.'],
    ['set', { who: 'somebody', at_once: 1 }, 'Pick who from the list Discord shows.'],
    ['set', { at_once: 1, reason: 'x'.repeat(301) }, 'reason can have up to 300 characters.'],
    ['show', { who: 'somebody' }, 'Pick who'],
    ['grant', { who: editors, credits: 5 }, 'Give credits to one person or to the whole team.'],
    ['grant', { who: 'somebody', credits: 5 }, 'Pick who'],
    ['grant', { who: ada }, 'Fill in credits.'],
    ['grant', { who: ada, credits: 5, days: 366 }, 'days must be a whole number from 1 to 365.'],
    ['revoke', { who: editors }, 'Give credits to one person'],
    ['revoke', { grant: 'two words' }, 'grant must be one word'],
    ['admins add', {}, 'Fill in who.'],
    ['admins add', { who: editors }, 'Choose one person.'],
    ['channels deny', {}, 'Fill in channel.'],
    ['channels deny', { channel: 7 }, 'Pick channel from the list Discord shows.'],
    ['inbox', { channel: 7 }, 'Pick channel'],
    ['words add', { word: '  ' }, 'Fill in word.'],
    ['words add', { word: 'x'.repeat(101) }, 'word can have up to 100 characters.'],
    ['model deny', {}, 'Fill in model.'],
    ['timezone', {}, 'Fill in zone.'],
    ['timezone', { zone: 'Mars/Base' }, 'No time zone named “Mars/Base”.'],
    ['report', { days: 366 }, 'days must be a whole number from 1 to 365.'],
    ['audit', { from: -1 }, 'from must be a whole number'],
  ])('is answered with what is wrong: %s %j', (name, given, words) => {
    const answer = read(name, given);
    expect(answer !== null && 'words' in answer ? plain(answer.words) : '').toContain(words);
  });
});
