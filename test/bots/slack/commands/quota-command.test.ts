import { describe, expect, it } from 'vitest';
import type { AdminAct } from '../../../../src/core/chat/domain/admin-command.ts';
import {
  QUOTA_COMMANDS,
  quotaCommand,
} from '../../../../src/core/commands/domain/catalogue/quota.ts';
import { createWordings } from '../../../../src/messages/wordings.ts';
import { plain } from '../../../core/messages/domain/plain-text.ts';
import {
  exampleOf,
  readQuotaText,
} from '../../../../src/bots/slack/commands/quota/quota-command.ts';
import { patience } from '../../../support/patience.ts';

const HERE = 'C0HERE';
const ADA = '<@U0ADA|ada>';
const EDITORS = '<!subteam^S0EDIT|@editors>';
const FILMS = '<#C0FILMS|films>';
const reason = '';

const read = (text: string, channelId = HERE) => readQuotaText(text, channelId);

function wrong(text: string, channelId = HERE): string {
  const typed = read(text, channelId);
  return typed.status === 'wrong' ? plain(typed.words) : JSON.stringify(typed);
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
    ['pool --at-once default', { act: 'pool', change: { atOnce: 'inherit' }, reason }],
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
    ['language português (Brasil)', { act: 'language', language: 'português (Brasil)' }],
    ['language "日本語"', { act: 'language', language: '日本語' }],
    ['confirm above 1,200 credits', { act: 'confirm', over: 1_200 }],
    ['confirm always', { act: 'confirm', over: 0 }],
    ['confirm never', { act: 'confirm', over: 'never' }],
    ['confirm default', { act: 'confirm', over: 'default' }],
    ['timezone Europe/Berlin', { act: 'time-zone', zone: 'Europe/Berlin' }],
    ['time zone America/New_York', { act: 'time-zone', zone: 'America/New_York' }],
    [`inbox ${FILMS}`, { act: 'inbox', channel: 'C0FILMS' }],
    ['inbox off', { act: 'inbox', channel: null }],
    ['digest here', { act: 'digest', channel: HERE }],
    ['digest off', { act: 'digest', channel: null }],
    ['report', { act: 'report', days: 30 }],
    ['report 30', { act: 'report', days: 30 }],
    ['report 7 days', { act: 'report', days: 7 }],
    ['audit', { act: 'audit', from: null }],
    ['log #120', { act: 'audit', from: 120 }],
    ['link ABCD-1234', { act: 'link', code: 'ABCD-1234' }],
    ['unlink', { act: 'unlink', sure: false }],
  ];
  it.each(acts)('may be %s', (text, act) => {
    expect(read(text)).toEqual({ status: 'asked', act });
  });

  it('has a text for everything there is', () => {
    const typed = acts.map(([text]) =>
      quotaCommand(text.replace('time zone', 'timezone').split(' ')[0] ?? ''),
    );
    expect(new Set(typed)).toEqual(new Set(QUOTA_COMMANDS));
  });

  it.each(QUOTA_COMMANDS.filter((it) => it.bare !== true))(
    'opens a form when it is $name alone',
    (form) => {
      expect(read(` ${form.name} `)).toEqual({ status: 'form', form, values: {} });
    },
  );

  it('opens a form when it is nothing, or only says who', () => {
    const [set, , grant] = QUOTA_COMMANDS;
    expect(read('')).toEqual({ status: 'form', form: set, values: {} });
    expect(read(`set ${ADA}`)).toEqual({ status: 'form', form: set, values: { who: ada } });
    expect(read(`grant ${ADA}`)).toEqual({ status: 'form', form: grant, values: { who: ada } });
    expect(read('help')).toEqual({ status: 'help' });
  });

  it.each([
    ['sett @ada 5', '/quota sett doesn’t exist. Use set, pool'],
    ['set @ada 500/week', 'No person or group named “@ada”.'],
    [
      'set <#C0FILMS> 500/week',
      'Type @ and pick a person or user group, or type team for everyone.',
    ],
    [
      `set ${ADA} 500`,
      '“500” isn’t a limit. Use 500/day, 500/week, 500/month, unlimited, none or default.',
    ],
    [`set ${ADA} -5/week`, '“-5/week” isn’t a limit.'],
    [`set ${ADA} 500/year`, '“500/year” isn’t a limit.'],
    [`set ${ADA} 500/week unlimited`, '“500/week unlimited” isn’t a limit.'],
    [`set ${ADA} ${EDITORS} 500/week`, '“? 500/week” isn’t a limit.'],
    [`set ${ADA} --per-job many`, '--per-job must be a whole number or default.'],
    [`set ${ADA} --at-once 10001`, 'Videos at once must be a whole number from 1 to 10,000.'],
    [`set ${ADA} --at-once`, 'Fill in --at-once.'],
    [`set ${ADA} --at-once 1 --at-once 2`, '--at-once is already set. Set it once.'],
    [`set ${ADA} --days 2`, '--days isn’t an option. Use --per-job, --at-once or --reason.'],
    [`set ${EDITORS}`, 'Choose what to set: Limit, Max credits per video or Videos at once.'],
    ['pool 5/day --per-job 3', '--per-job isn’t an option.'],
    [`grant ${EDITORS} 5`, 'Give credits to one person or to the whole team.'],
    ['grant 5', 'No person or group named “5”.'],
    [`grant ${ADA} many`, 'Credits must be a whole number, such as 20.'],
    [`grant ${ADA} 1.5`, 'Credits must be a whole number'],
    [`grant ${ADA} 0`, 'Credits must be a whole number from 1 to 1,000,000,000.'],
    [`grant ${ADA} 5 --days soon`, '--days must be a whole number'],
    [`grant ${ADA} 5 for soon days`, 'Days must be a whole number'],
    ['revoke', '"status":"form"'],
    [`revoke ${ADA} g 1`, 'must be one word'],
    [`show ${ADA} ${ADA}`, '/quota show doesn’t take “?”.'],
    ['show team --days 2', '/quota show has no option --days.'],
    ['admins add @ada', 'No person or group named “@ada”.'],
    [`admins add ${EDITORS}`, 'Type @ and pick one person.'],
    [`admins promote ${ADA}`, '/quota admins takes list, add or remove.'],
    ['channels allow films', 'Type # and pick one channel, or type here for this one.'],
    ['channels hide here', '/quota channels takes list, allow, deny or clear.'],
    ['words add', 'Fill in Word or phrase.'],
    ['words block x', '/quota words takes list, add or remove.'],
    ['model deny', 'Fill in Model.'],
    ['model hate x', '/quota model takes list, allow, deny, prefer or clear.'],
    ['inbox films', 'Type # and pick one channel'],
    ['report soon', 'Days must be a whole number'],
    ['audit new', 'From entry must be a whole number'],
    ['link <@U0ADA|ada>', 'Code must be one word'],
    ['timezone Mars/Base', 'No time zone named “Mars/Base”.'],
    ['unlink please', '/quota unlink doesn’t take “please”.'],
  ])('is answered clearly when it is %s', (text, words) => {
    expect(wrong(text).replaceAll("'", '’')).toContain(words);
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
    expect(wrong('channels allow here', 'D0DIRECT')).toContain('pick one channel');
  });

  it.each(QUOTA_COMMANDS)('takes the example that is given for $name', (command) => {
    const example = exampleOf(command, createWordings()('de'));
    const typed = example
      .replace('/quota ', '')
      .replace('@person', ADA)
      .replace(/#\w+/, (found) => (/\d/.test(found) ? found : FILMS));
    expect(read(typed)).toMatchObject({ status: 'asked' });
  });
});
