import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import { SettingRefused } from '../../../settings/settings.ts';
import type { Installations } from '../../shared/define-platform.ts';
import type { SlackTeam } from '../shared/slack-team.ts';
import { idOf, knowInstallations, readInstallation } from './installations.ts';
import type { SlackInstallation } from './installations.ts';
import { createOrganisations } from './organisations.ts';
import { isRunningOut, isUsable } from './rotation.ts';
import type { Rotation } from './rotation.ts';

export interface SlackToken {
  readonly token: string;
  /** Serves all workspaces of an organisation. */
  readonly forOrganisation: boolean;
}

/** By which right Slack is called for a workspace. */
export interface SlackTokens {
  /** @throws {PlatformError} `gone` where the app is not installed */
  tokenOf(team: SlackTeam): Promise<SlackToken>;
  installed(team: SlackTeam): Promise<boolean>;
  /**
   * Slack said that the token is worth nothing. It is asked once more before that is believed: it
   * says so in a bad hour, too, and tells of a removal again after the app was installed anew.
   * @param told by the answer to a call, or by an event about the app
   */
  revoked(team: SlackTeam, told: 'answer' | 'event'): Promise<void>;
  /**
   * Asks Slack about what was set.
   * @throws {SettingRefused}
   * @throws when Slack does not answer
   */
  check(): Promise<void>;
  /** Completes "connected as …": the bot and its workspace, or how many there are; null before `check`. */
  identity(): string | null;
}

/** Slack's words for a token that will never work again. */
const REVOKED = new Set(['token_revoked', 'account_inactive']);
/** And for one that does not work now: wrong, or a bad hour at Slack. */
const REFUSED = new Set([
  ...REVOKED,
  ...['invalid_auth', 'not_authed', 'token_expired', 'not_allowed_token_type', 'team_disabled'],
]);

const TOKEN_REFUSED = {
  variable: 'SLACK_BOT_TOKEN',
  problem: 'is refused by Slack',
  fix: 'Copy it again from the app\'s "OAuth & Permissions" page at https://api.slack.com/apps; if there is none, press "Install to Workspace" there.',
};

/** How long a token that was refused is not tried again. */
const REFUSED_MS = 60_000;

/** The one token of the one workspace. */
export function createOwnToken(options: {
  readonly token: string;
  readonly clientOf: (token: string) => WebClient;
  readonly clock: Pick<Clock, 'now'>;
}): SlackTokens {
  const { token, clientOf, clock } = options;
  let home: { readonly teamId: string | null; readonly enterpriseId: string | null } | null = null;
  let identity: string | null = null;
  let forOrganisation = false;
  let refusedUntil = 0;
  let forGood = false;

  async function check(): Promise<void> {
    const refused = await refusalOf(clientOf(token), (test) => {
      home = { teamId: test.team_id ?? null, enterpriseId: test.enterprise_id ?? null };
      forOrganisation = test.is_enterprise_install === true;
      identity = [test.user, test.team].filter((it) => (it ?? '') !== '').join(' in ');
    });
    if (refused !== null) throw new SettingRefused(TOKEN_REFUSED);
    refusedUntil = 0;
  }

  return {
    check,
    identity: () => identity,
    tokenOf() {
      if (clock.now().getTime() < refusedUntil) {
        return Promise.reject(
          forGood
            ? new PlatformError('slack', 'gone', 'the token was revoked')
            : refusedFor(refusedUntil - clock.now().getTime()),
        );
      }
      return Promise.resolve({ token, forOrganisation });
    },
    // Not asked about before `check`: who asks us then is let in.
    installed: ({ teamId, enterpriseId }) =>
      Promise.resolve(
        home === null ||
          home.teamId === teamId ||
          (forOrganisation && enterpriseId !== null && home.enterpriseId === enterpriseId),
      ),
    async revoked() {
      const refused = await refusalOf(clientOf(token));
      // Never for good: an operator who mends the app should not have to restart us.
      if (refused === null) return;
      forGood = REVOKED.has(refused);
      refusedUntil = clock.now().getTime() + REFUSED_MS;
    },
  };
}

/** Refused for now is not gone: Slack has bad minutes, and tokens are replaced. */
function refusedFor(ms: number): PlatformError {
  return new PlatformError('slack', 'unreachable', 'the token was refused a moment ago', {
    retryAfterMs: ms,
  });
}

/** The tokens of all workspaces that installed the app. */
export function createInstalledTokens(options: {
  readonly installations: Installations;
  readonly rotation: Rotation;
  readonly clientOf: (token: string) => WebClient;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}): SlackTokens & { forget(): void } {
  const { installations, rotation, clientOf, clock, logger } = options;
  const known = knowInstallations(installations, clock);
  const refusedUntil = new Map<string, number>();
  let installed: number | null = null;
  const organisations = createOrganisations({
    ids: () => installations.ids(),
    async clientFor(enterpriseId) {
      const found = await find({ teamId: enterpriseId, enterpriseId });
      return found?.forOrganisation === true ? clientOf(found.token) : null;
    },
    clock,
    logger,
  });

  /** Also where this process never heard from a workspace that its organisation has the app for. */
  async function locate(team: SlackTeam): Promise<SlackInstallation | null> {
    const found = await find(team);
    if (found !== null || team.enterpriseId !== null) return found;
    const enterpriseId = await organisations.around(team.teamId);
    return enterpriseId === null ? null : find({ teamId: team.teamId, enterpriseId });
  }

  async function find(team: SlackTeam): Promise<SlackInstallation | null> {
    const found = await known.find(team);
    if (found === null || !isRunningOut(found, clock.now())) return found;
    try {
      const renewed = await rotation.renew(idOf(found));
      if (renewed?.token !== found.token) known.forget();
      return renewed;
    } catch (error) {
      // The store is silent, say: the token is as good as it was.
      if (isUsable(found, clock.now())) return found;
      throw error;
    }
  }

  async function doubt(found: SlackInstallation, told: 'answer' | 'event'): Promise<void> {
    const refused = await refusalOf(clientOf(found.token));
    if (refused === null) return;
    if (told === 'answer' && !REVOKED.has(refused)) {
      if (refusedUntil.size > 1_000) refusedUntil.clear();
      refusedUntil.set(found.token, clock.now().getTime() + REFUSED_MS);
      return;
    }
    // Only if it is still the same one: the app may have been installed anew meanwhile.
    await installations.change(idOf(found), (secret) => {
      const now = secret === null ? null : readInstallation(secret);
      return Promise.resolve(now === null || now.token === found.token ? null : secret);
    });
    known.forget();
    logger.info({ workspace: idOf(found) }, 'slack: the app was removed from a workspace');
  }

  return {
    async tokenOf(team) {
      const found = await locate(team).catch((error: unknown) => {
        if (error instanceof PlatformError) throw error;
        throw new PlatformError('slack', 'unreachable', 'installations were not read', {
          cause: error,
        });
      });
      if (found === null) {
        throw new PlatformError('slack', 'gone', 'the app is not installed there');
      }
      const refusedMs = (refusedUntil.get(found.token) ?? 0) - clock.now().getTime();
      if (refusedMs > 0) throw refusedFor(refusedMs);
      const { token, forOrganisation } = found;
      return { token, forOrganisation };
    },
    installed: async (team) => (await known.find(team)) !== null,
    async revoked(team, told) {
      known.forget();
      if (told === 'answer') {
        const found = await known.find(team);
        if (found !== null) await doubt(found, told);
        return;
      }
      // An event does not say whether the workspace's own is meant, or its organisation's.
      for (const found of await known.serving(team)) await doubt(found, told);
    },
    async check() {
      // Only told of: a store that is silent now is no reason not to listen.
      installed = await installations.ids().then(
        (ids) => ids.length,
        () => null,
      );
    },
    identity: () =>
      installed === null
        ? null
        : `the app of ${installed} ${installed === 1 ? 'workspace' : 'workspaces'}`,
    forget: () => {
      known.forget();
      organisations.forget();
    },
  };
}

/**
 * Asks Slack whether a token works.
 * @returns Slack's word for why not; null when it works
 * @throws when that is not known
 */
async function refusalOf(
  client: WebClient,
  tell?: (test: Awaited<ReturnType<WebClient['auth']['test']>>) => void,
): Promise<string | null> {
  try {
    const test = await client.auth.test();
    tell?.(test);
    return null;
  } catch (error) {
    const said = error instanceof WebAPIPlatformError ? error.data.error : null;
    if (said === null || !REFUSED.has(said)) throw error;
    return said;
  }
}
