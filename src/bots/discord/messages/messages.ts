import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { ChatPlatform, ShownCard } from '../../../core/chat/ports/chat-platform.ts';
import type { MessageBody } from './body.ts';
import {
  edit,
  editOriginal,
  isOpenByToken,
  messageSchema,
  onceFor,
  openDirect,
  post,
  TOKEN_MARGIN_MS,
  withoutStopped,
} from './calls.ts';
import type { CallDependencies } from './calls.ts';
import { closesTheWay } from '../shared/errors.ts';
import { isSettledView } from '../../shared/card-words.ts';
import { fileNameOf } from '../../shared/video-name.ts';
import {
  botPlace,
  isPrivate,
  linkToMessage,
  readMessageRef,
  renewedRef,
} from '../shared/message-ref.ts';
import type { DiscordMessageRef } from '../shared/message-ref.ts';
import { createReplySender } from './reply-sender.ts';
import { createUploadLimits } from './upload-limit.ts';
import type { Upload } from '../connection/multipart.ts';
import { cardBody } from './card-view.ts';
import type { CardPlace } from './card-view.ts';

/** Cards and replies on Discord. The only writer of messages; it needs no gateway. */
export function createDiscordMessages({ rest, clock }: CallDependencies): ChatPlatform {
  const limits = createUploadLimits({ rest, clock });

  async function showBy(
    ref: DiscordMessageRef,
    card: ShownCard,
    withheld: boolean,
    signal: AbortSignal,
  ) {
    let known = ref;
    for (const way of waysTo(ref, card)) {
      try {
        return await ways[way](known, card, withheld, signal);
      } catch (error) {
        if (!closesTheWay(error)) throw error;
        // A token that was refused once is not sent again: such calls count towards a ban.
        if (way === 'token') known = { ...known, tokenExpiresAt: 0 };
      }
    }
    throw new PlatformError('discord', 'gone', 'no way to the message is left');
  }

  function waysTo(ref: DiscordMessageRef, card: ShownCard): readonly Way[] {
    const { status, tone } = card.view;
    // A new message would only bring up again what was to be forgotten.
    const tells = (isSettledView(card.view) && tone !== 'forgotten') || status === 'unconfirmed';
    return [
      ...(isOpenByToken(ref, clock) ? (['token'] as const) : []),
      ...(botPlace(ref) === null ? [] : (['bot'] as const)),
      // A direct message tells how it ended, or that somebody has to act; not every step.
      ...(tells ? (['direct'] as const) : []),
    ];
  }

  const ways = {
    async token(ref, card, withheld, signal) {
      const until = ref.reach === 'bot' ? null : ref.tokenExpiresAt - TOKEN_MARGIN_MS;
      const payload = cardPayload(card, { until, moved: false, withheld });
      const message = messageSchema.parse(
        await rest.byToken({ ...editOriginal(ref), ...payload }, signal),
      );
      return { ...ref, messageId: message.id };
    },
    async bot(ref, card, withheld, signal) {
      const place = botPlace(ref);
      if (place === null) return ref;
      const payload = cardPayload(card, { until: null, moved: ref.movedTo !== null, withheld });
      await rest.asBot({ ...edit(place), ...payload }, signal);
      return ref;
    },
    async direct(ref, card, withheld, signal) {
      const channel = await openDirect(rest, ref.userId, signal);
      const { body, uploads } = cardPayload(card, { until: null, moved: true, withheld });
      // The same for the same job in the same state.
      const again = onceFor(`${card.jobId}:${card.view.status}`);
      const message = messageSchema.parse(
        await rest.asBot({ ...post(channel), body: { ...body, ...again }, uploads }, signal),
      );
      return { ...ref, movedTo: { channelId: message.channel_id, messageId: message.id } };
    },
  } satisfies Record<string, ShowWay>;
  type Way = keyof typeof ways;

  return {
    name: 'discord',
    show: (message, card, { signal }) => {
      const ref = readMessageRef(message);
      return withoutStopped((withheld) => showBy(ref, card, withheld, signal));
    },
    ...createReplySender({ rest, clock, limits }),
    uploadLimit: (message) => {
      const ref = readMessageRef(message);
      return limits.limitOf(ref, isOpenByToken(ref, clock));
    },
    renewed: (known, pressed) => renewedRef(readMessageRef(known), readMessageRef(pressed)),
    // Ids of channels are like no other channel's, whatever its guild.
    addressOf: (_guild, channel) => channel,
    // Each message has a pace of its own here, which Discord tells with every answer.
    editBudget: () => null,
    sourceOf: (_message, attachment) => Promise.resolve({ status: 'ready', source: attachment }),
    isPrivate: (message) => isPrivate(readMessageRef(message)),
    linkTo: (message) => linkToMessage(readMessageRef(message)),
  };
}

type ShowWay = (
  ref: DiscordMessageRef,
  card: ShownCard,
  withheld: boolean,
  signal: AbortSignal,
) => Promise<DiscordMessageRef>;

function cardPayload(
  card: ShownCard,
  place: CardPlace,
): {
  readonly body: MessageBody & { readonly attachments: readonly object[] };
  readonly uploads: readonly Upload[];
} {
  const body = cardBody(card, place);
  if (card.video?.how !== 'file') return { body: { ...body, attachments: [] }, uploads: [] };
  const name = fileNameOf(card, place.withheld);
  const { path, bytes } = card.video.file;
  // Only the new file is listed, so an edit that is repeated replaces the video of the first.
  return {
    body: { ...body, attachments: [{ id: 0, filename: name }] },
    uploads: [{ name, type: 'video/mp4', bytes, from: { path } }],
  };
}
