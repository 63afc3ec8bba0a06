import { attachmentJson, storeFile, type NewFile } from '../http/cdn.ts';
import { allNested, COMPONENT, isSelect } from '../rules/components.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { interactionHandle, type Interaction } from '../interactions/interaction-handle.ts';
import { asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import { isVisible, messageJson } from '../messages/messages.ts';
import { deliver, dispatchInteraction, sceneOf, type Scene } from '../gateway/payloads.ts';
import { allows } from '../permissions.ts';
import { fillOptions, type OptionValue } from './person-options.ts';
import { commandsOf } from '../routes/routes-commands.ts';
import { directChannel } from '../routes/routes-messages.ts';
import type { InteractionRecord, MessageRecord, World } from '../world.ts';

/** A thing of the emulator's, or its id. */
export type Ref = string | { readonly id: string };

export interface Setting {
  readonly user: Ref;
  readonly guild?: Ref;
  /** Left out in direct messages with the bot. */
  readonly channel?: Ref;
  readonly context?: 0 | 1 | 2;
  /** Who installed the app: `{ '0': guildId }`, `{ '1': userId }` or both. */
  readonly integrationOwners?: Readonly<Record<string, string>>;
  readonly locale?: string;
}

export interface CommandUse extends Setting {
  readonly name: string;
  /** `grant`, or `group grant` */
  readonly subcommand?: string;
  readonly options?: Readonly<Record<string, OptionValue>>;
  readonly attachments?: Readonly<Record<string, NewFile>>;
  /** For a command of a message's or person's context menu: what it was opened on. */
  readonly target?: Ref;
  /** A server admin has opened the command to people whom its definition leaves out. */
  readonly openedByAdmin?: boolean;
}

export interface Press {
  readonly user: Ref;
  readonly message: Ref;
  readonly customId: string;
  /** What is chosen, in a select menu. */
  readonly values?: readonly string[];
  readonly locale?: string;
}

export function createPerson(world: World, gateway: Gateway) {
  const recordOf = (handle: Interaction): InteractionRecord => {
    const record = world.interactions.get(handle.token);
    if (record === undefined) throw new Error('No such interaction.');
    return record;
  };

  function sceneFor(setting: Setting): Scene {
    const user = world.users.get(idOf(setting.user));
    if (user === undefined) throw new Error('No such user.');
    const channel =
      setting.channel === undefined
        ? directChannel(world, user.id)
        : world.channels.get(idOf(setting.channel));
    if (channel === undefined) throw new Error('No such channel.');
    const guild = world.guilds.get(idOf(setting.guild ?? channel.guildId ?? '')) ?? null;
    const context = channel.guildId !== null ? 0 : channel.type === 1 ? 1 : 2;
    if (setting.context !== undefined && setting.context !== context) {
      throw new Error(`Context ${setting.context} does not go with this channel: ${context} does.`);
    }
    return {
      user,
      channel,
      guild,
      context,
      owners: setting.integrationOwners ?? usualOwners(context, guild, user.id),
      locale: setting.locale ?? user.locale,
    };
  }

  /** The command that a person's client would offer here under this name, or an error. */
  function offered(scene: Scene, use: CommandUse): JsonObject {
    const guildCommands = commandsOf(world, scene.guild?.id ?? '');
    const command = [...guildCommands, ...commandsOf(world, undefined)].find(
      (it) => it.name === use.name,
    );
    if (command === undefined) throw new Error(`There is no command /${use.name} here.`);
    const contexts: unknown = command.contexts;
    if (Array.isArray(contexts) && !contexts.includes(scene.context)) {
      throw new Error(`/${use.name} is not offered in context ${scene.context}.`);
    }
    const installs: unknown = command.integration_types;
    const installed = Object.keys(scene.owners).map(Number);
    if (Array.isArray(installs) && !installed.some((it) => installs.includes(it))) {
      throw new Error(`/${use.name} is not offered by the way the app is installed here.`);
    }
    const needed = command.default_member_permissions;
    const asks = typeof needed === 'string' && scene.guild !== null && use.openedByAdmin !== true;
    // "0" stands for nobody but admins: no set of ordinary permissions contains bit 3.
    const bits = asks ? BigInt(needed) || 1n << 3n : 0n;
    if (asks && !allows(scene.user.permissions, bits)) {
      throw new Error(`/${use.name} is not offered to people without permission ${bits}.`);
    }
    return command;
  }

  function commandData(scene: Scene, use: CommandUse, focused?: string): JsonObject {
    const command = offered(scene, use);
    const base = { id: command.id, name: command.name, type: command.type };
    const place = command.guild_id === undefined ? {} : { guild_id: command.guild_id };
    if (command.type !== 1) return { ...base, ...place, ...targetOf(command, use.target) };

    const path = use.subcommand?.split(' ') ?? [];
    let definitions = asObjects(command.options);
    const wrappers: JsonObject[] = [];
    for (const name of path) {
      const sub = definitions.find((it) => it.name === name && (it.type === 1 || it.type === 2));
      if (sub === undefined) throw new Error(`/${use.name} has no sub-command "${name}".`);
      wrappers.push({ name, type: sub.type });
      definitions = asObjects(sub.options);
    }
    if (definitions.some((it) => it.type === 1 || it.type === 2)) {
      throw new Error(`/${use.name} needs a sub-command.`);
    }
    const { options, resolved } = fillOptions(definitions, {
      world,
      channel: scene.channel,
      values: use.options ?? {},
      attachments: use.attachments ?? {},
      focused,
    });
    const nested = wrappers.reduceRight((inner, it) => [{ ...it, options: inner }], options);
    const carried = Object.keys(resolved).length === 0 ? {} : { resolved };
    return { ...base, ...place, options: nested, ...carried };
  }

  function targetOf(command: JsonObject, target: Ref | undefined): JsonObject {
    const id = idOf(target ?? '');
    if (command.type !== 3) return { target_id: id };
    const message = world.messages.get(id);
    if (!isVisible(message)) throw new Error('The command needs a message as its target.');
    return { target_id: id, resolved: { messages: { [id]: messageJson(world, message) } } };
  }

  function sourceOf(press: Press): { message: MessageRecord; scene: Scene } {
    const message = world.messages.get(idOf(press.message));
    if (!isVisible(message)) throw new Error('The message is not there any more.');
    const scene = sceneFor({
      user: press.user,
      channel: message.channelId,
      ...(message.interaction === null ? {} : { integrationOwners: message.interaction.owners }),
      ...(press.locale === undefined ? {} : { locale: press.locale }),
    });
    if (message.viewer !== null && message.viewer !== scene.user.id) {
      throw new Error('This message is only visible to someone else.');
    }
    return { message, scene };
  }

  function pressed(press: Press, component: JsonObject): Interaction {
    const { message, scene } = sourceOf(press);
    const record = dispatchInteraction(world, gateway, scene, {
      type: 3,
      data: {
        custom_id: press.customId,
        component_type: component.type,
        id: component.id,
        ...(press.values === undefined ? {} : { values: [...press.values] }),
      },
      message: messageJson(world, message),
      sourceMessageId: message.id,
    });
    return interactionHandle(world, record);
  }

  return {
    /** Types a command. Throws where a person's client would not let it be sent. */
    command(use: CommandUse): Interaction {
      const scene = sceneFor(use);
      const record = dispatchInteraction(world, gateway, scene, {
        type: 2,
        data: commandData(scene, use),
      });
      return interactionHandle(world, record);
    },
    /** Types into an option that suggests values. */
    autocomplete(use: CommandUse & { readonly focused: string }): Interaction {
      const scene = sceneFor(use);
      const record = dispatchInteraction(world, gateway, scene, {
        type: 4,
        data: commandData(scene, use, use.focused),
      });
      return interactionHandle(world, record);
    },
    /** Presses a button, or chooses in a select menu, that is there and enabled. */
    press(press: Press): Interaction {
      const { message } = sourceOf(press);
      const found = allNested(message.components).find(
        ({ component }) => component.custom_id === press.customId,
      )?.component;
      if (found === undefined) throw new Error(`There is nothing "${press.customId}" to press.`);
      if (found.disabled === true) throw new Error(`"${press.customId}" is disabled.`);
      if (isSelect(found)) checkChoice(found, press.values ?? []);
      return pressed(press, found);
    },
    /** What a tampered client sends: any custom id, whether the message has it or not. */
    pressForged(press: Press): Interaction {
      return pressed(press, { type: press.values === undefined ? 2 : 3, id: 1 });
    },
    /** Fills in the modal that an interaction opened and sends it off. */
    submitModal(handle: Interaction, values: ModalValues): Interaction {
      const opener = recordOf(handle);
      if (opener.modal === null) throw new Error('The interaction opened no modal.');
      const scene = sceneOf(opener, world);
      const source = world.messages.get(opener.sourceMessageId ?? '');
      const { components, resolved } = fillModal(world, scene, opener.modal, values);
      const record = dispatchInteraction(world, gateway, scene, {
        type: 5,
        data: { custom_id: opener.modal.custom_id, components, resolved },
        triggeredBy: opener,
        ...(isVisible(source)
          ? { message: messageJson(world, source), sourceMessageId: source.id }
          : {}),
      });
      return interactionHandle(world, record);
    },
    /** Delivers the same event a second time, as a resumed session may. */
    replay(handle: Interaction): void {
      deliver(world, gateway, recordOf(handle));
    },
  };
}

/** By custom id: text, chosen values, a tick, or files. */
export type ModalValues = Readonly<
  Record<string, string | boolean | readonly string[] | readonly NewFile[]>
>;

function fillModal(world: World, scene: Scene, modal: JsonObject, values: ModalValues) {
  const attachments: JsonObject = {};
  const known = new Set(
    allNested(asObjects(modal.components)).map(({ component }) => component.custom_id),
  );
  for (const key of Object.keys(values)) {
    if (!known.has(key)) throw new Error(`The modal has no field "${key}".`);
  }

  const fill = (field: JsonObject, id: number): JsonObject => {
    const key = asText(field.custom_id);
    const value = values[key] ?? untilConfirmation(field);
    const base = { type: field.type, id, custom_id: key };
    const missing = value === undefined || value === '' || (Array.isArray(value) && !value.length);
    if (missing && field.required !== false && field.type !== COMPONENT.checkbox) {
      throw new Error(`The field "${key}" is required.`);
    }
    switch (field.type) {
      case COMPONENT.textInput: {
        const text = typeof value === 'string' ? value : asText(field.value);
        const most = typeof field.max_length === 'number' ? field.max_length : 4000;
        if (text.length > most) throw new Error(`The field "${key}" takes ${most} characters.`);
        return { ...base, value: text };
      }
      case COMPONENT.fileUpload: {
        const files = (value ?? []) as readonly NewFile[];
        const most = typeof field.max_values === 'number' ? field.max_values : 1;
        if (files.length > most) throw new Error(`The field "${key}" takes ${most} files.`);
        const stored = files.map((it) =>
          storeFile(world, it, { channelId: scene.channel.id, ephemeral: true }),
        );
        for (const it of stored) attachments[it.id] = attachmentJson(world, it);
        return { ...base, values: stored.map((it) => it.id) };
      }
      case COMPONENT.radioGroup:
        return { ...base, value: value ?? null };
      case COMPONENT.checkbox:
        return { ...base, value: value === true };
      default:
        if (field.type === COMPONENT.stringSelect) checkChoice(field, (value ?? []) as string[]);
        return { ...base, values: [...((value ?? []) as string[])] };
    }
  };

  const components = asObjects(modal.components).map((top, index) => {
    const id = (index + 1) * 2;
    if (top.type === COMPONENT.label) {
      return { type: top.type, id: id - 1, component: fill(asObject(top.component), id) };
    }
    if (top.type === COMPONENT.actionRow) {
      const inside = asObjects(top.components).map((it) => fill(it, id));
      return { type: top.type, id: id - 1, components: inside };
    }
    return { type: top.type, id };
  });
  return { components, resolved: Object.keys(attachments).length > 0 ? { attachments } : {} };
}

/** What the app has chosen already, and the person has left as it is. */
function untilConfirmation(field: JsonObject): string | readonly string[] | undefined {
  const chosen = asObjects(field.options)
    .filter((it) => it.default === true)
    .map((it) => asText(it.value));
  if (chosen.length === 0) return undefined;
  return field.type === COMPONENT.radioGroup ? chosen[0] : chosen;
}

function checkChoice(select: JsonObject, values: readonly string[]): void {
  const key = asText(select.custom_id);
  const least = typeof select.min_values === 'number' ? select.min_values : 1;
  const most = typeof select.max_values === 'number' ? select.max_values : 1;
  if (values.length < least || values.length > most) {
    throw new Error(`"${key}" takes ${least} to ${most} values.`);
  }
  if (select.type !== COMPONENT.stringSelect) return;
  const known = new Set(asObjects(select.options).map((it) => it.value));
  const stranger = values.find((it) => !known.has(it));
  if (stranger !== undefined) throw new Error(`"${key}" does not offer "${stranger}".`);
}

function usualOwners(
  context: 0 | 1 | 2,
  guild: { readonly id: string; readonly botIsMember: boolean } | null,
  userId: string,
): Readonly<Record<string, string>> {
  if (context === 0) return guild?.botIsMember === true ? { '0': guild.id } : { '1': userId };
  return context === 1 ? { '0': '0' } : { '1': userId };
}

function idOf(ref: Ref): string {
  return typeof ref === 'string' ? ref : ref.id;
}
