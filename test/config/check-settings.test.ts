import { describe, expect, it } from 'vitest';
import { setUp, SettingsError } from '../../src/config/check-settings.ts';
import type { Environment } from '../../src/settings/settings.ts';
import { someSurroundings } from '../support/surroundings.ts';

const PROVIDER = { HAPPYHORSE_APP_API_KEY: 'key' };
const BY_HTTP = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
};

/** What is told to whoever set these, a line for each variable. */
function problemsOf(environment: Environment): readonly string[] {
  try {
    setUp(environment, someSurroundings());
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((it) => `${it.variable} ${it.problem}`);
  }
}

describe('the settings', () => {
  it('are all told at once, with what to do', () => {
    const problems = problemsOf({ PORT: 'eighty' });
    expect(problems.some((it) => it.startsWith('PORT'))).toBe(true);
    expect(problems.some((it) => it.startsWith('DISCORD_TOKEN'))).toBe(true);
    expect(problems.some((it) => it.startsWith('HAPPYHORSE_APP_API_KEY'))).toBe(true);
  });

  it('tell that one chat and one provider are enough', () => {
    const problems = problemsOf({});
    expect(problems).toContain(
      'SLACK_BOT_TOKEN is not set (Slack): one chat to listen to is needed, and there is none',
    );
    expect(problems).toContain(
      'CRUN_API_KEY is not set (crun.ai): one video provider is needed, and there is none',
    );
  });

  it('know the models of providers that are not set up', () => {
    const { notSetUp, providers } = setUp({ DISCORD_TOKEN: 't', ...PROVIDER }, someSurroundings());
    expect(providers.map((it) => it.name)).toEqual(['happyhorse-app']);
    expect(notSetUp.map((it) => it.provider)).toContain('crun');
    expect(notSetUp.map((it) => it.provider)).not.toContain('happyhorse-app');
  });

  it('have a chat that calls heard where it can be', () => {
    expect(problemsOf({ ...BY_HTTP, ...PROVIDER })).toEqual([]);
    expect(problemsOf({ ...BY_HTTP, ...PROVIDER, ROLES: 'worker' })).toEqual([]);
    const [problem] = problemsOf({ ...BY_HTTP, ...PROVIDER, ROLES: 'bots,worker' });
    expect(problem).toContain('ROLES has bots without http, so that slack could not be heard');
  });

  it('tell what is wrong with the address of the database, and not its password', () => {
    const base = { DISCORD_TOKEN: 't', ...PROVIDER };
    const at = (query: string) =>
      problemsOf({ ...base, DATABASE_URL: `postgres://ada:hush@db/video${query}` });
    expect(at('')).toEqual([]);
    expect(at('?sslmode=require')).toEqual([]);
    expect(at('?sslmode=secure')[0]).toContain('DATABASE_URL has the sslmode secure');
    expect(at('?sslmode=verify-full&sslrootcert=/no/ca.crt')[0]).toContain('/no/ca.crt');
    expect(at('?sslmode=verify-ca#')).not.toContain('hush');
  });

  it('have operators told of what 10 usual videos cost, unless they say another balance', () => {
    const low = (LOW_BALANCE: string) =>
      setUp({ DISCORD_TOKEN: 't', ...PROVIDER, LOW_BALANCE }, someSurroundings()).lowBalance;
    expect(low('').get('crun')).toBe(2_000);
    expect(low('7').get('crun')).toBe(7);
    expect(low('7, crun=0').get('crun')).toBe(0);
    expect(low('crun=7').get('happyhorse-app')).toBe(3_000);
  });

  it('rate only what there is', () => {
    const base = { DISCORD_TOKEN: 't', ...PROVIDER };
    expect(problemsOf({ ...base, RATES: 'crun=2, happyhorse-app=1.5' })).toEqual([]);
    expect(problemsOf({ ...base, RATES: 'cron=2' })[0]).toContain('RATES names cron');
    expect(problemsOf({ ...base, RATES: 'happyhorse-app/x:std=1' })[0]).toContain('names');
    expect(problemsOf({ ...base, RATES: 'crun:2' })[0]).toContain('RATES must be like');
    expect(problemsOf({ ...base, LOW_BALANCE: '500, crun=20.5 acedata=0' })).toEqual([]);
    expect(problemsOf({ ...base, LOW_BALANCE: 'cron=2' })[0]).toContain('LOW_BALANCE names cron');
    expect(problemsOf({ ...base, LOW_BALANCE: 'crun=few' })[0]).toContain('must be like 500');
  });
});
