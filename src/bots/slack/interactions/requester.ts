import type { Requester } from '../../../core/teams/domain/requester.ts';
import { outOfOrderReply } from '../../../core/chat/domain/replies.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { isAllowed } from '../../shared/allow-list.ts';
import { notHereReply } from '../../shared/replies.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import { cutLine } from '../../shared/plain-line.ts';
import type { SlackTeam } from '../shared/slack-team.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { isWorkspaceId } from '../shared/message-ref.ts';
import { createPeople } from './user-directory.ts';
import type { Profile } from './user-directory.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** Who did something, and by which installation of the app, as the request says it. */
export interface SlackUser {
  readonly team: SlackTeam;
  readonly userId: string;
  /** Their own workspace where the request tells it: in shared channels there are people of others. */
  readonly userTeamId: string | null;
  /** What the request calls them. */
  readonly name?: string | undefined;
  /** Where they did it, as far as that is a channel. */
  readonly channelId?: string | undefined;
}

export type RequesterRead =
  | { readonly status: 'known'; readonly requester: Requester }
  | { readonly status: 'refused'; readonly reply: Reply };

/**
 * Says of somebody what the core has to know about them, in the little time there is. `now`: their
 * rights as they are in this moment, not a minute ago.
 */
export type ReadRequester = (slackUser: SlackUser, rights?: 'now') => Promise<RequesterRead>;

/** What Slack has not told by then is as it told last; of rights there are none. */
const PATIENCE_MS = 800;

const MOST_NAME = 80;

/** Beside the ids of user groups; whoever is a guest of the workspace has it. */
export const GUEST_ROLE = 'guest';

export function createReadRequester(dependencies: SlackListenerDependencies): ReadRequester {
  const { clock, logger, workspaces, installed, locales } = dependencies;
  const people = createPeople(dependencies);

  /** The workspace that somebody's credits belong to, or why it is not known. */
  async function homeOf({ team, userId, userTeamId }: SlackUser): Promise<SlackTeam | Reply> {
    if (userTeamId === null || userTeamId === team.teamId) return team;
    let isToldAll = true;
    if (team.enterpriseId !== null) {
      if (userTeamId === team.enterpriseId) return team;
      // One organisation has many workspaces, and the app acts for whoever is in it.
      const profile = await told<Profile | null>(people.profileOf(team, userId), null);
      if (profile?.enterpriseId === team.enterpriseId) return team;
      isToldAll = profile !== null;
    }
    const own = { teamId: userTeamId, enterpriseId: null };
    const isInstalled = await told<boolean | null>(installed(own), null);
    if (isInstalled === true) return own;
    return isToldAll && isInstalled !== null ? NOT_YOURS : outOfOrderReply();
  }

  /** What was told in time, or what is taken for it. */
  async function told<value>(asked: Promise<value>, otherwise: value): Promise<value> {
    const answer = asked.catch((error: unknown) => {
      logger.warn(factsOf(error), 'slack: nothing was told about somebody');
      return otherwise;
    });
    return (await withTimeout(clock, PATIENCE_MS, answer)) ?? otherwise;
  }

  return async (slackUser, rights) => {
    // Whoever pays is a workspace: an organisation as a whole has no credits.
    if (!isWorkspaceId(slackUser.team.teamId)) return { status: 'refused', reply: NOWHERE_KNOWN };
    const home = await homeOf(slackUser);
    if ('tone' in home) return { status: 'refused', reply: home };
    if (!isAllowed(workspaces, [home.teamId, home.enterpriseId])) {
      return { status: 'refused', reply: notHereReply('slack') };
    }
    const { userId, channelId } = slackUser;
    const [profile, groups] = await Promise.all([
      told<Profile | null>(
        rights === 'now' ? people.profileNow(home, userId) : people.profileOf(home, userId),
        null,
      ),
      // What holds for a group may be less than what holds for everyone.
      told(people.groupsOf(home, userId), people.lastGroupsOf(home, userId)),
    ]);
    const locale = locales.localeOf(userId);
    return {
      status: 'known',
      requester: {
        platform: 'slack',
        // Direct messages with the app belong to the workspace as well.
        workspace: { id: home.teamId, kind: 'shared' },
        person: {
          id: userId,
          ...named(profile?.name ?? slackUser.name ?? ''),
          ...(locale === null ? {} : { locale }),
        },
        // A direct conversation is no channel: nobody else would read there.
        ...(channelId === undefined || channelId.startsWith('D') ? {} : { channel: channelId }),
        // Whoever is not known to be a member is held to what holds for guests.
        roles: profile?.guest === false ? groups : [...groups, GUEST_ROLE],
        admin: profile?.admin ?? false,
      },
    };
  };
}

function named(name: string): { readonly name?: string } {
  const line = cutLine(name, MOST_NAME);
  return line === '' ? {} : { name: line };
}

const NOWHERE_KNOWN = refusedReply(
  msg('chat.workspace-unknown'),
  msg('chat.workspace-unknown-next', { command: 'video create' }),
);

const NOT_YOURS = refusedReply(
  msg('chat.not-in-your-workspace'),
  msg('chat.not-in-your-workspace-why'),
  msg('requests.not-started'),
);
