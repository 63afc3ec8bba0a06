import { describe, expect, it } from 'vitest';
import { platformDefinitions } from '../../src/bots/registry.ts';
import { configSettings } from '../../src/config/config.ts';
import { providerDefinitions } from '../../src/providers/registry.ts';
import type { Environment } from '../../src/settings/settings.ts';
import { unknownVariables } from '../../src/settings/unknown-variables.ts';

const branded = [...platformDefinitions, ...providerDefinitions]
  .flatMap((it) => it.settings)
  .map((it) => it.variable);
const known = [...configSettings.map((it) => it.variable), ...branded];

const found = (environment: Environment) =>
  unknownVariables(environment, known, branded).map((it) => [it.variable, it.nearest]);

describe('a variable that nobody reads', () => {
  it.each([
    ['DISCORD_GUILD', 'DISCORD_GUILDS'],
    ['DISCORD_BOT_TOKEN', 'DISCORD_TOKEN'],
    ['SLACK_TOKEN', 'SLACK_BOT_TOKEN'],
    ['SLACK_WORKSPACE', 'SLACK_WORKSPACES'],
    ['SLACK_SIGNING_KEY', 'SLACK_SIGNING_SECRET'],
    ['HAPPYHORSE_KEY', 'HAPPYHORSE_API_KEY'],
    ['HAPPY_HORSE_API_KEY', 'HAPPYHORSE_API_KEY'],
    ['CRUN_KEY', 'CRUN_API_KEY'],
    ['CRUN_CREATE_PER_SECOND', 'CRUN_CREATES_PER_SECOND'],
    ['ACEDATA_CREATES_PER_SECOND', 'ACEDATA_CALLS_PER_SECOND'],
    ['ACEDATA_API_KEY', 'ACEDATA_API_TOKEN'],
    ['MEDIA_RETENTION', 'MEDIA_RETENTION_DAYS'],
    ['MEDIA_S3_SECRET', 'MEDIA_S3_SECRET_KEY'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATADIR', 'DATA_DIR'],
    ['PUBLIC_URI', 'PUBLIC_URL'],
    ['TRUSTED_HOST', 'TRUSTED_HOSTS'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['ROLE', 'ROLES'],
    ['OPREATORS', 'OPERATORS'],
    ['SHOWRUNNER_PUBLIC_URL', 'PUBLIC_URL'],
    ['discord_token', 'DISCORD_TOKEN'],
  ])('is named with the nearest that is read: %s, %s', (variable, nearest) => {
    expect(found({ [variable]: 'x' })).toEqual([[variable, nearest]]);
  });

  it('is passed over where it is empty, or read', () => {
    expect(found({ DISCORD_GUILD: ' ', SLACK_TOKEN: undefined, DISCORD_GUILDS: '1' })).toEqual([]);
  });

  it('is passed over where others set it', () => {
    const theirs = {
      PATH: '/bin',
      HOME: '/root',
      HOST: 'a',
      PWD: '/',
      USER: 'a',
      TERM: 'xterm',
      LANG: 'C',
      HOSTNAME: 'a',
      SHELL: '/bin/sh',
      LOGNAME: 'a',
      MAIL: 'a',
      TZ: 'UTC',
      CI: 'true',
      NODE_ENV: 'production',
      NODE_OPTIONS: 'a',
      npm_config_loglevel: 'a',
      DEBUG: '1',
      POSTGRES_PASSWORD: 'a',
      POSTGRES_USER: 'a',
      POSTGRES_DB: 'a',
      PGDATABASE: 'a',
      DATABASE_HOST: 'a',
      DATABASE_NAME: 'a',
      DATABASE_PASSWORD: 'a',
      REDIS_URL: 'a',
      SECRET_KEY_BASE: 'a',
      AWS_SECRET_ACCESS_KEY: 'a',
      AWS_REGION: 'a',
      XDG_DATA_DIRS: 'a',
      PUBLIC_IP: 'a',
      PORTS: undefined,
      MEDIA_ROOT: '/srv',
      MEDIA_URL: '/media/',
      SLACK_WEBHOOK_URL: 'https://hooks',
      SLACK_WEBHOOK: 'a',
      DISCORD_WEBHOOK: 'a',
      SHOWRUNNER_SERVICE_HOST: '10.0.0.1',
      SHOWRUNNER_SERVICE_PORT_HTTP: '80',
      SHOWRUNNER_PORT: 'tcp://10.0.0.1:80',
      SHOWRUNNER_PORT_80_TCP_ADDR: '10.0.0.1',
    };
    expect(found(theirs)).toEqual([]);
  });
});
