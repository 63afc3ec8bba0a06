import type { AdminAct } from '../../../../src/core/chat/domain/admin-command.ts';

const person = { kind: 'person', id: 'of Ada' } as const;
const reason = 'because';
/** What each form is filled with, and what it asks for; ids stand for those that exist only later. */
export const FILLED: readonly (readonly [string, Record<string, string | string[]>, AdminAct])[] = [
  [
    'set',
    { who: 'of Ada', limit: 'week', credits: '500', per_job: '200', reason },
    {
      act: 'set',
      for: person,
      reason,
      change: { allowance: { kind: 'credits', credits: 500, per: 'week' }, perJob: 200 },
    },
  ],
  [
    'set',
    { group: 'guest', limit: 'none', reset: ['per_job', 'at_once'] },
    {
      act: 'set',
      for: { kind: 'role', id: 'guest' },
      reason: '',
      change: { allowance: { kind: 'none' }, perJob: 'inherit', atOnce: 'inherit' },
    },
  ],
  [
    'set',
    { at_once: '2' },
    { act: 'set', for: { kind: 'team' }, change: { atOnce: 2 }, reason: '' },
  ],
  [
    'pool',
    { limit: 'unlimited', at_once: '5' },
    { act: 'pool', change: { allowance: { kind: 'unlimited' }, atOnce: 5 }, reason: '' },
  ],
  ['pool', { limit: 'inherit' }, { act: 'pool', change: { allowance: 'inherit' }, reason: '' }],
  [
    'grant',
    { who: 'of Ada', credits: '300', days: '7', reason },
    { act: 'grant', to: person, credits: 300, days: 7, reason },
  ],
  [
    'grant',
    { credits: '300' },
    { act: 'grant', to: { kind: 'team' }, credits: 300, days: null, reason: '' },
  ],
  [
    'revoke',
    { who: 'of Ada', grant: 'g-1' },
    { act: 'revoke', from: person, grant: 'g-1', reason: '' },
  ],
  ['show', { who: 'of Ada' }, { act: 'show', of: person }],
  ['show', {}, { act: 'show', of: { kind: 'team' } }],
  ['admins', {}, { act: 'admins', change: 'list', person: null }],
  ['admins', { change: 'add', who: 'of Ada' }, { act: 'admins', change: 'add', person: 'of Ada' }],
  ['channels', { change: 'deny' }, { act: 'channels', change: 'deny', channel: 'of films' }],
  ['channels', {}, { act: 'channels', change: 'list', channel: null }],
  [
    'words',
    { change: 'add', word: ' secret * ' },
    { act: 'words', change: 'add', pattern: 'secret *' },
  ],
  [
    'model',
    { change: 'prefer', model: 'one/model-1' },
    { act: 'model', change: 'prefer', model: 'one/model-1' },
  ],
  ['language', { language: 'pt-BR' }, { act: 'language', language: 'pt-BR' }],
  ['confirm', { credits: '500' }, { act: 'confirm', over: 500 }],
  ['confirm', { change: 'always' }, { act: 'confirm', over: 0 }],
  ['confirm', { change: 'never', credits: '5' }, { act: 'confirm', over: 'never' }],
  ['timezone', { zone: 'Europe/Berlin' }, { act: 'time-zone', zone: 'Europe/Berlin' }],
  ['inbox', { channel: 'of films' }, { act: 'inbox', channel: 'of films' }],
  ['digest', { off: ['off'] }, { act: 'digest', channel: null }],
  ['digest', {}, { act: 'show', of: { kind: 'team' } }],
  ['link', { code: 'ABCD-1234' }, { act: 'link', code: 'ABCD-1234' }],
  ['link', {}, { act: 'link', code: null }],
];
