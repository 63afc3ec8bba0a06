import { prepareFile } from './cdn.ts';
import { broken } from '../errors.ts';
import { asObjects, asText } from '../../shared/json.ts';
import type { JsonObject } from '../../shared/json.ts';
import { invalid } from '../rules/rules-components.ts';
import type { Channel, MessageRecord, StoredFile, World } from '../world.ts';
import type { WriteRequest, UploadedFile } from '../messages/write-request.ts';

const MAX_ATTACHMENTS = 10;

const MIB = 1024 * 1024;

/** What anyone may upload in a place: the default, or more where a guild is boosted. */
export function placeLimit(world: World, channel: Channel): number {
  const tier = channel.guildId === null ? 0 : (world.guilds.get(channel.guildId)?.premiumTier ?? 0);
  const boosted = tier === 3 ? 100 * MIB : tier === 2 ? 50 * MIB : 0;
  return Math.max(world.uploadLimitBytes, boosted);
}

/**
 * The files a message has after a write. Without `attachments` everything stays; with it, what is
 * not listed goes. New files come last.
 */
export function nextAttachments(
  world: World,
  message: MessageRecord,
  request: WriteRequest,
  kind: 'create' | 'edit',
): StoredFile[] {
  for (const file of request.files) {
    if (file.bytes.length > request.limitBytes) {
      throw broken.tooLarge(
        `${file.filename} has ${file.bytes.length} bytes, ${request.limitBytes} are allowed here`,
      );
    }
  }
  const listed = request.body.attachments;
  const descriptors = asObjects(listed);
  const kept =
    listed === undefined
      ? [...message.attachments]
      : message.attachments.filter((it) => descriptors.some((entry) => entry.id === it.id));
  refuseStrangers(message, request, descriptors);

  const added = request.files.flatMap((file) => {
    const descriptor = descriptors.find((it) => String(it.id) === String(file.index));
    if (listed !== undefined && descriptor === undefined && kind === 'edit') {
      request.note(`files[${file.index}] is not listed in attachments: it is dropped`);
      return [];
    }
    return [storedUpload(world, message, file, descriptor)];
  });
  const next = [...kept.map((it) => redescribed(it, descriptors)), ...added];
  if (next.length > MAX_ATTACHMENTS) throw broken.tooManyAttachments();
  return next;
}

function refuseStrangers(
  message: MessageRecord,
  request: WriteRequest,
  descriptors: readonly JsonObject[],
): void {
  const known = new Set([
    ...message.attachments.map((it) => it.id),
    ...request.files.map((it) => String(it.index)),
  ]);
  const strangers = descriptors.flatMap((it, index) =>
    known.has(String(it.id))
      ? []
      : [invalid(['attachments', index, 'id'], `Attachment not found: ${String(it.id)}`)],
  );
  if (strangers.length > 0) throw broken.form(strangers);
}

function storedUpload(
  world: World,
  message: MessageRecord,
  file: UploadedFile,
  descriptor: JsonObject | undefined,
): StoredFile {
  return prepareFile(
    world,
    {
      bytes: file.bytes,
      filename: asText(descriptor?.filename) || file.filename,
      contentType: file.contentType,
      description: asText(descriptor?.description) || null,
      spoiler: descriptor?.is_spoiler === true,
    },
    { channelId: message.channelId, ephemeral: message.ephemeral },
  );
}

function redescribed(file: StoredFile, descriptors: readonly JsonObject[]): StoredFile {
  const descriptor = descriptors.find((it) => it.id === file.id);
  return typeof descriptor?.description === 'string'
    ? { ...file, description: descriptor.description }
    : file;
}
