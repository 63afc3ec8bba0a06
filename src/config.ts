import { z } from 'zod';
import { parseAllowance } from './core/domain/allowance.ts';
import type { Allowance } from './core/domain/allowance.ts';
import { addressSetting, describeSettings, numberSetting, readSettings } from './settings.ts';
import type { Environment, SettingDescription, SettingProblem, SettingValues } from './settings.ts';

const ROLES = ['bots', 'worker', 'http'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const settings = {
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, {
        error: 'must look like postgres://user:password@host/name',
      })
      .optional(),
    description: 'Postgres 16 or later. Left out, one runs beside the service in DATA_DIR.',
    secret: true,
    example: 'postgres://showrunner:password@localhost:5432/showrunner',
  },
  DATA_DIR: {
    schema: z.string().default('./data'),
    description: 'Folder for media, for the secret key and for the embedded Postgres.',
  },
  PORT: {
    schema: numberSetting({ min: 0, max: 65_535, whole: true }).default(8080),
    description: 'Port of the HTTP server: health, metrics, media links.',
  },
  PUBLIC_URL: {
    schema: addressSetting().optional(),
    description:
      'Address of that port from the internet. Without it providers cannot fetch pictures, so only prompts work.',
    howToGet: 'The https address of your reverse proxy or tunnel.',
    example: 'https://showrunner.example.com',
  },
  SECRET_KEY: {
    schema: z.string().min(32, { error: 'must have 32 characters or more' }).optional(),
    description: 'Signs media links. Left out, one is made once in DATA_DIR.',
    howToGet: 'openssl rand -base64 48',
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
    description: 'What this process does: listens to chats, moves jobs, serves HTTP.',
    example: 'worker',
  },
  DEFAULT_ALLOWANCE: {
    schema: allowanceSetting('3000/week'),
    description:
      'Credits of each person until an admin says otherwise: N/day, N/week, N/month, unlimited or none.',
    example: '3000/week',
  },
  DEFAULT_POOL: {
    schema: allowanceSetting('30000/week'),
    description: 'Credits of a whole team together, in the same words.',
    example: '30000/week',
  },
  PERSONAL_ALLOWANCE: {
    schema: allowanceSetting('none'),
    description:
      'Credits of anyone who uses the service on their own: in direct messages, or as an app installed for themselves. No admin and no pool stands above these.',
    example: '500/week',
  },
  MEDIA_RETENTION_DAYS: {
    schema: numberSetting({ min: 1, max: 3650, whole: true }).default(30),
    description: 'Days after its last use at which a picture or video is deleted from DATA_DIR.',
  },
  OPERATORS: {
    schema: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((it) => it.trim())
          .filter((it) => it !== ''),
      )
      .pipe(
        z.array(
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
      ),
    description:
      'Where whoever runs the service is told that a provider refuses the key or is out of credit: channels, with commas between them.',
    howToGet:
      'discord: and the id of a channel; slack: and the ids of the workspace and the channel, T…/C….',
    example: 'discord:123456789012345678',
  },
  TRUSTED_HOSTS: {
    schema: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((it) => it.trim())
          .filter((it) => it !== ''),
      )
      .pipe(
        z.array(
          z.string().regex(/^[^\s/:]+:\d+$|^\[[0-9a-f:]+\]:\d+$/i, {
            error: 'must be host:port pairs with commas between them',
          }),
        ),
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

/** Reads the environment, or tells everything that is wrong with it. */
export function readConfig(
  environment: Environment,
):
  | { readonly status: 'read'; readonly config: Config }
  | { readonly status: 'invalid'; readonly problems: readonly SettingProblem[] } {
  const read = readSettings(settings, environment);
  return read.status === 'read' ? { status: 'read', config: Object.freeze(read.values) } : read;
}

function allowanceSetting(fallback: string): z.ZodType<Allowance, string | undefined> {
  return z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const allowance = parseAllowance(text);
      if (allowance !== null) return allowance;
      context.addIssue({ code: 'custom', message: 'must be like 3000/week, unlimited or none' });
      return z.NEVER;
    });
}
