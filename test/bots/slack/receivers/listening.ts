import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import { createSlackEmulator } from '../../../../sandbox/slack/emulator.ts';
import type { SlackEmulator } from '../../../../sandbox/slack/emulator.ts';
import type { Installations } from '../../../../src/bots/shared/define-platform.ts';
import {
  createInstalledTokens,
  createOwnToken,
} from '../../../../src/bots/slack/installations/authorize.ts';
import type { SlackTokens } from '../../../../src/bots/slack/installations/authorize.ts';
import {
  createAppClient,
  createSlackClients,
} from '../../../../src/bots/slack/installations/clients.ts';
import type { SlackClients } from '../../../../src/bots/slack/installations/clients.ts';
import { createSlackConnection } from '../../../../src/bots/slack/receivers/connection.ts';
import { PATHS } from '../../../../src/bots/slack/receivers/manifest.ts';
import { createInstaller } from '../../../../src/bots/slack/receivers/oauth.ts';
import { createRotation } from '../../../../src/bots/slack/installations/rotation.ts';
import { createSdkLogger } from '../../../../src/bots/slack/shared/slack-logger.ts';
import type { Clock } from '../../../../src/core/shared/ports/clock.ts';
import type { Conversations } from '../../../../src/core/chat/ports/interaction-handler.ts';
import { createLogger } from '../../../../src/telemetry/logger.ts';
import { createFakeInstallations } from '../../../support/surroundings.ts';

export interface ListeningOptions {
  readonly hearing?: 'http' | 'socket';
  readonly rights?: 'one-workspace' | 'many-workspaces';
  readonly token?: string;
  /** The workspace is one of an organisation. */
  readonly inOrganisation?: boolean;
  readonly appToken?: string;
  readonly workspaces?: readonly string[];
  readonly listen?: (app: App) => void;
  /** How much faster pauses pass here. */
  readonly skipIdleTime?: number;
  readonly emulator?: Parameters<typeof createSlackEmulator>[0];
}

/** The real connection over the emulator, with listeners of the test's own. */
export interface Listening extends AsyncDisposable {
  readonly emulator: SlackEmulator;
  readonly connection: ReturnType<typeof createSlackConnection>;
  readonly tokens: SlackTokens;
  readonly clients: SlackClients;
  readonly installations: ReturnType<typeof createFakeInstallations>;
  readonly workspace: ReturnType<SlackEmulator['addWorkspace']>;
  /** Where it was asked for. */
  readonly organisation: ReturnType<SlackEmulator['addOrganisation']> | null;
  /** The trigger ids of commands that were heard. */
  readonly received: readonly string[];
  /** Every line that was logged, as it would be written. */
  readonly logged: readonly string[];
  /** Every pause that was asked for, in milliseconds. */
  readonly paused: readonly number[];
  readonly eventsUrl: string;
  readonly installUrl: string;
  readonly clock: Clock;
  connect(): Promise<void>;
  skipAhead(ms: number): void;
  /** The tokens as another process with the same database has them. */
  otherTokens(): SlackTokens;
}

const ACME = { name: 'Acme' };

const nobody: Conversations = {
  receive: () => Promise.reject(new Error('nothing is kept here')),
  answer: () => Promise.reject(new Error('nothing is answered here')),
  resume: () => Promise.reject(new Error('nothing is resumed here')),
  form: () => Promise.reject(new Error('no form here')),
  language: () => Promise.reject(new Error('no language here')),
  home: () => Promise.reject(new Error('no home here')),
};

export async function startListening(options: ListeningOptions = {}): Promise<Listening> {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const emulator = await createSlackEmulator({ now, ...options.emulator });
  const clock: Clock = {
    now: () => new Date(now()),
    async sleep(ms, signal) {
      paused.push(ms);
      await delay(ms / (options.skipIdleTime ?? 1), undefined, { signal }).catch(() => undefined);
    },
  };
  const paused: number[] = [];
  const logged: string[] = [];
  const logger = createLogger({
    level: 'debug',
    secrets: [],
    write: (line) => {
      logged.push(line);
    },
  });
  const sdkLogger = createSdkLogger(logger);
  const api = emulator.apiUrl.replace(/\/$/, '');
  const many = options.rights === 'many-workspaces';
  const organisation = options.inOrganisation === true ? emulator.addOrganisation(ACME) : null;
  const workspace = emulator.addWorkspace({
    name: 'Studio',
    ...(organisation === null ? {} : { enterpriseId: organisation.id }),
    ...(many ? { installed: false } : {}),
  });
  const installations = createFakeInstallations();
  const clientOf = (token?: string) => createAppClient(api, sdkLogger, token);
  const { clientId, clientSecret, signingSecret } = emulator;

  const installedTokens = (kept: Installations) =>
    createInstalledTokens({
      installations: kept,
      rotation: createRotation({
        installations: kept,
        client: clientOf(),
        clientId,
        clientSecret,
        clock,
        logger,
      }),
      clientOf,
      clock,
      logger,
    });
  const server = createServer((request, response) => {
    connection.routes?.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const publicUrl = `http://127.0.0.1:${address.port}`;
  const manyTokens = installedTokens(installations);
  const tokens = many
    ? manyTokens
    : createOwnToken({ token: options.token ?? workspace.botToken, clientOf, clock });
  const received: string[] = [];
  const connection = createSlackConnection({
    receiving:
      options.hearing === 'socket'
        ? { by: 'socket', appToken: options.appToken ?? emulator.appToken }
        : { by: 'http', signingSecret },
    api,
    tokens,
    clock,
    logger,
    sdkLogger,
    installer: many
      ? createInstaller({
          clientId,
          clientSecret,
          api,
          publicUrl,
          installations,
          clientOf,
          clock,
          logger,
          sdkLogger,
          stateSecret: 'of this test alone',
          workspaces: new Set(options.workspaces),
          installed: () => {
            manyTokens.forget();
          },
        })
      : null,
    installUrl: many ? `${publicUrl}${PATHS.install}` : null,
    listen(app) {
      if (options.listen !== undefined) {
        options.listen(app);
        return;
      }
      app.command(/.*/, async ({ ack, body }) => {
        received.push(body.trigger_id);
        await ack();
      });
    },
  });
  const eventsUrl = `${publicUrl}${PATHS.events}`;
  if (options.hearing !== 'socket') emulator.deliverTo({ eventsUrl });

  return {
    emulator,
    connection,
    tokens,
    installations,
    workspace,
    organisation,
    received,
    logged,
    paused,
    clock,
    eventsUrl,
    clients: createSlackClients({ api, tokens, sdkLogger }),
    installUrl: `${publicUrl}${PATHS.install}`,
    connect: () => connection.connect(nobody),
    skipAhead(ms) {
      ahead += ms;
    },
    otherTokens: () => installedTokens(installations),
    async [Symbol.asyncDispose]() {
      await connection.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulator[Symbol.asyncDispose]();
    },
  };
}
