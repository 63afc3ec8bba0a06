import { asObject, asText, type JsonObject } from '../../shared/json.ts';
import type { Act } from './act.ts';
import { createFile } from '../files.ts';
import type { NewFile } from '../files.ts';
import { elementsOf, fieldNamed, fieldsOf, stateOf, type FieldValue } from '../views/form.ts';
import { fillForm } from '../views/form-fill.ts';
import { messageJson } from '../messages/messages.ts';
import {
  channelRef,
  commandPayload,
  interactionBase,
  responseUrl,
  triggerId,
} from '../deliveries/payloads.ts';
import { act, type HowDelivered, type PersonContext } from './person-context.ts';
import { createSaying } from './person-say.ts';
import { createViewDriver } from './person-views.ts';
import { answerCommand } from '../deliveries/response-body.ts';
import { idOf, type Ref } from '../scenery.ts';
import {
  messageKey,
  openModals,
  type ChannelRecord,
  type FileRecord,
  type MessageRecord,
  type PersonRecord,
  type ViewRecord,
} from '../world.ts';

export type Person = ReturnType<typeof createPerson>;

export interface Aim extends HowDelivered {
  /** Where several elements have the same action id. */
  readonly blockId?: string;
  readonly value?: string;
}

/** The hands of one person. What their client would not let them do throws. */
export function createPerson(context: PersonContext) {
  const { world, person } = context;
  const views = createViewDriver(context);

  function channelOf(ref: Ref): ChannelRecord {
    const channel = world.channels.get(idOf(ref));
    if (channel === undefined) throw new Error('There is no such channel.');
    const visible = channel.kind === 'public' || channel.members.has(person.id);
    if (channel.workspaceId !== person.workspaceId || !visible) {
      throw new Error(`${person.name} cannot see this channel.`);
    }
    return channel;
  }

  function visibleMessage(given: MessageRecord): MessageRecord {
    const message = world.messages.get(messageKey(given.channelId, given.ts));
    if (message === undefined || message.deleted) throw new Error('The message is not there.');
    channelOf(message.channelId);
    if (message.ephemeralFor !== null && message.ephemeralFor !== person.id) {
      throw new Error('This message is only visible to someone else.');
    }
    return message;
  }

  function actOnMessage(
    message: MessageRecord,
    action: JsonObject,
    how: HowDelivered,
  ): Promise<Act> {
    const channel = channelOf(message.channelId);
    const { ts, threadTs } = message;
    const ephemeral = message.ephemeralFor !== null;
    const set = context.messageState.get(messageKey(channel.id, ts)) ?? {};
    const payload = {
      type: 'block_actions',
      ...interactionBase(world, person),
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channel.id,
        is_ephemeral: ephemeral,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
      },
      trigger_id: triggerId(world, person, null),
      channel: channelRef(channel),
      // Of what was meant for one person alone, the payload carries nothing.
      ...(ephemeral ? {} : { message: messageJson(world, message) }),
      state: { values: stateOf(message.blocks, set) },
      response_url: responseUrl(world, person, channel, ts, threadTs),
      actions: [{ ...action, action_ts: world.ids.ts() }],
    };
    return act(context, { kind: 'interactive', payload, how });
  }

  function shown(target: MessageRecord | ViewRecord): readonly JsonObject[] {
    return 'view' in target ? views.blocksOf(target) : visibleMessage(target).blocks;
  }

  function send(target: MessageRecord | ViewRecord, action: JsonObject, how: HowDelivered) {
    return 'view' in target
      ? views.act(target, action, how)
      : actOnMessage(visibleMessage(target), action, how);
  }

  return {
    id: person.id,
    name: person.name,
    workspaceId: person.workspaceId,
    record: person,

    /** Types a slash command. Slack lets nobody do so in a thread. */
    async command(
      name: string,
      text: string,
      where: HowDelivered & { readonly channel: Ref },
    ): Promise<Act> {
      const channel = channelOf(where.channel);
      if (!name.startsWith('/')) throw new Error('A command begins with a slash.');
      if (channel.archived) throw new Error('The channel is archived.');
      const payload = commandPayload(world, person, channel, { name, text });
      const done = await act(context, { kind: 'slash_commands', payload, how: where });
      for (const it of done.deliveries) answerCommand(world, person, channel, it);
      return done;
    },
    /** From the menu of all apps: of no channel. */
    shortcut(callbackId: string, how: HowDelivered = {}): Promise<Act> {
      const payload = {
        type: 'shortcut',
        ...interactionBase(world, person, { tellsOwn: true }),
        callback_id: callbackId,
        trigger_id: triggerId(world, person, null),
        action_ts: world.ids.ts(),
      };
      return act(context, { kind: 'interactive', payload, how });
    },
    /** From the menu of a message. */
    messageShortcut(callbackId: string, on: MessageRecord, how: HowDelivered = {}): Promise<Act> {
      const message = visibleMessage(on);
      if (message.ephemeralFor !== null) throw new Error('Such messages have no shortcuts.');
      const channel = channelOf(message.channelId);
      const base = interactionBase(world, person, { tellsOwn: true });
      // Of which app it is a shortcut it does not say.
      delete base['api_app_id'];
      const payload = {
        type: 'message_action',
        ...base,
        callback_id: callbackId,
        trigger_id: triggerId(world, person, null),
        response_url: responseUrl(world, person, channel, message.ts, message.threadTs),
        message_ts: message.ts,
        action_ts: world.ids.ts(),
        channel: channelRef(channel),
        message: messageJson(world, message),
      };
      return act(context, { kind: 'interactive', payload, how });
    },

    /** Presses a button of a message or a view. */
    async press(target: MessageRecord | ViewRecord, actionId: string, aim: Aim = {}): Promise<Act> {
      const found = elementsOf(shown(target)).find(
        ({ block, element }) =>
          element.type === 'button' &&
          element.action_id === actionId &&
          (aim.blockId === undefined || block.block_id === aim.blockId) &&
          (aim.value === undefined || element.value === aim.value),
      );
      if (found === undefined) throw new Error(`There is no button "${actionId}".`);
      const { block, element } = found;
      const { value, url } = element;
      return send(
        target,
        {
          type: 'button',
          action_id: actionId,
          block_id: asText(block.block_id),
          text: asObject(element.text),
          ...(value === undefined ? {} : { value }),
          ...(url === undefined ? {} : { url }),
        },
        aim,
      );
    },
    /** What a tampered client sends: any action at all, whether the message has it or not. */
    pressForged(target: MessageRecord | ViewRecord, action: JsonObject, how: HowDelivered = {}) {
      return send(target, { type: 'button', block_id: 'forged', ...action }, how);
    },
    /** Sets something in a message or a view that tells the app at once. */
    async choose(
      target: MessageRecord | ViewRecord,
      field: string,
      value: FieldValue,
      how: HowDelivered = {},
    ): Promise<Act> {
      const blocks = shown(target);
      const { blockId, actionId, dispatches } = fieldNamed(fieldsOf(blocks), field);
      if (!dispatches) throw new Error(`"${field}" tells the app nothing before it is submitted.`);
      const key = 'view' in target ? '' : messageKey(target.channelId, target.ts);
      const set = 'view' in target ? target.values : (context.messageState.get(key) ?? {});
      const state = fillForm(world, person, blocks, set, { [field]: value });
      if ('view' in target) target.values = state;
      else context.messageState.set(key, state);
      const now = state[blockId]?.[actionId] ?? {};
      return send(target, { ...now, action_id: actionId, block_id: blockId }, how);
    },

    /** The modal on top, if one is open. */
    get modal(): ViewRecord | null {
      return openModals(world, person.id).at(-1) ?? null;
    },
    get home(): ViewRecord | null {
      return views.home();
    },
    fill: views.fill,
    submit: views.submit,
    close: views.close,
    openHome: views.openHome,

    /** Puts a file into Slack; shared with nobody until it is said somewhere. */
    /** `mimetype`: what Slack calls it, where that is not what its name says. */
    upload: (file: Pick<NewFile, 'name' | 'bytes' | 'mimetype'>): FileRecord =>
      createFile(world, { ...file, workspaceId: person.workspaceId, ownerId: person.id }),
    ...createSaying(context, channelOf),
  };
}

export function createPersonFactory(shared: Omit<PersonContext, 'person' | 'messageState'>) {
  return (person: PersonRecord): Person =>
    createPerson({ ...shared, person, messageState: new Map() });
}
