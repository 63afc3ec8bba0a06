import { fileUrl, proxyUrl } from '../http/cdn.ts';
import { storedComponents } from './component-store.ts';
import { allNested, mediaOf } from '../rules/components.ts';
import { broken } from '../errors.ts';
import { FLAG, has } from '../flags.ts';
import { asObject, asObjects, asText, isObject } from '../../shared/json.ts';
import type { JsonObject } from '../../shared/json.ts';
import { mentionsIn, NOBODY, notifies } from './mentions.ts';
import { isComponentsV2, publish } from './messages.ts';
import { invalid } from '../rules/rules-components.ts';
import {
  allowedMentionErrors,
  attachmentName,
  isEmpty,
  messageErrors,
} from '../rules/rules-message.ts';
import { nextAttachments } from '../http/uploads.ts';
import type { Channel, InteractionRecord, MessageRecord, StoredFile, World } from '../world.ts';
import type { WriteRequest } from './write-request.ts';

export interface Placement {
  readonly channel: Channel;
  readonly interaction: InteractionRecord | null;
  readonly viewer: string | null;
  readonly isFirstAnswer?: boolean;
  readonly nonce?: string | null;
  readonly replyTo?: string | null;
}

export function createMessage(world: World, request: WriteRequest, at: Placement): MessageRecord {
  const settable = FLAG.suppressEmbeds | FLAG.suppressNotifications | FLAG.componentsV2;
  const asked = flagsOf(request.body);
  const allowed = request.route === 'interaction' ? settable | FLAG.ephemeral : settable;
  noteFlags(request, asked & ~allowed);
  const ephemeral = at.viewer !== null;
  const message = blankMessage(world, at, (asked & settable) | (ephemeral ? FLAG.ephemeral : 0));
  write(world, message, request, 'create');
  world.messages.set(message.id, message);
  publish(world, message, 'create');
  return message;
}

/** "… is thinking", to be edited into the answer. */
export function createLoadingMessage(world: World, at: Placement): MessageRecord {
  const ephemeral = at.viewer !== null ? FLAG.ephemeral : 0;
  const message = blankMessage(world, at, FLAG.loading | ephemeral);
  world.messages.set(message.id, message);
  publish(world, message, 'create');
  return message;
}

export function editMessage(world: World, message: MessageRecord, request: WriteRequest): void {
  const { body } = request;
  const asked = flagsOf(body);
  if (body.flags !== undefined && body.flags !== null) {
    noteFlags(request, asked & ~(FLAG.suppressEmbeds | FLAG.componentsV2 | message.flags));
    if (isComponentsV2(message) && !has(asked, FLAG.componentsV2)) {
      throw broken.form([invalid(['flags'], 'IS_COMPONENTS_V2 can never be unset.')]);
    }
  }
  write(world, message, request, 'edit');
  message.editedAt = world.now();
  publish(world, message, 'edit');
}

function blankMessage(world: World, at: Placement, flags: number): MessageRecord {
  return {
    id: world.nextId(),
    channelId: at.channel.id,
    guildId: at.channel.guildId,
    authorId: world.applicationId,
    ephemeral: at.viewer !== null,
    viewer: at.viewer,
    interaction: at.interaction,
    isFirstAnswer: at.isFirstAnswer ?? false,
    createdAt: world.now(),
    nonce: at.nonce ?? null,
    editedAt: null,
    flags,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    mentions: NOBODY,
    replyTo: at.replyTo ?? null,
    deleted: false,
    more: {},
    answers: new Set(at.interaction === null ? [] : [at.interaction.id]),
    history: [],
  };
}

/** Changes the message as asked, or changes nothing and throws what Discord would answer. */
function write(
  world: World,
  message: MessageRecord,
  request: WriteRequest,
  kind: 'create' | 'edit',
): void {
  const { body } = request;
  const attachments = nextAttachments(world, message, request, kind);
  const asked = flagsOf(body);
  const toggled = FLAG.suppressEmbeds | FLAG.componentsV2;
  const flags =
    kind === 'create' || body.flags === undefined || body.flags === null
      ? message.flags
      : (message.flags & ~toggled) | (asked & toggled);
  const draft = {
    flags,
    content: body.content === undefined ? message.content : asText(body.content),
    embeds: body.embeds === undefined ? message.embeds : asObjects(body.embeds),
    components: body.components === undefined ? message.components : asObjects(body.components),
    filenames: attachments.map((it) => it.filename),
    otherContent: Boolean(body.poll) || asObjects(body.sticker_ids).length > 0,
  };
  const errors = [
    ...(body.components === undefined
      ? messageErrors({ ...draft, components: [] })
      : messageErrors(draft)),
    ...allowedMentionErrors(body.allowed_mentions),
    ...lostReferences(message, attachments, body),
  ];
  if (errors.length > 0) throw broken.form(errors);
  if (isEmpty(draft)) throw broken.emptyMessage();

  for (const file of attachments) world.files.set(file.path, file);
  message.flags = flags & ~FLAG.loading;
  message.content = draft.content;
  message.embeds =
    body.embeds === undefined ? message.embeds : storedEmbeds(world, draft.embeds, attachments);
  message.components =
    body.components === undefined
      ? message.components
      : storedComponents(world, draft.components, attachments);
  message.attachments = attachments;
  noteInvisible(message, request);
  recordPings(world, message, request);
}

/** A component that stays must not lose the file it shows. */
function lostReferences(
  message: MessageRecord,
  attachments: readonly StoredFile[],
  body: JsonObject,
) {
  if (body.components !== undefined) return [];
  const kept = new Set(attachments.map((it) => it.id));
  return allNested(message.components).flatMap(({ component, path }) =>
    mediaOf(component).some((it) => it.attachment_id && !kept.has(asText(it.attachment_id)))
      ? [invalid(path, 'The attachment that this component shows would be deleted.')]
      : [],
  );
}

function noteInvisible(message: MessageRecord, request: WriteRequest): void {
  if (!isComponentsV2(message)) return;
  const shown = new Set(
    allNested(message.components).flatMap(({ component }) =>
      mediaOf(component).map((it) => it.attachment_id),
    ),
  );
  for (const file of message.attachments.filter((it) => !shown.has(it.id))) {
    request.note(`attachment ${file.filename} is shown by no component: nobody can see it`);
  }
}

function recordPings(world: World, message: MessageRecord, request: WriteRequest): void {
  const { body } = request;
  const replied = world.messages.get(message.replyTo ?? '');
  const allowed = isObject(body.allowed_mentions) ? body.allowed_mentions : null;
  // A reply notifies whom it answers unless it says how mentions are to be taken.
  const answers =
    replied !== undefined &&
    replied.authorId !== world.applicationId &&
    message.history.length === 0 &&
    (allowed === null || allowed.replied_user === true);
  const written = {
    content: body.content === undefined ? '' : message.content,
    components: body.components === undefined ? [] : message.components,
  };
  const found = mentionsIn(written, allowed, request.route);
  const users = answers ? [...new Set([...found.users, replied.authorId])] : found.users;
  const mentions = { ...found, users };
  if (body.content !== undefined || body.components !== undefined) message.mentions = mentions;
  if (!notifies(mentions)) return;
  world.pings.push({ messageId: message.id, channelId: message.channelId, ...mentions });
}

function storedEmbeds(
  world: World,
  embeds: readonly JsonObject[],
  attachments: readonly StoredFile[],
): JsonObject[] {
  return embeds.map((embed) => {
    const stored: JsonObject = { type: 'rich', ...embed };
    for (const key of ['image', 'thumbnail']) {
      const name = attachmentName(asObject(embed[key]).url);
      const file = attachments.findLast((it) => it.filename === name);
      if (file === undefined) continue;
      stored[key] = {
        ...asObject(embed[key]),
        url: fileUrl(world, file),
        proxy_url: proxyUrl(world, file),
        content_type: file.contentType,
      };
    }
    return stored;
  });
}

function flagsOf(body: JsonObject): number {
  return typeof body.flags === 'number' ? body.flags : 0;
}

function noteFlags(request: WriteRequest, ignored: number): void {
  if (ignored !== 0) request.note(`message flags ${ignored} cannot be set here and are ignored`);
}
