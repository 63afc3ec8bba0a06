import { createHmac } from 'node:crypto';
import type { App } from '@slack/bolt';
import type { Conversations } from '../../core/chat/ports/interaction-handler.ts';
import type { AllowList } from '../shared/allow-list.ts';
import { definePlatform } from '../shared/define-platform.ts';
import type { PlatformSurroundings } from '../shared/define-platform.ts';
import { createInstalledTokens, createOwnToken } from './installations/authorize.ts';
import type { SlackTokens } from './installations/authorize.ts';
import { createAppClient, createSlackClients } from './installations/clients.ts';
import { createSlackConnection } from './receivers/connection.ts';
import type { ReceiverSettings } from './receivers/connection.ts';
import { createKnownLocales } from './interactions/known-locales.ts';
import { createHomeReplies } from './rendering/home-replies.ts';
import type { Handle } from './receivers/http-receiver.ts';
import { registerSlackListener } from './listener.ts';
import { PATHS } from './receivers/manifest.ts';
import { createSlackMessages } from './messages/messages.ts';
import { createInstaller } from './receivers/oauth.ts';
import { createRotation } from './installations/rotation.ts';
import { readReceiverSettings, readRights, slackChoice, slackSettings } from './settings.ts';
import type { Rights, SlackValues } from './settings.ts';
import { createSdkLogger } from './shared/slack-logger.ts';
import type { SlackTeam } from './shared/slack-team.ts';

const NAME = 'slack';

export const slack = definePlatform({
  name: NAME,
  title: 'Slack',
  settings: slackSettings,
  choice: slackChoice,
  create(values, surroundings) {
    const { clock, logger } = surroundings;
    const receiving = readReceiverSettings(values);
    const rights = readRights(values, surroundings);
    if (Array.isArray(receiving) || Array.isArray(rights)) {
      throw new Error('Slack was opened with settings that were found wrong');
    }
    const sdkLogger = createSdkLogger(logger);
    const api = values.SLACK_API_URL.replace(/\/+$/, '');
    const workspaces = new Set(values.SLACK_WORKSPACES);
    const homeReplies = createHomeReplies();
    const locales = createKnownLocales(clock);
    const { tokens, installer, installUrl } = open(rights, { values, api, surroundings });
    const clients = createSlackClients({ api, tokens, sdkLogger });
    const listen = (app: App, conversations: Conversations) => {
      const installed = (team: SlackTeam) => tokens.installed(team);
      const known = { clients, workspaces, installed, homeReplies, locales };
      registerSlackListener(app, { clock, logger, conversations, ...known });
    };
    const receivers = { receiving, api, tokens, installer, installUrl, listen };
    const connection = createSlackConnection({ ...receivers, clock, logger, sdkLogger });
    return {
      ...connection,
      about: () => ({
        identity: tokens.identity(),
        audience: `${receivedBy(receiving)}, open to ${audience(workspaces, installUrl)}`,
      }),
      // Cards are shown after the connection is closed too: by workers that end later.
      platform: createSlackMessages({ clients, clock, homeReplies, api }),
    };
  },
});

function receivedBy({ by }: ReceiverSettings): string {
  return by === 'socket' ? 'by Socket Mode' : `by HTTP at ${PATHS.events}`;
}

function audience(workspaces: AllowList, installUrl: string | null): string {
  if (workspaces.size > 0) return `the workspaces ${[...workspaces].join(', ')}`;
  return installUrl === null
    ? 'everyone in its workspace'
    : `every workspace that installs it at ${installUrl}`;
}

interface Access {
  readonly tokens: SlackTokens;
  readonly installer: Handle | null;
  readonly installUrl: string | null;
}

function open(
  rights: Rights,
  given: {
    readonly values: SlackValues;
    readonly api: string;
    readonly surroundings: PlatformSurroundings;
  },
): Access {
  const { values, api, surroundings } = given;
  const { clock, logger } = surroundings;
  const sdkLogger = createSdkLogger(logger);
  const clientOf = (token?: string) => createAppClient(api, sdkLogger, token);
  if (rights.of === 'one-workspace') {
    const tokens = createOwnToken({ token: rights.token, clientOf, clock });
    return { tokens, installer: null, installUrl: null };
  }

  const { clientId, clientSecret, publicUrl } = rights;
  const installations = surroundings.installationsOf(NAME);
  const rotation = createRotation({
    installations,
    client: clientOf(),
    clientId,
    clientSecret,
    clock,
    logger,
  });
  const tokens = createInstalledTokens({ installations, rotation, clientOf, clock, logger });
  // The secret is known once the service is open, and requests come only then.
  let installer: Handle | null = null;
  const install = () =>
    createInstaller({
      clientId,
      clientSecret,
      publicUrl,
      api,
      installations,
      clientOf,
      clock,
      logger,
      sdkLogger,
      stateSecret: values.SLACK_STATE_SECRET ?? stateSecretFrom(surroundings.secret()),
      workspaces: new Set(values.SLACK_WORKSPACES),
      installed: () => {
        tokens.forget();
      },
    });
  return {
    tokens,
    installer: (request, response) => {
      installer ??= install();
      installer(request, response);
    },
    installUrl: `${publicUrl}${PATHS.install}`,
  };
}

function stateSecretFrom(secret: string): string {
  return createHmac('sha256', secret).update('slack oauth state v1').digest('base64url');
}
