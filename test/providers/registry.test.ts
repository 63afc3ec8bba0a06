import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openProviders, providerDefinitions } from '../../src/providers/registry.ts';
import { openable } from '../../src/settings/openings.ts';
import {
  addressSetting,
  describeSettings,
  keySetting,
  numberSetting,
  readSettings,
} from '../../src/settings/settings.ts';
import type { Environment } from '../../src/settings/settings.ts';

const surroundings = { clock: { now: () => new Date('2026-11-22T12:00:00Z') } };
const open = (environment: Environment) => openProviders(environment, surroundings);

describe('the registry', () => {
  it('opens a provider whose key is set, with its defaults', () => {
    const { opened: providers, problems, missing } = open({ HAPPYHORSE_APP_API_KEY: 'key' });
    expect(problems).toEqual([]);
    expect(missing.map((it) => it.name)).not.toContain('happyhorse-app');
    expect(missing).toHaveLength(providerDefinitions.length - 1);
    expect(providers.map((it) => it.name)).toEqual(['happyhorse-app']);
    expect(providers[0]?.limits).toEqual({
      inFlight: 3,
      createsPerSecond: null,
      callsPerSecond: 1,
      checkBatch: 1,
    });
  });

  it('takes the limits from the environment, where 0 calls a second are no limit', () => {
    const limits = (environment: Environment) =>
      open({ HAPPYHORSE_APP_API_KEY: 'key', ...environment }).opened[0]?.limits;
    expect(limits({ HAPPYHORSE_APP_IN_FLIGHT: '12' })).toMatchObject({ inFlight: 12 });
    expect(limits({ HAPPYHORSE_APP_CALLS_PER_SECOND: '0.5' })).toMatchObject({
      callsPerSecond: 0.5,
    });
    expect(limits({ HAPPYHORSE_APP_CALLS_PER_SECOND: '0' })).toMatchObject({
      callsPerSecond: null,
    });
  });

  it.each([{}, { HAPPYHORSE_APP_API_KEY: '' }, { HAPPYHORSE_APP_API_KEY: '  ' }])(
    'leaves out a provider nobody set up and says what would: %j',
    (environment) => {
      const {
        opened: providers,
        problems,
        missing,
      } = open({
        ...environment,
        HAPPYHORSE_APP_URL: 'https://happyhorse.app',
      });
      expect(providers).toEqual([]);
      expect(problems).toEqual([]);
      expect(missing).toHaveLength(providerDefinitions.length);
      expect(missing.find((it) => it.name === 'happyhorse-app')).toMatchObject({
        title: 'happyhorse.app',
        variables: [{ variable: 'HAPPYHORSE_APP_API_KEY' }],
      });
    },
  );

  it('tells everything that is wrong at once, in words and with a way out', () => {
    const { opened: providers, problems } = open({
      HAPPYHORSE_APP_API_KEY: 'two words',
      HAPPYHORSE_APP_URL: 'happyhorse.app',
      HAPPYHORSE_APP_IN_FLIGHT: 'many',
      HAPPYHORSE_APP_CALLS_PER_SECOND: '-1',
    });
    expect(providers).toEqual([]);
    expect(problems).toEqual([
      {
        variable: 'HAPPYHORSE_APP_API_KEY',
        problem: 'must be one word of plain characters',
        fix: 'Make one on the API Keys page of the dashboard at https://happyhorse.app.',
      },
      {
        variable: 'HAPPYHORSE_APP_URL',
        problem: 'must be an http or https address, and is "happyhorse.app"',
        fix: 'Write HAPPYHORSE_APP_URL=https://happyhorse.app or leave it out.',
      },
      {
        variable: 'HAPPYHORSE_APP_IN_FLIGHT',
        problem: 'must be a whole number from 1 to 10000, and is "many"',
        fix: 'Write HAPPYHORSE_APP_IN_FLIGHT=3 or leave it out.',
      },
      {
        variable: 'HAPPYHORSE_APP_CALLS_PER_SECOND',
        problem: 'must be a number from 0 to 10000, and is "-1"',
        fix: 'Write HAPPYHORSE_APP_CALLS_PER_SECOND=1 or leave it out.',
      },
    ]);
  });

  it('lists every variable once, and each with a description', () => {
    const settings = providerDefinitions.flatMap((it) => it.settings);
    const variables = settings.map((it) => it.variable);
    expect(new Set(variables).size).toBe(variables.length);
    expect(settings.every((it) => it.description !== '')).toBe(true);
    expect(settings).toContainEqual({
      variable: 'HAPPYHORSE_APP_API_KEY',
      description: 'Key for the HappyHorse API of happyhorse.app',
      howToGet: 'Make one on the API Keys page of the dashboard at https://happyhorse.app.',
      required: true,
      secret: true,
      path: false,
      default: null,
      example: null,
    });
    expect(settings.find((it) => it.variable === 'HAPPYHORSE_APP_URL')).toMatchObject({
      required: false,
      secret: false,
      default: 'https://happyhorse.app',
    });
  });
});

describe('a provider with two required variables', () => {
  const definition = openable({
    name: 'two',
    title: 'Two',
    settings: {
      TWO_KEY: { schema: keySetting(), description: 'A key', howToGet: 'Ask for one.' },
      TWO_URL: { schema: addressSetting(), description: 'An address', example: 'https://two.test' },
    },
    create: ({ TWO_KEY, TWO_URL }: { TWO_KEY: string; TWO_URL: string }) =>
      `${TWO_KEY} at ${TWO_URL}`,
  });
  const openTwo = (environment: Environment) => definition.open(environment, {});

  it('is opened when both are set', () => {
    const opening = openTwo({ TWO_KEY: ' k ', TWO_URL: 'https://two.test/v1/' });
    expect(opening).toEqual({ status: 'opened', opened: 'k at https://two.test/v1' });
  });

  it('is not set up when neither is', () => {
    expect(openTwo({})).toMatchObject({ status: 'not-set-up', missing: [{}, {}] });
  });

  it('is a mistake when only one is', () => {
    expect(openTwo({ TWO_KEY: 'k' })).toEqual({
      status: 'invalid',
      problems: [
        { variable: 'TWO_URL', problem: 'is not set', fix: 'Write TWO_URL=https://two.test.' },
      ],
    });
    expect(openTwo({ TWO_URL: 'https://two.test' })).toEqual({
      status: 'invalid',
      problems: [{ variable: 'TWO_KEY', problem: 'is not set', fix: 'Ask for one.' }],
    });
  });
});

describe('a setting', () => {
  const read = (schema: z.ZodType<unknown, string | undefined>, value: string, secret = false) => {
    const settings = { IT: { schema, description: 'It', secret } };
    const answer = readSettings(settings, { IT: value });
    return answer.status === 'read' ? answer.values.IT : answer.problems[0]?.problem;
  };

  it.each(['https://api.test', 'https://api.test/v1', 'http://127.0.0.1:8080'])(
    'can be the address %s',
    (address) => {
      expect(read(addressSetting(), address)).toBe(address);
    },
  );

  it.each([
    'api.test',
    'ftp://api.test',
    'file:///etc/passwd',
    'https://user:pass@api.test',
    'https://api.test?x=1',
    'https://api.test#x',
  ])('cannot be the address %s', (address) => {
    expect(read(addressSetting(), address)).toContain('must be an http or https address');
  });

  it.each(['a b', 'a\nb', 'käy'])('cannot be the key %j', (key) => {
    expect(read(keySetting(), key)).toContain('must be one word');
  });

  it.each(['1e3', '0x10', '1.5', '', '11', '٣'])('cannot be the whole number %j', (text) => {
    const schema = numberSetting({ min: 1, max: 10, whole: true });
    expect(read(schema, text)).toMatch(/must be a whole number from 1 to 10|is not set/);
    expect(read(schema, '10')).toBe(10);
  });

  it('does not repeat a secret that is wrong', () => {
    expect(read(keySetting(), 'hunter 2', true)).not.toContain('hunter');
    expect(read(keySetting(), 'hunter 2', false)).toContain('hunter');
  });

  it('is required when its schema needs it, and shows what it is otherwise', () => {
    const settings = {
      NEEDED: { schema: z.string(), description: 'Needed' },
      OPEN: { schema: z.string().optional(), description: 'Open' },
      SET: { schema: z.string().default('x'), description: 'Set' },
    };
    const described = describeSettings(settings);
    expect(described.map((it) => it.required)).toEqual([true, false, false]);
    expect(described.map((it) => it.default)).toEqual([null, null, 'x']);
  });
});
