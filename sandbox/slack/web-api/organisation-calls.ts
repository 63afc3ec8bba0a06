import { asObjects, asText, type JsonObject } from '../../shared/json.ts';
import type { Args } from './args.ts';
import { broken, refused } from '../errors.ts';
import { uninstall } from '../installations.ts';
import type { OrganisationRecord } from '../organisation-record.ts';
import { workspaceOf, type Token, type WorkspaceRecord, type World } from '../world.ts';

/** Methods that list something of one workspace, and so have to be told of which. */
const OF_ONE_WORKSPACE: readonly string[] = ['usergroups.list', 'usergroups.users.list'];

/**
 * The workspace that a call by an organisation's token is about: where the thing it names is, else
 * the one it says.
 * @throws {SlackError}
 */
export function workspaceMeant(
  world: World,
  organisation: OrganisationRecord,
  method: string,
  args: Args,
): WorkspaceRecord {
  const said = args.text('team_id');
  if (said === null && OF_ONE_WORKSPACE.includes(method)) {
    throw broken('missing_argument', `${method} needs team_id with an organisation's token`);
  }
  const ours = [...world.workspaces.values()].filter((it) => it.enterpriseId === organisation.id);
  const isOurs = (id: string | undefined) => ours.some((it) => it.id === id);
  const named = OF_ONE_WORKSPACE.includes(method)
    ? undefined
    : placesNamed(world, args).find((it) => isOurs(it));
  const id = named ?? said ?? ours[0]?.id;
  if (id === undefined || !isOurs(id) || organisation.withheld.has(id)) {
    throw refused('team_access_not_granted');
  }
  return workspaceOf(world, id);
}

/** Where the things are that a call names, whatever their method calls them. */
function placesNamed(world: World, args: Args): (string | undefined)[] {
  const text = (name: string) => args.text(name) ?? '';
  const channel = text('channel') || text('channel_id') || text('channels');
  const person = text('user') || text('user_id') || (text('users').split(',')[0] ?? '');
  const uploaded = asObjects(args.objects('files') ?? []).map((it) => asText(it.id));
  return [
    world.channels.get(channel)?.workspaceId,
    world.triggers.placeOf(text('trigger_id')),
    world.views.get(text('view_id'))?.workspaceId,
    // A channel may also be named by the person one talks to there.
    ...[channel, person].map((id) => world.people.get(id)?.workspaceId),
    world.files.get(text('file'))?.workspaceId,
    ...[...world.uploads.values()]
      .filter((it) => uploaded.includes(it.fileId))
      .map((it) => it.workspaceId),
  ];
}

/**
 * Workspaces that a token opens, a page at a time.
 * @throws {SlackError}
 */
export function teamsPage(teams: readonly WorkspaceRecord[], args: Args): JsonObject {
  const limit = Number(args.text('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw broken('invalid_limit', 'limit is 1 to 1000');
  }
  const cursor = args.text('cursor') ?? '';
  const from = cursor === '' ? 0 : teams.findIndex((it) => it.id === cursor);
  if (from === -1) throw broken('invalid_cursor', `${cursor} is no cursor`);
  return {
    teams: teams.slice(from, from + limit).map(({ id, name }) => ({ id, name })),
    response_metadata: { next_cursor: teams[from + limit]?.id ?? '' },
  };
}

interface OrganisationRequest {
  readonly world: World;
  readonly args: Args;
  readonly organisation: OrganisationRecord;
  readonly token: Token;
}

/** Methods that are about the token itself, and so about no workspace where it is for all. */
export const organisationMethods: Readonly<
  Partial<Record<string, (request: OrganisationRequest) => JsonObject>>
> = {
  'auth.test': ({ world, organisation }) => ({
    url: `${world.address.http}/`,
    team: organisation.name,
    user: world.app.name.toLowerCase(),
    // The organisation stands where a workspace would.
    team_id: organisation.id,
    user_id: organisation.botUserId,
    bot_id: organisation.botId,
    enterprise_id: organisation.id,
    is_enterprise_install: true,
  }),
  'auth.teams.list': ({ world, args, organisation }) => {
    const teams = [...world.workspaces.values()].filter(
      ({ id, enterpriseId }) => enterpriseId === organisation.id && !organisation.withheld.has(id),
    );
    return teamsPage(teams, args);
  },
  'auth.revoke'({ world, args, organisation, token }) {
    if (args.flag('test')) return { revoked: false };
    if (organisation.installation?.botToken === token.value) uninstall(world, organisation);
    token.state = 'revoked';
    return { revoked: true };
  },
};
