import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { openPlatforms } from '../bots/registry.ts';
import type { PlatformSurroundings } from '../bots/shared/define-platform.ts';
import type { PlatformConnection } from '../bots/shared/define-platform.ts';
import { modelId } from '../core/video/domain/capabilities.ts';
import { AddressError, readAddress } from '../db/connection/address.ts';
import { openProviders, providerDefinitions } from '../providers/registry.ts';
import { USUAL_VIDEOS } from '../core/providers/domain/low-balance.ts';
import type { Offer } from '../core/video/domain/validate.ts';
import type { VideoProvider } from '../core/providers/ports/video-provider.ts';
import type { Environment, SettingDescription, SettingProblem } from '../settings/settings.ts';

export interface SetUp {
  readonly config: Config;
  readonly providers: readonly VideoProvider[];
  readonly connections: readonly PlatformConnection[];
  /** Models of providers that nobody set up. */
  readonly notSetUp: readonly Offer[];
  /** Under how many of its own credits operators hear of a provider. */
  readonly lowBalance: ReadonlyMap<string, number>;
}

/** Everything that is wrong with the settings, as one list for whoever set them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    super(wordsOf(problems));
    this.problems = problems;
  }
}

/**
 * Reads all settings and opens what they set up. No call goes out.
 * @throws {SettingsError}
 */
export function setUp(
  environment: Environment,
  surroundings: Omit<PlatformSurroundings, 'publicUrl'>,
): SetUp {
  const read = readConfig(environment);
  const config = read.status === 'read' ? read.config : null;
  const platforms = openPlatforms(environment, {
    ...surroundings,
    publicUrl: config?.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
  });
  const rates = config?.RATES ?? [];
  const providers = openProviders(environment, { ...surroundings, rates });
  const problems = [
    ...(read.status === 'invalid' ? read.problems : []),
    ...platforms.problems,
    ...providers.problems,
    ...unknownRates(rates, providers.opened),
    ...(config === null ? [] : unknownBalances(config)),
    ...(config === null ? [] : unheard(config, platforms.opened)),
    ...(config === null ? [] : unreadableAddress(config)),
  ];
  if (platforms.opened.length === 0 && platforms.problems.length === 0) {
    problems.push(...oneOf('chat to listen to', platforms.missing));
  }
  if (providers.opened.length === 0 && providers.problems.length === 0) {
    problems.push(...oneOf('video provider', providers.missing));
  }
  if (config === null || problems.length > 0) throw new SettingsError(problems);
  return {
    config,
    providers: providers.opened,
    connections: platforms.opened,
    lowBalance: lowBalances(config),
    notSetUp: providers.missing.flatMap(({ name, title, models }) =>
      models.map((model) => ({ provider: name, providerTitle: title, model, canTakeMedia: true })),
    ),
  };
}

/** A chat that calls this service can be heard only by a process that answers HTTP as well. */
function unheard({ ROLES }: Config, connections: readonly PlatformConnection[]): SettingProblem[] {
  if (!ROLES.includes('bots') || ROLES.includes('http')) return [];
  const calling = connections.filter((it) => it.routes !== null).map((it) => it.platform.name);
  if (calling.length === 0) return [];
  return [
    {
      variable: 'ROLES',
      problem: `has bots without http, so that ${calling.join(', ')} could not be heard`,
      fix: 'Give this process the role http too, or let the chat be heard by a connection of ours (Slack: SLACK_APP_TOKEN).',
    },
  ];
}

/** What its address says is looked at before anything is opened, its certificates too. */
function unreadableAddress({ DATABASE_URL }: Config): SettingProblem[] {
  try {
    if (DATABASE_URL !== undefined) readAddress(DATABASE_URL);
    return [];
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    const fix = 'docs/database.md tells what an address may say.';
    return [{ variable: 'DATABASE_URL', problem: error.problem, fix }];
  }
}

/** By each provider's name: what is set for it, or for all, or what 10 usual videos cost there. */
function lowBalances({ LOW_BALANCE }: Config): ReadonlyMap<string, number> {
  return new Map(
    providerDefinitions.map(({ name, usualPrice }) => {
      const own = LOW_BALANCE.findLast((it) => it.provider === name);
      const set = own ?? LOW_BALANCE.findLast((it) => it.provider === null);
      return [name, set?.credits ?? usualPrice * USUAL_VIDEOS];
    }),
  );
}

function unknownBalances({ LOW_BALANCE }: Config): SettingProblem[] {
  const names = providerDefinitions.map((it) => it.name);
  return LOW_BALANCE.flatMap(({ provider }) =>
    provider === null || names.includes(provider)
      ? []
      : [
          {
            variable: 'LOW_BALANCE',
            problem: `names ${provider}, which there is none of`,
            fix: `Providers are ${names.join(', ')}.`,
          },
        ],
  );
}

/** A rate for something that is not there is a slip of the pen, and would cost somebody. */
function unknownRates(
  rates: Config['RATES'],
  providers: readonly VideoProvider[],
): SettingProblem[] {
  const names = new Set(providerDefinitions.map((it) => it.name));
  const models = new Set(
    providers.flatMap((it) => it.models.map((model) => modelId(it.name, model))),
  );
  return rates.flatMap((rate) => {
    const [provider] = rate.kind === 'unit' ? [rate.provider] : rate.model.split('/');
    const known =
      rate.kind === 'unit'
        ? names.has(rate.provider)
        : models.has(rate.model) || !providers.some((it) => it.name === provider);
    if (known) return [];
    const what = rate.kind === 'unit' ? rate.provider : rate.model;
    return [
      {
        variable: 'RATES',
        problem: `names ${what}, which there is none of`,
        fix: `Providers are ${[...names].join(', ')}; models set up here are ${[...models].join(', ')}.`,
      },
    ];
  });
}

function oneOf(
  what: string,
  missing: readonly {
    readonly title: string;
    readonly variables: readonly SettingDescription[];
  }[],
): SettingProblem[] {
  return missing.flatMap(({ title, variables }) =>
    variables.map(({ variable, howToGet, description }) => ({
      variable,
      problem: `is not set (${title}): one ${what} is needed, and there is none`,
      fix: howToGet ?? description,
    })),
  );
}

function wordsOf(problems: readonly SettingProblem[]): string {
  const lines = problems.map(
    ({ variable, problem, fix }) => `  ${variable} ${problem}.\n      ${fix}`,
  );
  return [
    'Showrunner cannot start yet:',
    '',
    ...lines,
    '',
    'Set them in the environment or in a file named .env; .env.example lists every variable.',
    'To see it work without any account: npm run demo',
  ].join('\n');
}
