import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import type { Installations } from '../../shared/define-platform.ts';
import { readInstallation, writeInstallation } from './installations.ts';
import type { SlackInstallation } from './installations.ts';
import { factsOf } from '../shared/slack-logger.ts';

const TIMES = {
  /** A token is renewed when it has less than this to live, as Slack advises. */
  beforeMs: 2 * 60 * 60 * 1000,
  /** A token this close to its end may be dead when the call arrives. */
  usableMs: 60_000,
  retryMs: 60_000,
} as const;

/** Slack knows this refresh token no more: only installing the app again gives a new one. */
const OVER = new Set([
  ...['invalid_refresh_token', 'token_revoked', 'token_expired', 'invalid_auth'],
  ...['account_inactive', 'team_disabled', 'invalid_grant'],
]);

export function isRunningOut(installation: SlackInstallation, now: Date): boolean {
  const { refreshToken, expiresAt } = installation;
  if (refreshToken === null || expiresAt === null) return false;
  return expiresAt - now.getTime() < TIMES.beforeMs;
}

export function isUsable({ expiresAt }: SlackInstallation, now: Date): boolean {
  return expiresAt === null || expiresAt - now.getTime() > TIMES.usableMs;
}

export interface Rotation {
  /**
   * Renews a token that runs out, once, whoever asks for it in whichever process.
   * @returns null when the installation is gone meanwhile
   * @throws {PlatformError} the token is dead and no new one was had
   */
  renew(id: string): Promise<SlackInstallation | null>;
}

export function createRotation({
  installations,
  client,
  clientId,
  clientSecret,
  clock,
  logger,
}: {
  readonly installations: Installations;
  readonly client: WebClient;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}): Rotation {
  const renewing = new Map<string, Promise<SlackInstallation | null>>();
  const failedAt = new Map<string, number>();

  /** A refresh token works once: two processes that used the same one would lose the workspace. */
  async function change(id: string): Promise<SlackInstallation | null> {
    const after = await installations.change(id, async (secret) => {
      if (secret === null) return null;
      const installation = readInstallation(secret);
      if (!isRunningOut(installation, clock.now()) || isPaused(id, installation)) return secret;
      try {
        const next = await fetchNext(installation);
        failedAt.delete(id);
        return writeInstallation(next);
      } catch (error) {
        logger.warn({ ...factsOf(error), workspace: id }, 'slack: token could not be renewed');
        if (!isUsable(installation, clock.now())) throw platformError(error);
        failedAt.set(id, clock.now().getTime());
        return secret;
      }
    });
    return after === null ? null : readInstallation(after);
  }

  async function fetchNext(installation: SlackInstallation): Promise<SlackInstallation> {
    const given = await client.oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: installation.refreshToken ?? '',
    });
    const { access_token: token, refresh_token: refreshToken, expires_in: seconds } = given;
    if (token === undefined) throw new Error('Slack renewed a token and gave none');
    return {
      ...installation,
      token,
      refreshToken: refreshToken ?? null,
      expiresAt: seconds === undefined ? null : clock.now().getTime() + seconds * 1000,
    };
  }

  function isPaused(id: string, installation: SlackInstallation): boolean {
    const failed = failedAt.get(id);
    if (failed === undefined || !isUsable(installation, clock.now())) return false;
    return clock.now().getTime() - failed < TIMES.retryMs;
  }

  return {
    renew(id) {
      const begun = renewing.get(id);
      if (begun !== undefined) return begun;
      const renewed = change(id).finally(() => renewing.delete(id));
      renewing.set(id, renewed);
      return renewed;
    },
  };
}

function platformError(error: unknown): PlatformError {
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterMs = error.retryAfter * 1000;
    return new PlatformError('slack', 'rate-limited', 'renewing a token', { retryAfterMs });
  }
  const code = error instanceof WebAPIPlatformError ? error.data.error : null;
  return code !== null && OVER.has(code)
    ? new PlatformError('slack', 'gone', `the token cannot be renewed: ${code}`)
    : new PlatformError('slack', 'unreachable', 'the token was not renewed', { cause: error });
}
