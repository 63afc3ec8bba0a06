import type { JsonObject } from '../../shared/json.ts';
import { refused } from '../errors.ts';
import { teamsPage } from './organisation-calls.ts';
import { uninstall } from '../installations.ts';
import type { BotMethod, BotMethods } from './method.ts';
import { enterpriseFields, organisationAround } from '../organisations.ts';
import {
  workspaceOf,
  type PersonRecord,
  type UserGroupRecord,
  type WorkspaceRecord,
  type World,
} from '../world.ts';

const authTest: BotMethod = {
  tier: 'unlimited',
  scopes: [],
  takes: [],
  handle: ({ world, workspace }) => ({
    url: `${world.address.http}/`,
    team: workspace.name,
    user: world.app.name.toLowerCase(),
    team_id: workspace.id,
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
    is_enterprise_install: false,
    ...(workspace.enterpriseId === null ? {} : { enterprise_id: workspace.enterpriseId }),
  }),
};

const authRevoke: BotMethod = {
  tier: 'tier-3',
  scopes: [],
  takes: ['test'],
  handle({ world, args, workspace, token }) {
    if (args.flag('test')) return { revoked: false };
    // The bot's token is all the app has here: with it the app is gone.
    if (workspace.installation?.botToken === token.value) uninstall(world, workspace);
    token.state = 'revoked';
    return { revoked: true };
  },
};

const teamInfo: BotMethod = {
  tier: 'tier-3',
  scopes: ['team:read'],
  takes: ['team', 'domain'],
  handle: ({ world, workspace }) => ({ team: teamJson(world, workspace) }),
};

const usersInfo: BotMethod = {
  tier: 'tier-4',
  scopes: ['users:read'],
  takes: ['user', 'include_locale'],
  handle({ world, args, workspace }) {
    const person = world.people.get(args.required('user', 'user_not_found'));
    // Someone of another workspace is met in shared channels only, and those are not played here.
    if (person?.workspaceId !== workspace.id) throw refused('user_not_found');
    const told = args.flag('include_locale') && person.locale !== null;
    const locale = told ? { locale: person.locale } : {};
    return { user: { ...userJson(world, person), ...locale } };
  },
};

const userGroups: BotMethod = {
  tier: 'tier-2',
  scopes: ['usergroups:read'],
  takes: ['include_users', 'include_disabled', 'include_count'],
  handle({ world, args, workspace }) {
    const groups = [...world.userGroups.values()].filter(
      (it) => it.workspaceId === workspace.id && (!it.disabled || args.flag('include_disabled')),
    );
    return { usergroups: groups.map((it) => userGroupJson(it, args.flag('include_users'))) };
  },
};

const userGroupMembers: BotMethod = {
  tier: 'tier-2',
  scopes: ['usergroups:read'],
  takes: ['usergroup', 'include_disabled'],
  handle({ world, args, workspace }) {
    const group = world.userGroups.get(args.required('usergroup', 'no_such_subteam'));
    if (group?.workspaceId !== workspace.id) throw refused('no_such_subteam');
    return { users: group.disabled && !args.flag('include_disabled') ? [] : [...group.members] };
  },
};

const authTeams: BotMethod = {
  tier: 'tier-2',
  scopes: [],
  takes: ['cursor', 'limit', 'include_icon'],
  handle: ({ args, workspace }) => teamsPage([workspace], args),
};

export const teamMethods: BotMethods = {
  'auth.test': authTest,
  'auth.teams.list': authTeams,
  'auth.revoke': authRevoke,
  'team.info': teamInfo,
  'users.info': usersInfo,
  'usergroups.list': userGroups,
  'usergroups.users.list': userGroupMembers,
};

function teamJson(world: World, workspace: WorkspaceRecord): JsonObject {
  const { id, name, domain } = workspace;
  return {
    id,
    name,
    domain,
    email_domain: '',
    icon: { image_default: true },
    ...enterpriseFields(world, workspace),
  };
}

function userJson(world: World, person: PersonRecord): JsonObject {
  const name = person.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.');
  const profile = { real_name: person.name, display_name: person.name, team: person.workspaceId };
  const base = { id: person.id, team_id: person.workspaceId, name, deleted: person.deactivated };
  // Of someone who has left, Slack tells hardly more than the name.
  if (person.deactivated) return { ...base, profile, is_bot: person.isBot };
  return {
    ...base,
    real_name: person.name,
    tz: 'Etc/UTC',
    tz_offset: 0,
    profile,
    is_admin: person.admin,
    is_owner: person.owner,
    is_primary_owner: false,
    is_restricted: person.guest !== null,
    is_ultra_restricted: person.guest === 'single-channel',
    is_bot: person.isBot,
    is_app_user: false,
    ...enterpriseUser(world, person),
  };
}

/** What somebody is in the organisation. */
function enterpriseUser(world: World, person: PersonRecord): JsonObject {
  const organisation = organisationAround(world, workspaceOf(world, person.workspaceId));
  if (organisation === null) return {};
  return {
    enterprise_user: {
      id: person.id,
      enterprise_id: organisation.id,
      enterprise_name: organisation.name,
      is_admin: false,
      is_owner: false,
      teams: [person.workspaceId],
    },
  };
}

function userGroupJson(group: UserGroupRecord, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: group.workspaceId,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_delete: group.disabled ? 1 : 0,
    user_count: group.members.length,
    ...(withUsers ? { users: [...group.members] } : {}),
  };
}
