import { createHash } from 'node:crypto';
import type { ImageBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { ListItem, Message } from '../../../../core/messages/domain/message.ts';
import type { Reply } from '../../../../core/messages/domain/reply.ts';
import { PlatformError } from '../../../../core/shared/domain/errors.ts';
import { spokenReply } from '../../../../messages/spoken.ts';
import type { SpokenFile } from '../../../../messages/spoken.ts';
import { createTtlCache } from '../../../shared/ttl-cache.ts';
import type { AddressDependencies } from '../../shared/address.ts';
import { call } from '../../shared/call.ts';
import { openDirect } from '../calls/message-calls.ts';
import { asPlatformError, slackCode } from '../../shared/errors.ts';
import { wordingOf } from '../../wording.ts';
import { escaped, plainText } from '../../rendering/markup.ts';
import { createSendBytes } from '../../shared/send-bytes.ts';

const MOST_ALTERNATIVE = 1_900;
const MOST_COMMENT = 600;

/** Said again because Slack was silent, an answer finds its files where they are. */
const KEPT_MS = 15 * 60_000;

/** Slack looks at a picture before it may be shown in a message. */
const WAITS_MS = [200, 300, 500, 1_000, 2_000, 4_000] as const;

const reservedSchema = z.object({ upload_url: z.string(), file_id: z.string() });
const completedSchema = z.object({
  files: z
    .array(z.object({ id: z.string().optional(), permalink: z.string().optional() }))
    .optional(),
});
const lookedSchema = z.object({ file: z.object({ mimetype: z.string().optional() }) });

interface Shared {
  readonly id: string;
  readonly name: string;
  readonly permalink: string | null;
}

interface Target {
  readonly client: WebClient;
  /** Null: it is put nowhere, to be shown in a message. */
  readonly at: { readonly channelId: string; readonly threadTs: string | null } | null;
  readonly comment: string | null;
}

/** Pictures for a message, and what could not be done with words for it. */
export interface Pictures {
  readonly blocks: readonly ImageBlock[];
  readonly missing: readonly SpokenFile[];
  readonly why: Message | null;
}

/** The files that go with an answer. */
export interface ReplyFiles {
  /**
   * Puts them into somebody's own messages with the app, since what one person alone sees in a
   * channel can have none.
   * @returns what to say of it
   */
  directly(
    client: WebClient,
    userId: string,
    reply: Reply,
    signal: AbortSignal,
  ): Promise<readonly Message[]>;
  /** Makes pictures ready to be shown in a message. */
  pictures(client: WebClient, files: readonly SpokenFile[], signal: AbortSignal): Promise<Pictures>;
  /** @returns why some could not be put there */
  inThread(
    client: WebClient,
    files: readonly SpokenFile[],
    at: { readonly channelId: string; readonly threadTs: string },
    signal: AbortSignal,
  ): Promise<Message | null>;
}

export function createReplyFiles({ clock, isSlackAddress }: AddressDependencies): ReplyFiles {
  const send = createSendBytes(isSlackAddress);
  const known = createTtlCache<readonly Shared[]>({ clock, freshMs: KEPT_MS, most: 200 });

  async function upload(
    { client, at, comment }: Target,
    files: readonly SpokenFile[],
    signal: AbortSignal,
  ): Promise<readonly Shared[]> {
    const sent: { readonly id: string; readonly title: string }[] = [];
    for (const { name, type, content, alt } of files) {
      const args = {
        filename: name,
        length: content.byteLength,
        ...(type === 'image/png' ? { alt_txt: cutAlternative(alt) } : {}),
      };
      const { upload_url: url, file_id: id } = await call(
        { client, method: 'files.getUploadURLExternal', args, schema: reservedSchema },
        signal,
      );
      await send(url, { bytes: content.byteLength, open: () => content }, signal);
      sent.push({ id, title: name });
    }
    const args = {
      files: sent,
      ...(at === null ? {} : { channel_id: at.channelId }),
      ...(at?.threadTs == null ? {} : { thread_ts: at.threadTs }),
      ...(comment === null ? {} : { initial_comment: comment }),
    };
    const done = await call(
      { client, method: 'files.completeUploadExternal', args, schema: completedSchema },
      signal,
    );
    return sent.map(({ id, title }) => {
      const permalink = done.files?.find((it) => it.id === id)?.permalink ?? null;
      return { id, name: title, permalink };
    });
  }

  function uploadOnce(
    target: Target,
    files: readonly SpokenFile[],
    signal: AbortSignal,
  ): Promise<readonly Shared[]> {
    return known.get(keyOf(target, files), () => upload(target, files, signal));
  }

  /** As many as may be put there, and words for the others. */
  async function asFarAsAllowed(
    target: Target,
    files: readonly SpokenFile[],
    signal: AbortSignal,
  ): Promise<{ readonly shared: readonly Shared[]; readonly why: Message | null }> {
    if (files.length === 0) return { shared: [], why: null };
    try {
      return { shared: await uploadOnce(target, files, signal), why: null };
    } catch (error) {
      const why = refusalOf(error);
      if (why === null || signal.aborted) throw error;
      const pictures = files.filter((it) => it.type === 'image/png');
      const onlyPictures = slackCode(error) === 'file_uploads_except_images_disabled';
      if (!onlyPictures || pictures.length === files.length) return { shared: [], why };
      const some = await asFarAsAllowed(target, pictures, signal);
      return { ...some, why };
    }
  }

  async function isReady(client: WebClient, id: string, signal: AbortSignal): Promise<boolean> {
    for (const waitMs of WAITS_MS) {
      try {
        const { file } = await call(
          { client, method: 'files.info', args: { file: id }, schema: lookedSchema },
          signal,
        );
        if ((file.mimetype ?? '') !== '') return true;
      } catch (error) {
        if (refusalOf(error) === null) throw error;
        return false;
      }
      await clock.sleep(waitMs, signal);
    }
    return false;
  }

  return {
    async directly(client, userId, reply, signal) {
      const { headline, files } = spokenReply(reply, wordingOf(reply.language));
      try {
        const channelId = await openDirect(client, userId, signal);
        const at = { channelId, threadTs: null };
        const comment = escaped(plainText(headline, MOST_COMMENT));
        const { shared, why } = await asFarAsAllowed({ client, at, comment }, files, signal);
        return [
          ...(shared.length === 0 ? [] : [whereWords(shared)]),
          ...(why === null ? [] : [why]),
        ];
      } catch (error) {
        const why = refusalOf(error);
        if (why === null || signal.aborted) throw error;
        return [why];
      }
    },
    async pictures(client, files, signal) {
      const { shared, why } = await asFarAsAllowed(
        { client, at: null, comment: null },
        files,
        signal,
      );
      const blocks: ImageBlock[] = [];
      const missing: SpokenFile[] = [];
      for (const [index, { id }] of shared.entries()) {
        const file = files[index];
        if (file === undefined) continue;
        const alt = cutAlternative(file.alt);
        if (await isReady(client, id, signal)) {
          blocks.push({
            type: 'image',
            slack_file: { id },
            alt_text: alt === '' ? file.name : alt,
          });
        } else missing.push(file);
      }
      return { blocks, missing, why };
    },
    async inThread(client, files, at, signal) {
      const { why } = await asFarAsAllowed({ client, at, comment: null }, files, signal);
      return why;
    },
  };
}

function cutAlternative(alt: string): string {
  return alt.slice(0, MOST_ALTERNATIVE);
}

function keyOf({ client, at, comment }: Target, files: readonly SpokenFile[]): string {
  const hash = createHash('sha256').update(JSON.stringify([client.token, at, comment]));
  for (const { name, content } of files) hash.update(`\n${name}\n`).update(content);
  return hash.digest('base64url');
}

function whereWords(shared: readonly Shared[]): Message {
  const files = shared.map(({ name, permalink }): ListItem =>
    permalink === null ? name : { link: permalink, label: name },
  );
  return msg('chat.files-in-direct', { files });
}

const REFUSALS: Readonly<Record<string, Message>> = {
  file_uploads_disabled: msg('chat.uploads-off'),
  file_uploads_except_images_disabled: msg('chat.uploads-images-only'),
  storage_limit_reached: msg('chat.storage-full'),
  not_in_channel: msg('chat.not-a-member'),
  channel_not_found: msg('chat.not-a-member'),
};

/** Null where it is no refusal of the files, but an outage: that is tried again. */
function refusalOf(error: unknown): Message | null {
  const code = slackCode(error);
  if (code !== null && Object.hasOwn(REFUSALS, code)) return REFUSALS[code] ?? null;
  const told = asPlatformError(error);
  if (!(told instanceof PlatformError)) return null;
  const passes = told.code === 'unreachable' || told.code === 'rate-limited';
  return passes ? null : msg('chat.file-refused');
}
