import type { Context } from '@slack/bolt';
import { z } from 'zod';
import { withTimeout } from '../../shared/with-timeout.ts';
import { readFormContext } from '../shared/form-context.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { isWorkspaceId } from '../shared/message-ref.ts';
import { createPeople } from './user-directory.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** Of the three seconds of an acknowledgement, the most that is spent on where somebody is. */
const PATIENCE_MS = 800;

const toldSchema = z.object({
  team: z.object({ id: z.string().nullish() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }).nullish(),
  view: z.object({ private_metadata: z.string().nullish() }).nullish(),
  actions: z.array(z.object({ value: z.string().nullish() })).nullish(),
  event: z.object({ user: z.string().nullish() }).nullish(),
});
type Told = z.infer<typeof toldSchema>;

/**
 * The workspace in which somebody did something. Slack says so, but for apps that were installed for
 * a whole organisation: of what is pressed or sent off there it may name the organisation alone.
 * @returns the organisation where nobody can tell the workspace
 */
export type ResolveTeam = (body: unknown, context: WhereTold) => Promise<string | undefined>;

type WhereTold = Pick<Context, 'teamId' | 'enterpriseId'>;

export function createResolveTeam(
  dependencies: Pick<SlackListenerDependencies, 'clients' | 'clock' | 'logger' | 'locales'>,
): ResolveTeam {
  const { clock, logger } = dependencies;
  const people = createPeople(dependencies);

  /** None where Slack does not say so in time. */
  async function workspacesOf(enterpriseId: string, userId: string): Promise<readonly string[]> {
    const organisation = { teamId: enterpriseId, enterpriseId };
    const told = people.profileOf(organisation, userId).catch((error: unknown) => {
      logger.warn(factsOf(error), 'slack: nothing was told about the workspaces of somebody');
      return null;
    });
    return (await withTimeout(clock, PATIENCE_MS, told))?.workspaces ?? [];
  }

  async function somewhereIn(enterpriseId: string, told: Told): Promise<string> {
    const userId = told.user?.id ?? told.event?.user ?? null;
    const home = workspaceId(told.user?.team_id);
    const marked = workspaceId(told.actions?.[0]?.value);
    if (marked === null && home !== null) return home;
    const theirs = userId === null ? [] : await workspacesOf(enterpriseId, userId);
    // A client can be made to send any mark, and people of other companies are in shared channels.
    const sure = [marked, home].find((it) => it !== null && theirs.includes(it));
    const [only, ...others] = theirs;
    return sure ?? (others.length === 0 ? only : undefined) ?? enterpriseId;
  }

  return async (body, { teamId, enterpriseId }) => {
    const read = toldSchema.safeParse(body);
    // Only organisations leave the workspace out.
    if (enterpriseId === undefined || !read.success) return teamId;
    const told = read.data;
    const isInteraction = told.user != null;
    if (isInteraction ? workspaceId(told.team?.id) !== null : workspaceId(teamId) !== null) {
      return workspaceId(teamId) ?? workspaceId(told.team?.id) ?? undefined;
    }
    return writtenDown(told) ?? (await somewhereIn(enterpriseId, told));
  };
}

/** What we wrote into a form or a Home tab ourselves; Slack keeps it, and nobody can change it. */
function writtenDown({ view }: Told): string | null {
  const metadata = view?.private_metadata ?? '';
  return workspaceId(readFormContext(metadata)?.teamId ?? metadata);
}

function workspaceId(id: string | null | undefined): string | null {
  return id != null && isWorkspaceId(id) ? id : null;
}
