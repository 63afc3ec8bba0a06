import { attachmentJson, storeFile, type NewFile } from '../http/cdn.ts';
import { asNumber, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import { channelJson, memberJson, roleJson, userJson } from '../messages/objects.ts';
import type { Channel, World } from '../world.ts';

export type OptionValue = string | number | boolean | { readonly id: string };

export interface FilledOptions {
  readonly options: JsonObject[];
  readonly resolved: JsonObject;
}

type Resolved = Partial<Record<string, JsonObject>>;

interface Filling {
  readonly world: World;
  readonly channel: Channel;
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly attachments: Readonly<Record<string, NewFile>>;
  /** The option being typed: nothing is demanded of the others yet. */
  readonly focused?: string | undefined;
}

/** Fills in a command's options as a person's client lets them be filled in, or throws. */
export function fillOptions(definitions: readonly JsonObject[], filling: Filling): FilledOptions {
  const { values, attachments, focused } = filling;
  const known = new Set(definitions.map((it) => it.name));
  for (const name of [...Object.keys(values), ...Object.keys(attachments)]) {
    if (!known.has(name)) throw new Error(`The command has no option "${name}".`);
  }
  const resolved: Resolved = {};
  const options = definitions.flatMap((definition): JsonObject[] => {
    const name = asText(definition.name);
    const file = attachments[name];
    const value = values[name];
    if (file === undefined && value === undefined) {
      if (definition.required === true && focused === undefined) {
        throw new Error(`The option "${name}" is required.`);
      }
      return [];
    }
    const filled =
      file === undefined
        ? plainValue(definition, name, value, name === focused)
        : attach(filling, definition, name, file, resolved);
    if (name !== focused) checkChosen(filling, definition, name, filled);
    resolve(filling.world, asNumber(definition.type), filled, resolved);
    const marker = name === focused ? { focused: true } : {};
    return [{ name, type: definition.type, value: filled, ...marker }];
  });
  return { options, resolved };
}

function attach(
  { world, channel }: Filling,
  definition: JsonObject,
  name: string,
  file: NewFile,
  resolved: Resolved,
): string {
  if (definition.type !== 11) throw new Error(`The option "${name}" takes no file.`);
  const types = Array.isArray(definition.file_types) ? (definition.file_types as string[]) : null;
  const stored = storeFile(world, file, { channelId: channel.id, ephemeral: true });
  // Only the name is looked at, as the client does.
  const group = stored.contentType.split('/')[0] ?? '';
  const extension = stored.filename.slice(stored.filename.lastIndexOf('.')).toLowerCase();
  if (types !== null && !types.includes(group) && !types.includes(extension)) {
    throw new Error(`The option "${name}" does not take ${stored.filename}.`);
  }
  (resolved.attachments ??= {})[stored.id] = attachmentJson(world, stored);
  return stored.id;
}

function plainValue(
  definition: JsonObject,
  name: string,
  value: OptionValue | undefined,
  focused: boolean,
): string | number | boolean {
  if (definition.type === 11) throw new Error(`The option "${name}" takes a file.`);
  if (typeof value === 'object') return value.id;
  const fault = focused ? null : valueFault(definition, value);
  if (fault !== null) throw new Error(`The option "${name}" ${fault}.`);
  return value ?? '';
}

function valueFault(definition: JsonObject, value: unknown): string | null {
  const choices = asObjects(definition.choices);
  if (choices.length > 0 && !choices.some((it) => it.value === value)) {
    return `must be one of ${choices.map((it) => JSON.stringify(it.value)).join(', ')}`;
  }
  switch (definition.type) {
    case 3: {
      if (typeof value !== 'string') return 'must be text';
      const least = asNumber(definition.min_length);
      const most = asNumber(definition.max_length) || 6000;
      if (value.length < least) return `must have ${least} characters or more`;
      return value.length > most ? `must have ${most} characters or fewer` : null;
    }
    case 4:
    case 10: {
      if (typeof value !== 'number' || (definition.type === 4 && !Number.isInteger(value))) {
        return definition.type === 4 ? 'must be a whole number' : 'must be a number';
      }
      const { min_value: least, max_value: most } = definition;
      if (typeof least === 'number' && value < least) return `must be ${least} or more`;
      return typeof most === 'number' && value > most ? `must be ${most} or less` : null;
    }
    case 5:
      return typeof value === 'boolean' ? null : 'must be true or false';
    default:
      return typeof value === 'string' && /^\d{17,19}$/.test(value) ? null : 'must be an id';
  }
}

/** The lists that clients offer have people, channels and roles of the place, and nothing else. */
function checkChosen(
  { world, channel }: Filling,
  definition: JsonObject,
  name: string,
  value: string | number | boolean,
): void {
  const id = String(value);
  const isUser = world.users.has(id);
  const isRole = id === channel.guildId || rolesOf(world).some((it) => it.id === id);
  if (definition.type === 6 && !isUser) throw new Error(`The option "${name}" takes a person.`);
  if (definition.type === 8 && !isRole) throw new Error(`The option "${name}" takes a role.`);
  if (definition.type === 9 && !isUser && !isRole) {
    throw new Error(`The option "${name}" takes a person or a role.`);
  }
  if (definition.type !== 7) return;
  const chosen = world.channels.get(id);
  if (chosen?.guildId !== channel.guildId) {
    throw new Error(`The option "${name}" takes a channel of this place.`);
  }
  const types: unknown = definition.channel_types;
  if (Array.isArray(types) && !types.includes(chosen.type)) {
    throw new Error(`The option "${name}" takes no channel of type ${chosen.type}.`);
  }
}

function rolesOf(world: World): JsonObject[] {
  return [...world.guilds.values()].flatMap((it) => it.roles);
}

/** Adds what an id stands for, as interactions carry it along. */
function resolve(
  world: World,
  type: number,
  value: string | number | boolean,
  resolved: Resolved,
): void {
  const id = String(value);
  const user = type === 6 || type === 9 ? world.users.get(id) : undefined;
  if (user !== undefined) {
    (resolved.users ??= {})[id] = userJson(user);
    const member = Object.entries(memberJson(user, world.now()));
    const left = ['user', 'deaf', 'mute'];
    (resolved.members ??= {})[id] = Object.fromEntries(member.filter(([it]) => !left.includes(it)));
  }
  const channel = type === 7 ? world.channels.get(id) : undefined;
  if (channel !== undefined) (resolved.channels ??= {})[id] = channelJson(world, channel);
  if (type === 8 || (type === 9 && user === undefined)) {
    const role = rolesOf(world).find((it) => it.id === id);
    (resolved.roles ??= {})[id] = role ?? roleJson(id, '@everyone', 0n);
  }
}
