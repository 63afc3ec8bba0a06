import { describe, expect, it } from 'vitest';
import type { AdminAct } from '../../../../src/core/chat/domain/admin-command.ts';
import { QUOTA_ACTS } from '../../../../src/bots/slack/commands/quota/quota-text.ts';
import { readQuotaText } from '../../../../src/bots/slack/commands/quota/quota-command.ts';
import { patience } from '../../../support/patience.ts';

const HERE = 'C0HERE';
const ADA = '<@U0ADA|ada>';
const EDITORS = '<!subteam^S0EDIT|@editors>';
const FILMS = '<#C0FILMS|films>';
const reason = '';

const read = (text: string, channelId = HERE) => readQuotaText(text, channelId);

function wrong(text: string, channelId = HERE): string {
  const typed = read(text, channelId);
  return typed.status === 'wrong' ? typed.words : JSON.stringify(typed);
}

const ada = { kind: 'person', id: 'U0ADA' } as const;
const team = { kind: 'team' } as const;

describe('what is typed after /quota', () => {
  const acts: readonly (readonly [string, AdminAct])[] = [
    [
      `set ${ADA} 500/week --per-job 200 --at-once 2 because they  asked &amp; ${ADA} did`,
      {
        act: 'set',
        for: ada,
        reason: 'they asked & ada did',
        change: {
          perJob: 200,
          atOnce: 2,
          allowance: { kind: 'credits', credits: 500, per: 'week' },
        },
      },
    ],
    [
      `set ${EDITORS} 1,000 credits per month`,
      {
        act: 'set',
        for: { kind: 'role', id: 'S0EDIT' },
        reason,
        change: { allowance: { kind: 'credits', credits: 1000, per: 'month' } },
      },
    ],
    [
      'set team unlimited --reason="a big week"',
      { act: 'set', for: team, reason: 'a big week', change: { allowance: { kind: 'unlimited' } } },
    ],
    [
      'set <!everyone> none',
      { act: 'set', for: team, change: { allowance: { kind: 'none' } }, reason },
    ],
    [
      'SET guests 5 a day —at-once=1',
      {
        act: 'set',
        for: { kind: 'role', id: 'guest' },
        reason,
        change: { allowance: { kind: 'credits', credits: 5, per: 'day' }, atOnce: 1 },
      },
    ],
    [
      'set <@W0GRID> inherit --per-job inherit',
      {
        act: 'set',
        for: { kind: 'person', id: 'W0GRID' },
        reason,
        change: { allowance: 'inherit', perJob: 'inherit' },
      },
    ],
    [
      'pool 20000/month --at-once 5 because money',
      {
        act: 'pool',
        reason: 'money',
        change: { allowance: { kind: 'credits', credits: 20000, per: 'month' }, atOnce: 5 },
      },
    ],
    ['pool --at-once inherit', { act: 'pool', change: { atOnce: 'inherit' }, reason }],
    [
      `grant ${ADA} 300 --days 7 because of the launch`,
      { act: 'grant', to: ada, credits: 300, days: 7, reason: 'of the launch' },
    ],
    [
      'grant team 1,000 credits for 30 days',
      { act: 'grant', to: team, credits: 1000, days: 30, reason },
    ],
    ['grant team 50', { act: 'grant', to: team, credits: 50, days: null, reason }],
    [`revoke ${ADA}`, { act: 'revoke', from: ada, grant: null, reason }],
    [
      'revoke team g-12 because spent',
      { act: 'revoke', from: team, grant: 'g-12', reason: 'spent' },
    ],
    [`revoke ${ADA} all`, { act: 'revoke', from: ada, grant: null, reason }],
    [`show ${ADA}`, { act: 'show', of: ada }],
    ['show team', { act: 'show', of: team }],
    [`admins add ${ADA}`, { act: 'admins', change: 'add', person: 'U0ADA' }],
    [`admins remove ${ADA}`, { act: 'admins', change: 'remove', person: 'U0ADA' }],
    ['admins list', { act: 'admins', change: 'list', person: null }],
    [`channels allow ${FILMS}`, { act: 'channels', change: 'allow', channel: 'C0FILMS' }],
    ['channels deny here', { act: 'channels', change: 'deny', channel: HERE }],
    ['channels clear <#C0SECRET|>', { act: 'channels', change: 'clear', channel: 'C0SECRET' }],
    ['channels list', { act: 'channels', change: 'list', channel: null }],
    ['words add "secret project"', { act: 'words', change: 'add', pattern: 'secret project' }],
    ['words add tom &amp; je*', { act: 'words', change: 'add', pattern: 'tom & je*' }],
    ['words remove because', { act: 'words', change: 'remove', pattern: 'because' }],
    ['words list', { act: 'words', change: 'list', pattern: null }],
    ['model deny "Model One"', { act: 'model', change: 'deny', model: 'Model One' }],
    ['models prefer one/model-1', { act: 'model', change: 'prefer', model: 'one/model-1' }],
    ['model list', { act: 'model', change: 'list', model: null }],
    ['timezone Europe/Berlin', { act: 'time-zone', zone: 'Europe/Berlin' }],
    ['time zone America/New_York', { act: 'time-zone', zone: 'America/New_York' }],
    [`inbox ${FILMS}`, { act: 'inbox', channel: 'C0FILMS' }],
    ['inbox off', { act: 'inbox', channel: null }],
    ['digest here', { act: 'digest', channel: HERE }],
    ['digest off', { act: 'digest', channel: null }],
    ['report 30', { act: 'report', days: 30 }],
    ['report 7 days', { act: 'report', days: 7 }],
    ['audit', { act: 'audit', from: null }],
    ['log #120', { act: 'audit', from: 120 }],
    ['link ABCD-1234', { act: 'link', code: 'ABCD-1234' }],
    ['unlink now', { act: 'unlink' }],
  ];
  it.each(acts)('may be %s', (text, act) => {
    expect(read(text)).toEqual({ status: 'asked', act });
  });

  it('has a text for everything there is', () => {
    expect(new Set(acts.map(([, { act }]) => act))).toEqual(new Set(QUOTA_ACTS));
  });

  it.each(QUOTA_ACTS.filter((it) => it !== 'audit'))('opens a form when it is %s alone', (act) => {
    expect(read(` ${act} `)).toEqual({ status: 'form', form: act, person: null });
  });

  it('opens a form when it is nothing, or only says who', () => {
    expect(read('')).toEqual({ status: 'form', form: 'set', person: null });
    expect(read(`set ${ADA}`)).toEqual({ status: 'form', form: 'set', person: 'U0ADA' });
    expect(read(`grant ${ADA}`)).toEqual({ status: 'form', form: 'grant', person: 'U0ADA' });
    expect(read('help')).toEqual({ status: 'help' });
  });

  it.each([
    ['sett @ada 5', 'There is no /quota sett. There are: set, pool'],
    ['set @ada 500/week', '“@ada” is nobody I know.'],
    ['set <#C0FILMS> 500/week', 'Name a person or a user group'],
    [`set ${ADA} 500`, '“500” is no quota.'],
    [`set ${ADA} -5/week`, '“-5/week” is no quota.'],
    [`set ${ADA} 500/year`, '“500/year” is no quota.'],
    [`set ${ADA} 500/week unlimited`, '“500/week unlimited” is no quota.'],
    [`set ${ADA} ${EDITORS} 500/week`, '“? 500/week” is no quota.'],
    [`set ${ADA} --per-job many`, '--per-job takes a whole number, or inherit.'],
    [`set ${ADA} --at-once`, '--at-once needs a number.'],
    [`set ${ADA} --at-once 1 --at-once 2`, '--at-once is there twice.'],
    [`set ${ADA} --days 2`, 'There is no --days here. There is: --per-job, --at-once, --reason.'],
    [`set ${EDITORS}`, 'It does not say what to set.'],
    ['pool 5/day --per-job 3', 'There is no --per-job here.'],
    [`grant ${EDITORS} 5`, 'not to a group'],
    [`grant ${ADA} many`, 'is a whole number'],
    [`grant ${ADA} 1.5`, 'is a whole number'],
    [`grant ${ADA} 5 --days soon`, 'Days are a whole number.'],
    ['revoke', '"status":"form"'],
    [`revoke ${ADA} g 1`, 'It takes one name of a grant'],
    [`show ${ADA} ${ADA}`, 'Name a person'],
    ['admins add @ada', 'Name one person'],
    [`admins promote ${ADA}`, 'add, remove or list'],
    ['channels allow films', 'Name one channel'],
    ['channels hide here', 'allow, deny, clear or list'],
    ['words add', 'which word or phrase'],
    ['words block x', 'add, remove or list'],
    ['model deny', 'Name a model'],
    ['model hate x', 'allow, deny, prefer, clear or list'],
    ['inbox films', 'Name one channel'],
    ['report soon', 'a number of days'],
    ['audit new', 'the number of an entry'],
    ['link <@U0ADA|ada>', 'A code is one word.'],
    ['unlink please', '/quota unlink now'],
  ])('is answered clearly when it is %s', (text, words) => {
    expect(wrong(text)).toContain(words);
  });

  it.each([
    ['quotes that never end', `words add ${'"a '.repeat(13_000)}`],
    ['blanks in quotes', `grant team "${' '.repeat(40_000)}"`],
    ['blanks before the end', `report 1${' '.repeat(40_000)}x`],
    ['numbers', `set team ${'1 '.repeat(20_000)}`],
  ])('is read in no time, though it is nothing but %s', (_what, text) => {
    const started = performance.now();
    read(text);
    expect(performance.now() - started).toBeLessThan(patience(400));
  });

  it('knows no channel in direct messages', () => {
    expect(wrong('channels allow here', 'D0DIRECT')).toContain('Name one channel');
  });

  it('gives an example that it would take itself', () => {
    const example = /For example: \/quota (.*)$/.exec(wrong(`set ${ADA} 5`))?.[1] ?? '';
    expect(read(example.replace('@person', ADA))).toMatchObject({ status: 'asked' });
  });
});
