import { createReadStream } from 'node:fs';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { MediaFile } from '../../../../core/media/ports/media-store.ts';
import type { AddressDependencies } from '../../shared/address.ts';
import { call } from '../../shared/call.ts';
import { closesTheWay, slackCode } from '../../shared/errors.ts';
import type { CardUpload } from '../../shared/message-ref.ts';
import { createSendBytes } from '../../shared/send-bytes.ts';

/** The video of a card, on its way to where it is to be seen. */
export interface VideoUpload {
  readonly client: WebClient;
  readonly file: MediaFile;
  readonly name: string;
  readonly title: string;
  readonly forStatus: string;
  readonly channelId: string;
  readonly threadTs: string | null;
  /** Keeps how far it has come, before the next step is taken. */
  readonly keep: (upload: CardUpload) => Promise<void>;
}

const reservedSchema = z.object({ upload_url: z.string(), file_id: z.string() });
const completedSchema = z.object({
  files: z.array(z.object({ permalink: z.string().optional() })).optional(),
});
const placesSchema = z.record(z.string(), z.unknown());
const fileSchema = z.object({
  file: z.object({
    permalink: z.string().optional(),
    shares: z
      .object({ public: placesSchema.optional(), private: placesSchema.optional() })
      .optional(),
    channels: z.array(z.string()).optional(),
    groups: z.array(z.string()).optional(),
    ims: z.array(z.string()).optional(),
  }),
});

interface Seen {
  readonly is: 'shared' | 'known' | 'unknown' | 'untold';
  readonly permalink?: string | undefined;
}

/** Slack scans a file before anybody sees it. Each wait is longer than the one before. */
const WAITS_MS = [500, 1_000, 1_500, 2_000, 3_000, 4_000, 4_000, 4_000] as const;

export interface Uploads {
  /**
   * Puts the video where it is to be seen, once: it goes on from where it was kept, which is
   * anywhere before its end.
   * @throws what Slack refuses it with
   */
  share(video: VideoUpload, before: CardUpload | null, signal: AbortSignal): Promise<CardUpload>;
}

export function createUploads({ clock, isSlackAddress }: AddressDependencies): Uploads {
  const send = createSendBytes(isSlackAddress);

  async function fresh(video: VideoUpload, signal: AbortSignal): Promise<CardUpload> {
    const { client, file, name, title, forStatus, channelId } = video;
    const { upload_url: url, file_id: fileId } = await call(
      {
        client,
        method: 'files.getUploadURLExternal',
        args: { filename: name, length: file.bytes, alt_txt: title },
        schema: reservedSchema,
      },
      signal,
    );
    const reserved = { forStatus, fileId, channelId, permalink: null, state: 'reserved' } as const;
    await video.keep(reserved);
    const { bytes, path } = file;
    await send(url, { bytes, open: () => createReadStream(path) }, signal);
    const sent = { ...reserved, state: 'sent' } as const;
    await video.keep(sent);
    return complete(video, sent, signal);
  }

  async function complete(
    { client, title, channelId, threadTs, keep }: VideoUpload,
    sent: CardUpload,
    signal: AbortSignal,
  ): Promise<CardUpload> {
    const args = {
      files: [{ id: sent.fileId, title }],
      channel_id: channelId,
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
    };
    const { files } = await call(
      { client, method: 'files.completeUploadExternal', args, schema: completedSchema },
      signal,
    );
    const permalink = files?.[0]?.permalink ?? null;
    const shared = { ...sent, state: 'shared', permalink } as const;
    await keep(shared);
    await seen(client, shared, signal);
    return shared;
  }

  /** Waits, not for long, until the file is where it was sent. */
  async function seen(
    client: WebClient,
    { fileId, channelId }: CardUpload,
    signal: AbortSignal,
  ): Promise<Seen> {
    let known: Seen = { is: 'untold' };
    for (const waitMs of WAITS_MS) {
      try {
        const { file } = await call(
          { client, method: 'files.info', args: { file: fileId }, schema: fileSchema },
          signal,
        );
        known = { is: isIn(file, channelId) ? 'shared' : 'known', permalink: file.permalink };
        if (known.is === 'shared') return known;
      } catch (error) {
        if (signal.aborted) throw error;
        if (slackCode(error) === 'file_not_found') return { is: 'unknown' };
        if (closesTheWay(error)) return known;
        // That nobody tells how far it is changes nothing of where it goes.
      }
      await clock.sleep(waitMs, signal);
    }
    return known;
  }

  /**
   * It was sent, and perhaps shared, though nobody wrote that down. What Slack knows nothing of was
   * not shared; what it will not share a second time was.
   */
  async function resumed(
    video: VideoUpload,
    sent: CardUpload,
    signal: AbortSignal,
  ): Promise<CardUpload | null> {
    const found = await seen(video.client, sent, signal);
    const shared = { ...sent, state: 'shared', permalink: found.permalink ?? null } as const;
    if (found.is !== 'shared') {
      try {
        return await complete(video, sent, signal);
      } catch (error) {
        if (slackCode(error) !== 'file_not_found') throw error;
        if (found.is === 'unknown') return null;
      }
    }
    await video.keep(shared);
    return shared;
  }

  /** The bytes are there, meant for a channel that did not take them. */
  async function redirected(
    video: VideoUpload,
    elsewhere: CardUpload,
    signal: AbortSignal,
  ): Promise<CardUpload | null> {
    const sent = { ...elsewhere, channelId: video.channelId };
    await video.keep(sent);
    return complete(video, sent, signal).catch((error: unknown) => {
      if (slackCode(error) === 'file_not_found') return null;
      throw error;
    });
  }

  return {
    async share(video, before, signal) {
      // One that was only reserved is forgotten: nobody ever sees it.
      if (before?.state !== 'sent') return fresh(video, signal);
      const goOn = before.channelId === video.channelId ? resumed : redirected;
      return (await goOn(video, before, signal)) ?? fresh(video, signal);
    },
  };
}

function isIn(file: z.infer<typeof fileSchema>['file'], channelId: string): boolean {
  const { shares, channels = [], groups = [], ims = [] } = file;
  const places = { ...shares?.public, ...shares?.private };
  return Object.hasOwn(places, channelId) || [...channels, ...groups, ...ims].includes(channelId);
}
