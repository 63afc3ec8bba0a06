import { App } from '@slack/bolt';
import { z } from 'zod';
import { ENGLISH } from '../../../core/messages/domain/language.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Conversations } from '../../../core/chat/ports/interaction-handler.ts';
import type { PlatformConnection, PlatformRoutes } from '../../shared/define-platform.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import { createIsSlackAddress } from '../shared/address.ts';
import type { SlackTokens } from '../installations/authorize.ts';
import type { SlackTeam } from '../shared/slack-team.ts';
import { callOnce } from '../installations/clients.ts';
import { createHttpReceiver } from './http-receiver.ts';
import type { Handle } from './http-receiver.ts';
import { createReceiver } from './receiver.ts';
import type { ReceivingDependencies } from './receiver.ts';
import { PATHS } from './manifest.ts';
import { createRespond } from '../messages/calls/respond.ts';
import { ephemeral } from '../rendering/ephemeral.ts';
import { factsOf } from '../shared/slack-logger.ts';
import { createSocketConnections } from './socket-receiver.ts';

/** How interactions arrive from Slack. */
export type ReceiverSettings =
  | { readonly by: 'http'; readonly signingSecret: string }
  | { readonly by: 'socket'; readonly appToken: string };

const TIMES = {
  /** Of the three seconds of an acknowledgement, the most that is spent on whose it is. */
  knownWithinMs: 600,
  /** Acknowledgements on their way may still go before the connections are closed. */
  lastAcksMs: 500,
} as const;

/** Everything of the platform but the showing of cards. */
export function createSlackConnection(
  dependencies: ReceivingDependencies & {
    readonly receiving: ReceiverSettings;
    readonly tokens: SlackTokens;
    /** Answers the pages of the OAuth flow; null for an app of one workspace. */
    readonly installer: Handle | null;
    readonly installUrl: string | null;
    /** Adds what listens. */
    readonly listen: (app: App, conversations: Conversations) => void;
  },
): Omit<PlatformConnection, 'platform' | 'about'> {
  const { receiving, api, tokens, installer, installUrl } = dependencies;
  const { listen, clock, logger, sdkLogger } = dependencies;
  const respond = createRespond({ clock, isSlackAddress: createIsSlackAddress(api) });
  const receiver = createReceiver({ logger, respond });
  const sockets =
    receiving.by === 'socket'
      ? createSocketConnections(dependencies, { appToken: receiving.appToken, receiver })
      : null;
  const events =
    receiving.by === 'http'
      ? createHttpReceiver(dependencies, { signingSecret: receiving.signingSecret, receiver })
      : null;

  function createApp(conversations: Conversations): App {
    const app = new App({
      // What comes in is handed to it by the inbox.
      receiver: { init: () => undefined, start: () => nothing, stop: () => nothing },
      // Given a token, Bolt would make a client for it and keep it for good; listeners have better.
      authorize: () => Promise.resolve({}),
      convoStore: false,
      ignoreSelf: false,
      logger: sdkLogger,
      clientOptions: callOnce(api, sdkLogger),
    });
    app.error((error) => Promise.reject(error));
    app.use(async (args) => {
      const { context, next } = args;
      const { teamId, enterpriseId } = context;
      const team = teamId === undefined ? null : { teamId, enterpriseId: enterpriseId ?? null };
      if (team === null || 'event' in args || (await isInstalled(team))) {
        await next();
        return;
      }
      await args.ack();
      if ('respond' in args) await args.respond(notInstalled(installUrl));
    });
    const removed = async (body: unknown) => {
      const team = removedFrom(body);
      if (team !== null) await tokens.revoked(team, 'event');
    };
    app.event('app_uninstalled', ({ body }) => removed(body));
    app.event('tokens_revoked', async ({ body, event }) => {
      // Tokens of people are none of ours.
      if ((event.tokens.bot ?? []).length > 0) await removed(body);
    });
    listen(app, conversations);
    return app;
  }

  /** While that cannot be known, the listeners tell people that there is trouble. */
  async function isInstalled(team: SlackTeam): Promise<boolean> {
    const known = tokens.installed(team).catch((error: unknown) => {
      logger.error(factsOf(error), 'slack: installations could not be read');
      return true;
    });
    return (await withTimeout(clock, TIMES.knownWithinMs, known)) ?? true;
  }

  return {
    routes: routesOf(events, installer),
    async connect(conversations) {
      await tokens.check();
      receiver.open(createApp(conversations));
      try {
        await sockets?.open();
      } catch (error) {
        await receiver.close();
        throw error;
      }
    },
    trouble: () => sockets?.trouble() ?? null,
    ready: () => receiver.isOpen() && (sockets === null || sockets.ready()),
    async close() {
      const answered = receiver.close();
      await withTimeout(clock, TIMES.lastAcksMs, answered);
      await sockets?.close();
      await answered;
    },
  };
}

const nothing = Promise.resolve();

function routesOf(events: Handle | null, installer: Handle | null): PlatformRoutes | null {
  const handles = new Map<string, Handle>();
  if (events !== null) handles.set(PATHS.events, events);
  if (installer !== null) {
    handles.set(PATHS.install, installer);
    handles.set(PATHS.redirect, installer);
  }
  if (handles.size === 0) return null;
  return {
    paths: [...handles.keys()],
    handle(request, response) {
      const [path = ''] = (request.url ?? '').split('?');
      const handle = handles.get(path);
      if (handle === undefined) response.writeHead(404).end();
      else handle(request, response);
    },
  };
}

const placeSchema = z.object({
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
});

/** A workspace, or, where none is named, a whole organisation. */
function removedFrom(body: unknown): SlackTeam | null {
  const { team_id: teamId, enterprise_id: enterprise } = placeSchema.parse(body);
  const enterpriseId = enterprise ?? null;
  const id = teamId ?? enterpriseId;
  return id === null ? null : { teamId: id, enterpriseId };
}

function notInstalled(installUrl: string | null) {
  return ephemeral(
    refusedReply(
      msg('chat.not-in-your-workspace'),
      ...(installUrl === null ? [] : [msg('chat.not-installed-link', { url: installUrl })]),
      msg('requests.not-started'),
    ),
    ENGLISH,
  );
}
