import type { IncomingMessage, ServerResponse } from 'node:http';
import { InstallProvider } from '@slack/oauth';
import type { WebClient } from '@slack/web-api';
import type { Logger as SdkLogger } from '@slack/bolt';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import { acceptedLanguage } from '../../../messages/accepted-language.ts';
import { isAllowed } from '../../shared/allow-list.ts';
import type { AllowList } from '../../shared/allow-list.ts';
import type { Installations } from '../../shared/define-platform.ts';
import { callOnce } from '../installations/clients.ts';
import type { Handle } from './http-receiver.ts';
import { grantedInstallation, idOf, writeInstallation } from '../installations/installations.ts';
import { PATHS } from './manifest.ts';
import { escaped } from '../rendering/markup.ts';
import { wordingOf } from '../wording.ts';
import { scopesFor } from './scopes.ts';
import { factsOf } from '../shared/slack-logger.ts';

const CALL_MS = 10_000;

/** As the SDK has it. */
const LINK_LASTS_MS = 10 * 60_000;

const PAGES = {
  installed: {
    status: 200,
    title: msg('page.installed'),
    text: msg('page.installed-next', { command: 'video create' }),
  },
  installedForAll: {
    status: 200,
    title: msg('page.installed-for-all'),
    text: msg('page.installed-for-all-next', { command: 'video create' }),
  },
  cancelled: {
    status: 200,
    title: msg('page.cancelled'),
    text: msg('page.cancelled-next'),
  },
  expired: {
    status: 400,
    title: msg('page.expired'),
    text: msg('page.expired-next', { time: LINK_LASTS_MS }),
  },
  notAllowed: {
    status: 403,
    title: msg('teams.not-here'),
    text: msg('video.workspace-not-allowed', { chat: 'slack' }),
  },
  failed: {
    status: 502,
    title: msg('page.failed'),
    text: msg('page.failed-next'),
  },
} as const;

/** Slack's own words for how an installation ended, as the SDK tells them. */
const PAGE_OF: Readonly<Record<string, keyof typeof PAGES>> = {
  slack_oauth_installer_authorization_error: 'cancelled',
  slack_oauth_missing_state: 'expired',
  slack_oauth_invalid_state: 'expired',
  slack_oauth_missing_code: 'expired',
};

class WorkspaceNotAllowed extends Error {
  override readonly name = 'WorkspaceNotAllowed';
}

/** The pages by which a workspace installs the app. */
export function createInstaller(options: {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly api: string;
  readonly publicUrl: string;
  /** Of workspaces and organisations. */
  readonly workspaces: AllowList;
  readonly installations: Installations;
  readonly installed: () => void;
  readonly clientOf: (token: string) => WebClient;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly sdkLogger: SdkLogger;
}): Handle {
  const { installations, workspaces, clientOf, publicUrl, logger } = options;

  const provider = new InstallProvider({
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    stateSecret: options.stateSecret,
    directInstall: true,
    authorizationUrl: new URL('/oauth/v2/authorize', options.api).href,
    logger: options.sdkLogger,
    clientOptions: { ...callOnce(options.api, options.sdkLogger), timeout: CALL_MS },
    installationStore: {
      async storeInstallation(granted) {
        const installation = grantedInstallation(granted, options.clock);
        const { teamId, enterpriseId, token } = installation;
        if (!isAllowed(workspaces, [teamId, enterpriseId])) {
          await clientOf(token).auth.revoke();
          throw new WorkspaceNotAllowed('The workspace is not among SLACK_WORKSPACES');
        }
        // In turn with whoever renews the token of an older one at this moment.
        await installations.change(idOf(installation), () =>
          Promise.resolve(writeInstallation(installation)),
        );
        options.installed();
        logger.info({ workspace: idOf(installation) }, 'slack: the app was installed');
      },
      // Tokens are looked up by workspace when they are used, never by the SDK.
      fetchInstallation: () => Promise.reject(new Error('Not kept by the SDK')),
    },
  });

  const again = `${publicUrl}${PATHS.install}`;
  const redirectUri = `${publicUrl}${PATHS.redirect}`;
  const show = (request: IncomingMessage, response: ServerResponse, page: keyof typeof PAGES) => {
    const { status, title, text } = PAGES[page];
    const wording = wordingOf(acceptedLanguage(request.headers['accept-language']));
    const html = (message: Message) => escaped(wording.text(message));
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    const link =
      page === 'installed' || page === 'installedForAll'
        ? ''
        : `<p><a href="${again}">${html(msg('page.begin-again'))}</a></p>`;
    response.end(
      `<!doctype html><html lang="${wording.language}"><title>${html(title)}</title><body style="font:16px sans-serif;max-width:40em;margin:4em auto"><h1>${html(title)}</h1><p>${html(text)}</p>${link}</body></html>`,
    );
  };

  return (request, response) => {
    const path = new URL(request.url ?? '/', publicUrl).pathname;
    const handled =
      path === PATHS.install
        ? provider.handleInstallPath(request, response, undefined, {
            scopes: scopesFor({ publicUrl }),
            redirectUri,
          })
        : provider.handleCallback(request, response, {
            success: ({ isEnterpriseInstall }) => {
              const page = isEnterpriseInstall === true ? 'installedForAll' : 'installed';
              show(request, response, page);
            },
            failure: (error) => {
              const page = PAGE_OF[error.code] ?? 'failed';
              show(request, response, error instanceof WorkspaceNotAllowed ? 'notAllowed' : page);
            },
          });
    handled.catch((error: unknown) => {
      logger.error(factsOf(error), 'slack: installing failed');
      if (!response.headersSent) show(request, response, 'failed');
    });
  };
}
