import { z } from 'zod';
import { addressSetting, keySetting } from '../../settings/settings.ts';
import type { SettingProblem, SettingValues } from '../../settings/settings.ts';
import { allowListSetting } from '../shared/allow-list.ts';
import type { PlatformSurroundings } from '../shared/define-platform.ts';
import type { SettingChoice } from '../../settings/openings.ts';
import type { ReceiverSettings } from './receivers/connection.ts';

const APP_PAGE = "the app's Basic Information page at https://api.slack.com/apps";

export const slackSettings = {
  SLACK_BOT_TOKEN: {
    schema: tokenSetting('xoxb-', 'xoxe.xoxb-').optional(),
    description: 'Token of the bot in your workspace.',
    howToGet:
      'Make an app at https://api.slack.com/apps, "From a manifest", with what npm run slack:manifest prints; install it there, and copy the token from its "OAuth & Permissions" page.',
    secret: true,
  },
  SLACK_APP_TOKEN: {
    schema: tokenSetting('xapp-').optional(),
    description:
      'Listens to Slack over connections of our own (Socket Mode), so nothing has to be reachable from outside. It wins over SLACK_SIGNING_SECRET.',
    howToGet: `Make one under "App-Level Tokens" on ${APP_PAGE}, with the scope connections:write.`,
    secret: true,
  },
  SLACK_SIGNING_SECRET: {
    schema: keySetting().optional(),
    description: 'Listens to Slack by HTTP instead, at /slack/events under PUBLIC_URL.',
    howToGet: `Copy it from ${APP_PAGE}.`,
    secret: true,
  },
  SLACK_CLIENT_ID: {
    schema: keySetting().optional(),
    description:
      'For many workspaces instead of SLACK_BOT_TOKEN: each installs the app at /slack/install under PUBLIC_URL.',
    howToGet: `Copy it from ${APP_PAGE}.`,
    example: '1234567890.1234567890',
  },
  SLACK_CLIENT_SECRET: {
    schema: keySetting().optional(),
    description: 'Goes with SLACK_CLIENT_ID.',
    howToGet: `Copy it from ${APP_PAGE}.`,
    secret: true,
  },
  SLACK_STATE_SECRET: {
    schema: z.string().min(16, { error: 'must have 16 characters or more' }).optional(),
    description: 'Signs the links of /slack/install. Left out, it is derived from SECRET_KEY.',
    howToGet: 'Make one with openssl rand -base64 48.',
    secret: true,
  },
  SLACK_WORKSPACES: {
    schema: allowListSetting(/[TE][A-Z0-9]+/, 'workspaces'),
    description:
      'Workspaces that may use the bot, by id; everyone else is told that it is not for them. Left out: it is for everyone who can reach it.',
    howToGet:
      'Open Slack in a browser: the address is https://app.slack.com/client/ and then the id.',
    example: 'T0123456789,T1234567890',
  },
  SLACK_API_URL: {
    schema: addressSetting().default('https://slack.com/api/'),
    description: 'Address of the Slack API, for tests against something else.',
  },
};

export type SlackValues = SettingValues<typeof slackSettings>;

/** Whose tokens Slack is called with. */
export type Rights =
  | { readonly of: 'one-workspace'; readonly token: string }
  | {
      readonly of: 'many-workspaces';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly publicUrl: string;
    };

/** Either right may go with either way of hearing. */
export const slackChoice: SettingChoice<
  typeof slackSettings,
  Pick<PlatformSurroundings, 'publicUrl'>
> = {
  wantedBy: [
    ...(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const),
    ...(['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const),
  ],
  simplest: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
  problemsOf(values, surroundings) {
    const found = [readReceiverSettings(values), readRights(values, surroundings)];
    return found.flatMap((it) => (Array.isArray(it) ? it : []));
  },
};

/** @returns what is wrong, where it cannot be heard */
export function readReceiverSettings(values: SlackValues): ReceiverSettings | SettingProblem[] {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  if (appToken !== undefined) return { by: 'socket', appToken };
  if (signingSecret !== undefined) return { by: 'http', signingSecret };
  return [
    {
      variable: 'SLACK_APP_TOKEN',
      problem: 'is not set, and neither is SLACK_SIGNING_SECRET: one of them is needed to listen',
      fix: `${slackSettings.SLACK_APP_TOKEN.howToGet} To listen by HTTP, set SLACK_SIGNING_SECRET instead.`,
    },
  ];
}

/** @returns what is wrong, where there is no right to anything */
export function readRights(
  values: SlackValues,
  { publicUrl }: Pick<PlatformSurroundings, 'publicUrl'>,
): Rights | SettingProblem[] {
  const { SLACK_BOT_TOKEN: token, SLACK_CLIENT_ID: clientId } = values;
  const { SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = values;
  const many = clientId ?? clientSecret ?? stateSecret;
  if (token !== undefined && many !== undefined) {
    return [
      {
        variable: 'SLACK_BOT_TOKEN',
        problem: 'is set, and so is SLACK_CLIENT_ID, SLACK_CLIENT_SECRET or SLACK_STATE_SECRET',
        fix: 'Keep the token for one workspace, or the others for many that install the app themselves.',
      },
    ];
  }
  if (token !== undefined) return { of: 'one-workspace', token };
  if (many === undefined) return [notSet('SLACK_BOT_TOKEN', 'Slack is not to be used without')];
  const problems = [
    ...(clientId === undefined ? [notSet('SLACK_CLIENT_ID', INSTALLING)] : []),
    ...(clientSecret === undefined ? [notSet('SLACK_CLIENT_SECRET', INSTALLING)] : []),
    ...(publicUrl === null ? [PUBLIC_URL_MISSING] : []),
  ];
  return clientId === undefined || clientSecret === undefined || publicUrl === null
    ? problems
    : { of: 'many-workspaces', clientId, clientSecret, publicUrl };
}

const INSTALLING = 'workspaces cannot install the app without';

const PUBLIC_URL_MISSING: SettingProblem = {
  variable: 'PUBLIC_URL',
  problem: `is not set, and ${INSTALLING}`,
  fix: 'Write the https address of your reverse proxy or tunnel. For one workspace, set SLACK_BOT_TOKEN instead of SLACK_CLIENT_ID.',
};

function notSet(
  variable: 'SLACK_BOT_TOKEN' | 'SLACK_CLIENT_ID' | 'SLACK_CLIENT_SECRET',
  why: string,
): SettingProblem {
  const fix = slackSettings[variable].howToGet;
  return { variable, problem: `is not set, and ${why}`, fix };
}

function tokenSetting(...beginnings: readonly string[]): z.ZodType<string, string> {
  const [shown] = beginnings;
  return z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: 'must be one word of plain characters' })
    .refine((text) => beginnings.some((it) => text.startsWith(it)), {
      error: `must begin with ${shown}`,
    });
}
