import { msg } from '../../../../core/messages/domain/message.ts';
import { plainReply } from '../../../../core/messages/domain/reply.ts';
import { PlatformError } from '../../../../core/shared/domain/errors.ts';
import type { ShowOptions, ShownCard } from '../../../../core/chat/ports/chat-platform.ts';
import type { AddressDependencies } from '../../shared/address.ts';
import { cardMessageId, edit, openDirect, postOnce, removeFile } from '../calls/message-calls.ts';
import type { Posted } from '../calls/message-calls.ts';
import { createCardMedia } from './card-media.ts';
import type { SlackClients } from '../../installations/clients.ts';
import { createDeliver, standingDelivery } from './deliver-video.ts';
import { closesTheWay } from '../../shared/errors.ts';
import { markedFor } from '../../rendering/marked-buttons.ts';
import { placeOf } from '../../shared/message-ref.ts';
import type { Place, SlackMessageRef } from '../../shared/message-ref.ts';
import { replyBody } from '../../rendering/reply-view.ts';
import type { Respond } from '../calls/respond.ts';
import type { UploadLimits } from '../files/upload-limit.ts';
import { createUploads } from '../files/upload.ts';
import { isSettledView } from '../../../shared/card-words.ts';
import { cardBody } from '../../rendering/card-view.ts';
import type { Moved } from '../../rendering/card-view.ts';
import type { Showing } from './showing.ts';

export interface ShowCardDependencies extends AddressDependencies {
  readonly clients: SlackClients;
  readonly limits: UploadLimits;
  readonly respond: Respond;
}

type ShowCard = (
  ref: SlackMessageRef,
  card: ShownCard,
  options: ShowOptions,
) => Promise<SlackMessageRef>;

/** Shows a card where it stands, or puts it where it can stand. */
export function createShowCard(dependencies: ShowCardDependencies): ShowCard {
  const { clients, clock, isSlackAddress, limits, respond } = dependencies;
  const media = createCardMedia(clock);
  const uploads = createUploads({ clock, isSlackAddress });
  const deliver = createDeliver({ uploads, limits });

  async function post({ client, card, signal, ref }: Showing, channelId: string): Promise<Posted> {
    const { teamId, channelId: asked, threadTs } = ref();
    const delivery = standingDelivery(card, ref(), channelId) ?? { how: 'uploading' };
    const moved = movedTo(channelId, ref());
    const id = cardMessageId(card, channelId);
    return media.sent(teamId, card, (shown) =>
      postOnce(
        client,
        {
          id,
          channelId,
          threadTs: channelId === asked ? threadTs : null,
          body: markedFor(teamId, cardBody(card, { delivery, media: shown, moved })),
        },
        signal,
      ),
    );
  }

  /** Everything a card needs once it stands somewhere: its video, then what it says. */
  async function showAt(showing: Showing, place: Place): Promise<void> {
    const { client, card, signal, ref } = showing;
    const delivery = await deliver(showing, place);
    const moved = movedTo(place.channelId, ref());
    const { teamId } = ref();
    await media.sent(teamId, card, (shown) => {
      const body = markedFor(teamId, cardBody(card, { delivery, media: shown, moved }));
      return edit(client, place, body, signal);
    });
  }

  /** @returns once all is shown */
  async function settle(showing: Showing, { place, showsThis }: Posted): Promise<void> {
    if (!showsThis || showing.card.video?.how === 'file') await showAt(showing, place);
  }

  async function inChannel(showing: Showing, channelId: string): Promise<void> {
    const { ref, keep } = showing;
    const place = placeOf(ref());
    if (place !== null) {
      await showAt(showing, place);
      return;
    }
    const posted = await post(showing, channelId);
    await keep({ ...ref(), channelId: posted.place.channelId, ts: posted.place.ts });
    await settle(showing, posted);
  }

  async function directly(showing: Showing): Promise<void> {
    const { client, signal, ref, keep } = showing;
    const { movedTo: place, userId } = ref();
    if (place !== null) {
      await showAt(showing, place);
      return;
    }
    const channelId = await openDirect(client, userId, signal);
    const posted = await post(showing, channelId);
    await keep({ ...ref(), movedTo: posted.place });
    if (channelId !== ref().channelId && ref().ts === null) await tell(showing);
    await settle(showing, posted);
  }

  /** The video itself first: the message may be gone, and the file in its thread still there. */
  async function forget(showing: Showing): Promise<void> {
    const { client, signal, ref, keep } = showing;
    const { upload } = ref();
    if (upload !== null) {
      await removeFile(client, upload.fileId, signal);
      await keep({ ...ref(), upload: null });
    }
    const place = placeOf(ref());
    if (place === null) throw new PlatformError('slack', 'gone', 'there is no message to change');
    await showAt(showing, place);
  }

  /** Where the command was given nothing is to be seen else. A message there is no condition. */
  async function tell({ card, ref, keep, signal }: Showing): Promise<void> {
    const words = msg(ref().private ? 'cards.private-elsewhere' : 'cards.moved-elsewhere');
    const { language } = card.view;
    const body = replyBody({ ...plainReply(words), ...(language !== undefined && { language }) });
    const told = await respond(ref(), body, signal).catch(() => false);
    if (told) await keep({ ...ref(), usesLeft: ref().usesLeft - 1 });
  }

  return async (start, card, options) => {
    let ref = start;
    const showing: Showing = {
      client: await clients.progress(start),
      card,
      signal: options.signal,
      ref: () => ref,
      async keep(next) {
        ref = next;
        await options.keep(next);
      },
    };
    const { channelId } = start;
    if (card.view.tone === 'forgotten') {
      await forget(showing);
      return ref;
    }
    try {
      if (channelId !== null && !start.private && start.movedTo === null) {
        await inChannel(showing, channelId);
        return ref;
      }
    } catch (error) {
      if (!closesTheWay(error) || !mayMove(ref, card)) throw error;
    }
    await directly(showing);
    return ref;
  };
}

/** A direct message instead of a card that is lost tells how it ended, or that somebody has to act. */
function mayMove(ref: SlackMessageRef, { view }: ShownCard): boolean {
  // A new message would only bring up again what was to be forgotten.
  if (view.tone === 'forgotten') return false;
  return ref.ts === null || isSettledView(view) || view.status === 'unconfirmed';
}

/** Why a card that was meant for everyone is in this channel; null: it is where it was meant to be. */
function movedTo(channelId: string, ref: SlackMessageRef): Moved | null {
  if (ref.private || ref.channelId === null || ref.channelId === channelId) return null;
  return ref.ts === null ? 'closed' : 'lost';
}
