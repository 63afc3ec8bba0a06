import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import type { SlackClients } from '../installations/clients.ts';
import type { SlackTeam } from '../shared/slack-team.ts';
import { slackCode } from '../shared/errors.ts';
import type { KnownLocales } from './known-locales.ts';
import { createTtlCache } from '../../shared/ttl-cache.ts';

/** What Slack says of somebody. */
export interface Profile {
  /** What their workspace sees them called; null where Slack does not say. */
  readonly name: string | null;
  readonly admin: boolean;
  readonly guest: boolean;
  /** The organisation they belong to, where there is one. */
  readonly enterpriseId: string | null;
  /** The workspaces of it that they are in. */
  readonly workspaces: readonly string[];
}

/** A user group. */
export interface NamedGroup {
  readonly id: string;
  readonly name: string;
}

interface Groups {
  readonly all: readonly NamedGroup[];
  /** Ids of groups by those of their members. */
  readonly of: ReadonlyMap<string, readonly string[]>;
}

export interface People {
  /** @throws when Slack does not tell */
  profileOf(team: SlackTeam, userId: string): Promise<Profile>;
  /** As it is in this moment, for what nobody may do whose rights were taken. @throws */
  profileNow(team: SlackTeam, userId: string): Promise<Profile>;
  /** The user groups there are; none where the app may not read them. @throws */
  allGroups(team: SlackTeam): Promise<readonly NamedGroup[]>;
  /** Ids of the user groups somebody is in; none where the app may not read them. @throws */
  groupsOf(team: SlackTeam, userId: string): Promise<readonly string[]>;
  /** Those they were in when Slack last told; none where it never did. */
  lastGroupsOf(team: SlackTeam, userId: string): readonly string[];
}

/** Workspaces whose groups are remembered. */
const MOST_TEAMS = 500;

/** Rights are looked at anew every minute: whoever lost them is soon without. */
const PROFILE_MS = 60_000;
const GROUPS_MS = 5 * 60_000;

export function createPeople({
  clients,
  clock,
  logger,
  locales,
}: {
  readonly clients: SlackClients;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly locales: KnownLocales;
}): People {
  const profiles = createTtlCache<Profile>({ clock, freshMs: PROFILE_MS, most: 5_000 });
  const groups = createTtlCache<Groups>({ clock, freshMs: GROUPS_MS, most: MOST_TEAMS });
  const lastGroups = new Map<string, Groups>();

  async function askProfile(team: SlackTeam, userId: string): Promise<Profile> {
    const client = await clients.views(team);
    const { user } = await client.users.info({ user: userId, include_locale: true });
    locales.learn(userId, user?.locale);
    const { profile } = user ?? {};
    const names = [profile?.display_name, profile?.real_name, user?.real_name, user?.name];
    return {
      name: names.find((it) => it !== undefined && it !== '') ?? null,
      admin: [user?.is_admin, user?.is_owner, user?.is_primary_owner].includes(true),
      guest: user?.is_restricted === true || user?.is_ultra_restricted === true,
      enterpriseId: user?.enterprise_user?.enterprise_id ?? null,
      workspaces: user?.enterprise_user?.teams ?? [],
    };
  }

  async function askGroups(team: SlackTeam): Promise<Groups> {
    const client = await clients.views(team);
    const all: NamedGroup[] = [];
    const members = new Map<string, string[]>();
    try {
      const { usergroups = [] } = await client.usergroups.list({ include_users: true });
      for (const { id, name, handle, users = [] } of usergroups) {
        if (id === undefined) continue;
        all.push({ id, name: name ?? handle ?? id });
        for (const user of users) members.set(user, [...(members.get(user) ?? []), id]);
      }
    } catch (error) {
      const code = slackCode(error);
      // Installed without that right, or on a plan without groups: everyone is in none.
      if (code !== 'missing_scope' && code !== 'paid_teams_only') throw error;
      logger.info({ team: team.teamId, code }, 'slack: user groups cannot be read');
    }
    const told = { all, of: members };
    lastGroups.delete(team.teamId);
    lastGroups.set(team.teamId, told);
    const [oldest] = lastGroups.keys();
    if (lastGroups.size > MOST_TEAMS && oldest !== undefined) lastGroups.delete(oldest);
    return told;
  }

  return {
    profileOf: (team, userId) =>
      profiles.get(`${team.teamId}:${userId}`, () => askProfile(team, userId)),
    profileNow: askProfile,
    async allGroups(team) {
      return (await groups.get(team.teamId, () => askGroups(team))).all;
    },
    async groupsOf(team, userId) {
      const known = await groups.get(team.teamId, () => askGroups(team));
      return known.of.get(userId) ?? [];
    },
    lastGroupsOf: ({ teamId }, userId) => lastGroups.get(teamId)?.of.get(userId) ?? [],
  };
}
