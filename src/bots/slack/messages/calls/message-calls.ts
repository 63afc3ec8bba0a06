import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ShownCard } from '../../../../core/chat/ports/chat-platform.ts';
import { call } from '../../shared/call.ts';
import { slackCode } from '../../shared/errors.ts';
import type { Place, SlackMessageRef } from '../../shared/message-ref.ts';
import type { MessageBody } from '../../rendering/card-view.ts';

/** Nothing of ours is searched for names, addresses or previews. */
const AS_WRITTEN = { parse: 'none', link_names: false } as const;
const WITHOUT_PREVIEWS = { unfurl_links: false, unfurl_media: false } as const;

const postedSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  message: z.object({ blocks: z.array(z.object({ block_id: z.string().optional() })) }).optional(),
});

export interface Posted {
  readonly place: Place;
  /** False where it was posted before, and may still show what was true then. */
  readonly showsThis: boolean;
}

/**
 * Posts a message once: Slack answers a repeated id with the first message, so that neither a lost
 * answer nor a process that dies makes it two.
 */
export async function postOnce(
  client: WebClient,
  message: {
    readonly id: string;
    readonly channelId: string;
    readonly threadTs: string | null;
    readonly body: MessageBody;
  },
  signal: AbortSignal,
): Promise<Posted> {
  const { id, channelId, threadTs, body } = message;
  const args = {
    channel: channelId,
    client_msg_id: id,
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...body,
    ...AS_WRITTEN,
    ...WITHOUT_PREVIEWS,
  };
  const posted = await call(
    { client, method: 'chat.postMessage', args, schema: postedSchema },
    signal,
  );
  const shown = posted.message?.blocks[0]?.block_id;
  return {
    place: { channelId: posted.channel, ts: posted.ts },
    showsThis: shown !== undefined && shown === body.blocks[0]?.block_id,
  };
}

export async function edit(
  client: WebClient,
  { channelId, ts }: Place,
  body: MessageBody,
  signal: AbortSignal,
): Promise<void> {
  const args = { channel: channelId, ts, ...body, ...AS_WRITTEN };
  await call({ client, method: 'chat.update', args, schema: z.object({}) }, signal);
}

/** For one person's eyes, in a channel that they and the app are in. */
export async function whisper(
  client: WebClient,
  ref: SlackMessageRef,
  body: MessageBody,
  signal: AbortSignal,
): Promise<void> {
  const args = {
    channel: ref.channelId,
    user: ref.userId,
    ...(ref.threadTs === null ? {} : { thread_ts: ref.threadTs }),
    ...body,
    ...AS_WRITTEN,
  };
  await call({ client, method: 'chat.postEphemeral', args, schema: z.object({}) }, signal);
}

const openedSchema = z.object({ channel: z.object({ id: z.string() }) });

/** The conversation of a person and this app. */
export async function openDirect(
  client: WebClient,
  userId: string,
  signal: AbortSignal,
): Promise<string> {
  const { channel } = await call(
    { client, method: 'conversations.open', args: { users: userId }, schema: openedSchema },
    signal,
  );
  return channel.id;
}

/** Takes a file of this app out of every place where it is shared. */
export async function removeFile(
  client: WebClient,
  fileId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const args = { file: fileId };
    await call({ client, method: 'files.delete', args, schema: z.object({}) }, signal);
  } catch (error) {
    if (!NO_FILE.has(slackCode(error) ?? '')) throw error;
  }
}

/** Deleted before, never finished, or somebody else's by now. */
const NO_FILE: ReadonlySet<string> = new Set([
  ...['file_deleted', 'file_not_found', 'cant_delete_file'],
]);

/** The same for the same card in the same channel, whoever posts it. */
export function cardMessageId({ jobId }: ShownCard, channelId: string): string {
  return uuidOf(`card:${jobId}:${channelId}`);
}

/** A UUID that is decided by the words. */
export function uuidOf(words: string): string {
  const bytes = createHash('sha256').update(words).digest();
  // Version 8, the one for whatever is made by rules of one's own.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
