import type { JsonObject } from '../../shared/json.ts';
import { enterpriseFields, enterpriseRef, servedByOrganisation } from '../organisations.ts';
import { workspaceOf, type ChannelRecord, type PersonRecord, type World } from '../world.ts';

/** The deprecated shared secret; still in every payload, and proof of nothing. */
export const VERIFICATION_TOKEN = 'verification-token-of-no-use';

/** What every slash command's form carries; all of it is text. */
export function commandPayload(
  world: World,
  person: PersonRecord,
  channel: ChannelRecord,
  command: { readonly name: string; readonly text: string },
): JsonObject {
  const workspace = workspaceOf(world, person.workspaceId);
  return {
    token: VERIFICATION_TOKEN,
    team_id: workspace.id,
    team_domain: workspace.domain,
    ...enterpriseFields(world, workspace),
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: userName(person),
    command: command.name,
    text: command.text,
    api_app_id: world.app.id,
    is_enterprise_install: String(servedByOrganisation(world, workspace) !== null),
    response_url: responseUrl(world, person, channel, null, null),
    trigger_id: triggerId(world, person, null),
  };
}

/**
 * What all interaction payloads have in common. Where the app was installed for a whole organisation
 * they do not say in which workspace the person was: only shortcuts tell the person's own.
 */
export function interactionBase(
  world: World,
  person: PersonRecord,
  how: { readonly tellsOwn?: boolean } = {},
): JsonObject {
  const workspace = workspaceOf(world, person.workspaceId);
  const organisation = servedByOrganisation(world, workspace);
  const own = organisation === null || how.tellsOwn === true;
  return {
    team:
      organisation === null
        ? {
            id: workspace.id,
            domain: workspace.domain,
            ...enterpriseFields(world, workspace),
          }
        : null,
    user: {
      id: person.id,
      username: userName(person),
      name: userName(person),
      team_id: own ? workspace.id : organisation.id,
    },
    api_app_id: world.app.id,
    token: VERIFICATION_TOKEN,
    enterprise: enterpriseRef(world, workspace),
    is_enterprise_install: organisation !== null,
  };
}

export function triggerId(world: World, person: PersonRecord, viewId: string | null): string {
  return world.triggers.issue({ workspaceId: person.workspaceId, userId: person.id, viewId });
}

export function responseUrl(
  world: World,
  person: PersonRecord,
  channel: ChannelRecord,
  sourceTs: string | null,
  threadTs: string | null,
): string {
  const place = { workspaceId: person.workspaceId, channelId: channel.id, userId: person.id };
  return world.address.http + world.responseUrls.issue({ ...place, sourceTs, threadTs });
}

export function channelRef(channel: ChannelRecord): JsonObject {
  return { id: channel.id, name: channelName(channel) };
}

/** Payloads do not tell the names of private channels. */
function channelName(channel: ChannelRecord): string {
  switch (channel.kind) {
    case 'public':
      return channel.name;
    case 'private':
      return 'privategroup';
    case 'direct':
      return 'directmessage';
    case 'group':
      return channel.name;
  }
}

function userName(person: PersonRecord): string {
  return person.name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '.');
}
