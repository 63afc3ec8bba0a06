import { randomBytes } from 'node:crypto';
import { install, type InstallationChoice } from './installations.ts';
import { organisationOf } from './organisations.ts';
import type {
  ChannelRecord,
  PersonRecord,
  UserGroupRecord,
  WorkspaceRecord,
  WorkspaceSettings,
  World,
} from './world.ts';

const GIB = 1024 ** 3;

/** A thing of the emulator's, or its id. */
export type Ref = string | { readonly id: string };

export function idOf(ref: Ref): string {
  return typeof ref === 'string' ? ref : ref.id;
}

export interface NewWorkspace {
  readonly name?: string;
  readonly enterpriseId?: string;
  readonly settings?: Partial<WorkspaceSettings>;
  /** False: not before the app's OAuth flow was walked. */
  readonly installed?: boolean;
  readonly scopes?: readonly string[];
}

export interface NewPerson {
  readonly name: string;
  readonly admin?: boolean;
  readonly owner?: boolean;
  readonly guest?: 'multi-channel' | 'single-channel';
  readonly locale?: string | null;
}

export interface NewChannel {
  readonly name: string;
  readonly private?: boolean;
  readonly botIsMember?: boolean;
  readonly archived?: boolean;
  /** False where an admin lets only some people post. */
  readonly botMayPost?: boolean;
  readonly members?: readonly Ref[];
}

export function createWorkspace(
  world: World,
  given: NewWorkspace,
  choice: InstallationChoice,
): WorkspaceRecord {
  const name = given.name ?? 'Studio';
  const { enterpriseId = null } = given;
  const organisation =
    enterpriseId === null ? null : organisationOf(world, enterpriseId, `${name} Group`);
  const workspace: WorkspaceRecord = {
    id: world.ids.next('T'),
    name,
    domain: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${world.workspaces.size + 1}`,
    enterpriseId,
    botUserId: organisation?.botUserId ?? world.ids.next('U'),
    botId: organisation?.botId ?? world.ids.next('B'),
    settings: {
      fileUploads: 'all',
      storageBytesLeft: 5 * GIB,
      maxFileBytes: GIB,
      forbiddenFileTypes: [],
      unfurlDomains: [],
      editWindowClosed: false,
      ...given.settings,
    },
    installation: null,
  };
  world.workspaces.set(workspace.id, workspace);
  // The same one in all workspaces of an organisation.
  if (!world.people.has(workspace.botUserId)) {
    const bot = aPerson(workspace.id, workspace.botUserId, { name: world.app.name });
    world.people.set(workspace.botUserId, { ...bot, isBot: true });
  }
  if (given.installed !== false) {
    install(world, workspace, { ...choice, scopes: given.scopes ?? choice.scopes });
  }
  return workspace;
}

export function createPersonRecord(
  world: World,
  workspace: WorkspaceRecord,
  given: NewPerson,
): PersonRecord {
  const person = aPerson(workspace.id, world.ids.next('U'), given);
  world.people.set(person.id, person);
  return person;
}

function aPerson(workspaceId: string, id: string, given: NewPerson): PersonRecord {
  return {
    id,
    workspaceId,
    name: given.name,
    isBot: false,
    locale: given.locale === undefined ? 'en-US' : given.locale,
    admin: given.admin ?? given.owner ?? false,
    owner: given.owner ?? false,
    guest: given.guest ?? null,
    deactivated: false,
  };
}

export function createChannel(
  world: World,
  workspace: WorkspaceRecord,
  given: NewChannel,
): ChannelRecord {
  const people = [...world.people.values()]
    .filter((it) => it.workspaceId === workspace.id && !it.isBot)
    .map((it) => it.id);
  const members = new Set(given.members?.map(idOf) ?? people);
  if (given.botIsMember !== false) members.add(workspace.botUserId);
  const channel: ChannelRecord = {
    id: world.ids.next('C'),
    workspaceId: workspace.id,
    kind: given.private === true ? 'private' : 'public',
    name: given.name,
    members,
    archived: given.archived ?? false,
    botMayPost: given.botMayPost ?? true,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** The direct conversation of these people, or of one person and the app; made when first asked. */
export function directChannel(
  world: World,
  workspace: WorkspaceRecord,
  memberIds: readonly string[],
): { readonly channel: ChannelRecord; readonly existed: boolean } {
  const members = new Set(memberIds);
  const kind = members.size > 2 ? 'group' : 'direct';
  const found = [...world.channels.values()].find(
    (it) =>
      it.workspaceId === workspace.id &&
      it.kind === kind &&
      it.members.symmetricDifference(members).size === 0,
  );
  if (found !== undefined) return { channel: found, existed: true };
  const channel: ChannelRecord = {
    id: world.ids.next(kind === 'group' ? 'G' : 'D'),
    workspaceId: workspace.id,
    kind,
    name: kind === 'group' ? `mpdm-${randomBytes(3).toString('hex')}` : 'directmessage',
    members,
    archived: false,
    botMayPost: true,
  };
  world.channels.set(channel.id, channel);
  return { channel, existed: false };
}

export function createUserGroup(
  world: World,
  workspace: WorkspaceRecord,
  given: { readonly handle: string; readonly members?: readonly Ref[] },
): UserGroupRecord {
  const group: UserGroupRecord = {
    id: world.ids.next('S'),
    workspaceId: workspace.id,
    handle: given.handle,
    name: given.handle,
    members: (given.members ?? []).map(idOf),
    disabled: false,
  };
  world.userGroups.set(group.id, group);
  return group;
}
