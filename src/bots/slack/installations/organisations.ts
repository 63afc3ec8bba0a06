import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import { createTtlCache } from '../../shared/ttl-cache.ts';
import { call } from '../shared/call.ts';
import { asPlatformError } from '../shared/errors.ts';
import { isWorkspaceId } from '../shared/message-ref.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** Slack takes few such questions in a minute. */
const KNOWN_MS = 60_000;
const MOST_KNOWN = 1_000;
const PATIENCE_MS = 8_000;
const PAGE = 1_000;
/** No organisation has a million workspaces. */
const MOST_PAGES = 1_000;

const pageSchema = z.object({
  teams: z.array(z.object({ id: z.string() })).nullish(),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** Which organisations let the app into which of their workspaces, as Slack says it. */
export interface Organisations {
  /**
   * For who was told of a workspace, and not of the organisation around it.
   * @returns null where none of those that installed the app has it there
   * @throws {PlatformError} where that cannot be told now
   */
  around(teamId: string): Promise<string | null>;
  forget(): void;
}

export function createOrganisations({
  ids,
  clientFor,
  clock,
  logger,
}: {
  /** Whatever the app was installed for. */
  readonly ids: () => Promise<readonly string[]>;
  /** Null where it is not installed for the organisation any more. */
  readonly clientFor: (enterpriseId: string) => Promise<WebClient | null>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}): Organisations {
  const forgotten = () =>
    createTtlCache<ReadonlySet<string>>({ clock, freshMs: KNOWN_MS, most: MOST_KNOWN });
  let known = forgotten();

  async function listed(enterpriseId: string): Promise<ReadonlySet<string>> {
    const client = await clientFor(enterpriseId);
    return client === null ? new Set() : listTeams(client);
  }

  return {
    async around(teamId) {
      let unsure: PlatformError | null = null;
      for (const id of (await ids()).filter((it) => !isWorkspaceId(it))) {
        try {
          if ((await known.get(id, () => listed(id))).has(teamId)) return id;
        } catch (error) {
          const told = asPlatformError(error);
          if (!(told instanceof PlatformError)) throw error;
          logger.warn(factsOf(error), 'slack: an organisation did not tell its workspaces');
          // What Slack refuses one organisation says nothing about the others.
          if (told.code === 'unreachable' || told.code === 'rate-limited') unsure = told;
        }
      }
      if (unsure !== null) throw unsure;
      return null;
    },
    forget() {
      known = forgotten();
    },
  };
}

async function listTeams(client: WebClient): Promise<ReadonlySet<string>> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const teams = new Set<string>();
  let cursor = '';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const args = { limit: PAGE, ...(cursor === '' ? {} : { cursor }) };
    const asked = { client, method: 'auth.teams.list', args, schema: pageSchema };
    const page = await call(asked, signal);
    for (const { id } of page.teams ?? []) teams.add(id);
    cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return teams;
}
