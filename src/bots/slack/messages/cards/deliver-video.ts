import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { PlatformError } from '../../../../core/shared/domain/errors.ts';
import type { ShownCard } from '../../../../core/chat/ports/chat-platform.ts';
import { fileNameOf } from '../../../shared/video-name.ts';
import { cutLine } from '../../../shared/plain-line.ts';
import { openDirect } from '../calls/message-calls.ts';
import { slackCode } from '../../shared/errors.ts';
import type { CardUpload, Place, SlackMessageRef } from '../../shared/message-ref.ts';
import type { Showing } from './showing.ts';
import type { UploadLimits } from '../files/upload-limit.ts';
import { isTooLarge, uploadRefusal } from '../files/upload-refusals.ts';
import type { Uploads } from '../files/upload.ts';
import type { Delivery } from '../../rendering/card-view.ts';
import { wordingOf } from '../../wording.ts';

const MOST_TITLE = 150;

type FileVideo = Extract<ShownCard['video'], { how: 'file' }>;

/** Brings the video of a card to where it can be seen; what comes of it stands on the card. */
export function createDeliver({
  uploads,
  limits,
}: {
  readonly uploads: Uploads;
  readonly limits: UploadLimits;
}): (showing: Showing, place: Place) => Promise<Delivery> {
  async function share(
    showing: Showing,
    video: FileVideo,
    target: { readonly channelId: string; readonly threadTs: string | null },
  ): Promise<CardUpload> {
    const { client, card, signal, ref, keep } = showing;
    const { teamId, upload } = ref();
    const title = cutLine(card.view.prompt, MOST_TITLE);
    const { bytes } = video.file;
    if (bytes > limits.limitOf(teamId)) {
      throw new PlatformError('slack', 'too-large', `${bytes} bytes`);
    }
    try {
      return await uploads.share(
        {
          client,
          file: video.file,
          name: fileNameOf(card, false),
          title: title === '' ? wordingOf(card.view.language).text(msg('video.title')) : title,
          forStatus: card.view.status,
          ...target,
          keep: (next) => keep({ ...ref(), upload: next }),
        },
        upload?.forStatus === card.view.status ? upload : null,
        signal,
      );
    } catch (error) {
      const tooLarge = error instanceof PlatformError && error.code === 'too-large';
      if (!tooLarge && !isTooLarge(error)) throw error;
      limits.learn(teamId, bytes);
      throw new PlatformError('slack', 'too-large', `${bytes} bytes`);
    }
  }

  /** The channel does not take it, and there is no link to it: the person has it directly. */
  async function directly(
    showing: Showing,
    video: FileVideo,
    refusal: Message | null,
  ): Promise<Delivery> {
    const { client, signal, ref } = showing;
    try {
      const channelId = await openDirect(client, ref().userId, signal);
      const { permalink } = await share(showing, video, { channelId, threadTs: null });
      return { how: 'shared', where: inDirect(ref()), permalink, refusal };
    } catch (error) {
      const refused = uploadRefusal(error);
      if (refused === null && slackCode(error) !== 'user_disabled') throw error;
      const why = refusal ?? refused?.words ?? msg('chat.file-refused');
      return { how: 'link', url: null, refusal: why };
    }
  }

  return async (showing, place) => {
    const { card, ref } = showing;
    const standing = standingDelivery(card, ref(), place.channelId);
    const { video, player } = card;
    if (standing !== null || video?.how !== 'file') return standing ?? { how: 'none' };
    const { channelId, threadTs, upload, movedTo } = ref();
    if (movedTo === null && upload !== null && upload.channelId !== place.channelId) {
      // On its way to the person already, as far as anybody wrote down.
      return directly(showing, video, null);
    }
    const parent = place.channelId === channelId ? (threadTs ?? place.ts) : place.ts;
    const target = { channelId: place.channelId, threadTs: parent };
    try {
      const { permalink } = await share(showing, video, target);
      return { how: 'shared', where: msg('cards.in-thread'), permalink };
    } catch (error) {
      const refusal = uploadRefusal(error);
      if (refusal === null) throw error;
      const url = video.fullSize ?? player?.page ?? null;
      return url === null && refusal.elsewhere
        ? directly(showing, video, refusal.words)
        : { how: 'link', url, refusal: refusal.words };
    }
  };
}

function inDirect({ userId: id }: SlackMessageRef): Message {
  return msg('cards.in-direct', { person: { platform: 'slack', id } });
}

/** What can be said of a card's video without doing anything for it; null: it is to be uploaded. */
export function standingDelivery(
  { video, view }: ShownCard,
  ref: SlackMessageRef,
  channelId: string,
): Delivery | null {
  if (video === null) return { how: 'none' };
  const { upload, channelId: asked } = ref;
  if (upload?.forStatus === view.status && upload.state === 'shared') {
    const { permalink } = upload;
    const away = upload.channelId === asked ? msg('cards.in-channel') : inDirect(ref);
    const where = upload.channelId === channelId ? msg('cards.in-thread') : away;
    return { how: 'shared', where, permalink };
  }
  return video.how === 'link' ? { how: 'link', url: video.url, refusal: null } : null;
}
