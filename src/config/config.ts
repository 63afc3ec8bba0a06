import { z } from 'zod';
import { parseAllowance } from '../core/credits/domain/allowance.ts';
import { readCreditPrice } from '../core/credits/domain/money.ts';
import { readRate } from '../providers/shared/rates.ts';
import {
  addressSetting,
  describeSettings,
  keySetting,
  listSetting,
  numberSetting,
  parsedSetting,
  pathSetting,
  readSettings,
} from '../settings/settings.ts';
import type {
  Environment,
  SettingDescription,
  SettingProblem,
  SettingValues,
} from '../settings/settings.ts';
import { missingOfStorage } from './storage-settings.ts';

const ROLES = ['bots', 'worker', 'http'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const allowance = parsedSetting(parseAllowance, 'must be like 3000/week, unlimited or none');

const settings = {
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, {
        error: 'must look like postgres://user:password@host/name',
      })
      .optional(),
    description:
      'Postgres 16 or later, also behind a pooler or TLS: docs/database.md. Left out, one runs beside the service in DATA_DIR.',
    secret: true,
    example: 'postgres://showrunner:password@localhost:5432/showrunner',
  },
  DATA_DIR: {
    schema: pathSetting().default('./data'),
    path: true,
    description:
      'Folder for media, the secret key and the embedded Postgres; relative to where the service is started.',
    example: '/srv/showrunner',
  },
  PORT: {
    schema: numberSetting({ min: 0, max: 65_535, whole: true }).default(8080),
    description: 'Port of the HTTP server: health, metrics, media links.',
  },
  PUBLIC_URL: {
    schema: addressSetting().optional(),
    description:
      'Address of that port from the internet. Without it only prompts work where a provider fetches pictures and videos from here, and there are no callbacks, no links to videos too big for a chat or to full size, and no player in Slack.',
    howToGet: 'It is the https address of your reverse proxy or tunnel.',
    example: 'https://showrunner.example.com',
  },
  SECRET_KEY: {
    schema: z.string().min(32, { error: 'must have 32 characters or more' }).optional(),
    description:
      'Signs links and callbacks, seals the tokens of Slack workspaces: another one ends both. The same on every machine. Left out, one is made once in DATA_DIR.',
    howToGet: 'Make one with openssl rand -base64 48.',
    secret: true,
  },
  ROLES: {
    schema: z
      .string()
      .default(ROLES.join(','))
      .transform((text) => text.split(',').map((it) => it.trim()))
      .pipe(
        z
          .array(z.enum(ROLES, { error: `must be some of ${ROLES.join(',')}` }))
          .nonempty({ error: 'must name at least one role' }),
      ),
    description: 'What this process does: bots listens to chats, worker moves jobs, http serves.',
    example: 'worker',
  },
  DEFAULT_ALLOWANCE: {
    schema: allowance.prefault('3000/week'),
    description:
      'Credits of each person until an admin says otherwise: N/day, N/week, N/month, unlimited or none.',
    example: '3000/week',
  },
  DEFAULT_POOL: {
    schema: allowance.prefault('30000/week'),
    description: 'Credits of a whole team together, in the same words.',
    example: '30000/week',
  },
  PERSONAL_ALLOWANCE: {
    schema: allowance.prefault('none'),
    description:
      'Credits of anyone on their own in Discord: direct messages with the bot, or the app installed for oneself; not with DISCORD_GUILDS. No admin and no pool stands above these.',
    example: '500/week',
  },
  MEDIA_RETENTION_DAYS: {
    schema: numberSetting({ min: 1, max: 3650, whole: true }).default(30),
    description: 'Days after its last use at which a picture or video is deleted.',
  },
  PROMPT_RETENTION_DAYS: {
    schema: numberSetting({ min: 1, max: 3650, whole: true }).optional(),
    description:
      'Days after which what people wrote for a video, and what they gave and got for it, is forgotten as by /video forget me. Amounts, times, models and settings stay. Left out, they are kept.',
    example: '90',
  },
  RATES: {
    schema: listSetting(
      /[\s,]+/,
      parsedSetting(readRate, 'must be like crun=2 or crun/a-model:std=40/60'),
    ),
    description:
      'What videos cost, in the credits of teams: how many of them one credit of a provider is, or credits a second of a model and quality, silent/with sound. Where the latter is named, all videos of that provider are charged as quoted.',
    howToGet: 'Compare what you pay the providers; whoever chooses a model is shown what it costs.',
    example: 'crun=2,happyhorse-app/happyhorse-1.0/video:std=40/60',
  },
  LOW_BALANCE: {
    schema: listSetting(
      /[\s,]+/,
      z
        .string()
        .regex(/^([a-z][a-z-]*=)?\d+(\.\d+)?$/, { error: 'must be like 500 or crun=500' })
        .transform((text) => {
          const [first, second] = text.split('=');
          return second === undefined
            ? { provider: null, credits: Number(first) }
            : { provider: first ?? '', credits: Number(second) };
        }),
    ),
    description:
      'Operators are told when fewer credits than this are left at a provider that says how many there are, in its own credits; 0 for never. Left out, the price of 10 usual videos there.',
    example: 'crun=500',
  },
  CREDIT_PRICE: {
    schema: parsedSetting(readCreditPrice, 'must be like 0.01 USD').optional(),
    description: 'What one credit of a team is in money. Left out, reports have credits alone.',
    howToGet:
      'It is what you pay the providers for as much video as one credit buys at your RATES.',
    example: '0.01 USD',
  },
  OPERATORS: {
    schema: listSetting(
      ',',
      z
        .string()
        .regex(/^[a-z][a-z-]*:\S+$/, {
          error: 'must be places such as discord:123456789012345678 or slack:T0123/C0456',
        })
        .transform((place) => {
          const colon = place.indexOf(':');
          return { platform: place.slice(0, colon), address: place.slice(colon + 1) };
        }),
    ),
    description:
      'Channels that are told of troubles with providers, videos and chats, with commas between them.',
    howToGet:
      'Write discord: and the id of a channel, or slack: and the ids of the workspace and the channel, T…/C….',
    example: 'discord:123456789012345678',
  },
  MEDIA_S3_ENDPOINT: {
    schema: addressSetting().optional(),
    description:
      'Address of an S3-compatible storage that media are kept in; bucket and both keys go with it. Left out, they are kept in DATA_DIR.',
    howToGet:
      'The storage names it; of Amazon S3 it is that of your region. Where buckets have hosts of their own, write that of the bucket.',
    example: 'https://s3.eu-central-1.amazonaws.com',
  },
  MEDIA_S3_BUCKET: {
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i, { error: 'must be the name of a bucket' })
      .optional(),
    description: 'Bucket of that storage.',
    example: 'showrunner-media',
  },
  MEDIA_S3_REGION: {
    schema: keySetting().default('us-east-1'),
    description: 'Region of that storage; some call it auto.',
  },
  MEDIA_S3_ACCESS_KEY: {
    schema: keySetting().optional(),
    description: 'Access key that may read, write, list and delete there.',
    howToGet: 'Make a key for this bucket alone in the console of the storage.',
    secret: true,
  },
  MEDIA_S3_SECRET_KEY: {
    schema: keySetting().optional(),
    description: 'Secret of that key.',
    howToGet: 'The console of the storage shows it once, with the access key.',
    secret: true,
  },
  MEDIA_S3_PREFIX: {
    schema: z
      .string()
      .regex(/^[\w./ -]{1,200}$/, { error: 'must be a path of plain characters' })
      .optional(),
    description: 'Folder within that bucket, where it has other uses, too.',
    example: 'showrunner',
  },
  TRUSTED_HOSTS: {
    schema: listSetting(
      ',',
      z.string().regex(/^[^\s/:]+:\d+$|^\[[0-9a-f:]+\]:\d+$/i, {
        error: 'must be host:port pairs with commas between them',
      }),
    ),
    description: 'Private hosts that may be fetched from all the same, for development.',
    example: '127.0.0.1:9000',
  },
  LOG_LEVEL: {
    schema: z
      .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
      .default('info'),
    description: `How much is logged: ${LOG_LEVELS.join(', ')}.`,
  },
};

export type Config = Readonly<SettingValues<typeof settings>>;

/** The service's own variables; those of chats and providers are in their folders. */
export const configSettings: readonly SettingDescription[] = describeSettings(settings);

/** Where everything lies that is set, or left out, as a path. */
export function pathsOf(config: Config): Readonly<Record<string, unknown>> {
  const paths = configSettings.filter((it) => it.path).map((it) => it.variable);
  return Object.fromEntries(
    Object.entries(config).filter(([variable]) => paths.includes(variable)),
  );
}

/** Reads the environment, or tells everything that is wrong with it. */
export function readConfig(
  environment: Environment,
):
  | { readonly status: 'read'; readonly config: Config }
  | { readonly status: 'invalid'; readonly problems: readonly SettingProblem[] } {
  const read = readSettings(settings, environment);
  if (read.status !== 'read') return read;
  const problems = missingOfStorage(read.values);
  if (problems.length > 0) return { status: 'invalid', problems };
  return { status: 'read', config: Object.freeze(read.values) };
}
