import type { WebClient } from '@slack/web-api';
import type { Message } from '../../../core/messages/domain/message.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { rich } from '../../../core/messages/domain/rich-text.ts';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { ChatPlatform } from '../../../core/chat/ports/chat-platform.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import { spokenReply } from '../../../messages/spoken.ts';
import { wordingOf } from '../wording.ts';
import { createIsSlackAddress } from '../shared/address.ts';
import { edit, openDirect, postOnce, uuidOf, whisper } from './calls/message-calls.ts';
import type { SlackClients } from '../installations/clients.ts';
import { asPlatformError, closesTheWay, isAboutBlocks, isRevoked } from '../shared/errors.ts';
import type { HomeReplies } from '../rendering/home-replies.ts';
import { markedFor } from '../rendering/marked-buttons.ts';
import {
  isPrivate,
  linkToMessage,
  placeOf,
  readMessageRef,
  renewedRef,
} from '../shared/message-ref.ts';
import type { SlackMessageRef } from '../shared/message-ref.ts';
import { createReplyFiles } from './files/reply-files.ts';
import type { Pictures } from './files/reply-files.ts';
import { callingNobody, replyBody } from '../rendering/reply-view.ts';
import { createRespond } from './calls/respond.ts';
import { createShowCard } from './cards/show-card.ts';
import { sourceOf } from './attachment-source.ts';
import { createUploadLimits } from './files/upload-limit.ts';
import type { MessageBody } from '../rendering/card-view.ts';

/** Slack takes 50 edits a minute in a workspace; what is left is for those it counts otherwise. */
const EDITS_PER_MINUTE = 40;

interface Announcement {
  readonly id: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly reply: Reply;
}

export interface SlackMessagesDependencies {
  readonly clients: SlackClients;
  readonly clock: Clock;
  readonly homeReplies: HomeReplies;
  /** Where the Web API is. */
  readonly api: string;
}

/** Cards and replies in Slack. The only writer of messages; it needs nobody to listen. */
export function createSlackMessages(dependencies: SlackMessagesDependencies): ChatPlatform {
  const { clients, clock, homeReplies, api } = dependencies;
  const isSlackAddress = createIsSlackAddress(api);
  const respond = createRespond({ clock, isSlackAddress });
  const replyFiles = createReplyFiles({ clock, isSlackAddress });
  const limits = createUploadLimits(clock);
  const showCard = createShowCard({ clients, clock, isSlackAddress, limits, respond });

  async function replyBy(ref: SlackMessageRef, reply: Reply, signal: AbortSignal): Promise<void> {
    // Nothing can be said beside a Home tab: it says it itself when it is shown next.
    if (ref.kind === 'home') {
      homeReplies.put(ref, reply.files === undefined ? reply : { ...reply, files: [] });
      return;
    }
    const body = markedFor(ref.teamId, replyBody(await withFilesSaid(ref, reply, signal)));
    if (await respond(ref, body, signal)) return;
    const client = await clients.progress(ref);
    const ways = isOver(ref) ? [tellDirectly, tellThere] : [tellThere, tellDirectly];
    for (const [index, way] of ways.entries()) {
      try {
        if (await way(client, ref, body, signal)) return;
      } catch (error) {
        if (!closesTheWay(error) || index === ways.length - 1) throw error;
      }
    }
  }

  /** Whoever asked half an hour ago may not be there to see what is gone when they come back. */
  function isOver({ responseUrl, expiresAt }: SlackMessageRef): boolean {
    const isKnown = responseUrl !== null || expiresAt > 0;
    return isKnown && clock.now().getTime() > expiresAt;
  }

  async function withFilesSaid(
    ref: SlackMessageRef,
    reply: Reply,
    signal: AbortSignal,
  ): Promise<Reply> {
    if ((reply.files ?? []).length === 0) return reply;
    const client = await clients.progress(ref);
    const lines = await replyFiles.directly(client, ref.userId, reply, signal);
    return { ...reply, lines: [...lines.map(rich), ...reply.lines] };
  }

  /** Only a message that everyone sees can be edited without its response url. */
  async function replaceBy(ref: SlackMessageRef, reply: Reply, signal: AbortSignal): Promise<void> {
    const body = markedFor(ref.teamId, replyBody(await withFilesSaid(ref, reply, signal)));
    if (await respond(ref, { ...body, replace_original: true }, signal)) return;
    const place = placeOf(ref);
    if (place === null) {
      await replyBy(ref, reply, signal);
      return;
    }
    try {
      await edit(await clients.progress(ref), place, body, signal);
    } catch (error) {
      if (!closesTheWay(error)) throw error;
      await replyBy(ref, reply, signal);
    }
  }

  /** With its pictures in it, and what else belongs to it in its thread. */
  async function postBy(
    client: WebClient,
    { id, teamId, channelId, reply }: Announcement,
    signal: AbortSignal,
  ): Promise<void> {
    const { files } = spokenReply(reply, wordingOf(reply.language));
    const pictures = await replyFiles.pictures(
      client,
      files.filter((it) => it.type === 'image/png'),
      signal,
    );
    const told = callingNobody(reply);
    const bodyWith = (blocks: Pictures['blocks'], why: Message | null) => {
      const lines = [...told.lines, ...(why === null ? [] : [[why]])];
      return markedFor(teamId, replyBody({ ...told, lines }, blocks));
    };
    const post = (body: MessageBody) =>
      postOnce(client, { id, channelId, threadTs: null, body }, signal);
    let shown = pictures.blocks;
    const { place } = await post(bodyWith(shown, pictures.why)).catch((error: unknown) => {
      // What Slack will not show after all is left out.
      if (shown.length === 0 || !isAboutBlocks(error)) throw error;
      shown = [];
      return post(bodyWith(shown, pictures.why));
    });
    const others = [...pictures.missing, ...files.filter((it) => it.type !== 'image/png')];
    const at = { channelId: place.channelId, threadTs: place.ts };
    const missing = await replyFiles.inThread(client, others, at, signal);
    if (missing === null || pictures.why !== null) return;
    await edit(client, place, bodyWith(shown, missing), signal);
  }

  /** Whatever goes wrong is told in our own words. */
  async function asTold<answer>(
    ref: SlackMessageRef,
    signal: AbortSignal,
    act: () => Promise<answer>,
  ): Promise<answer> {
    try {
      if (signal.aborted) throw new PlatformError('slack', 'unreachable', 'called off');
      return await act();
    } catch (error) {
      throw isRevoked(error) ? await withoutToken(ref) : asPlatformError(error, signal);
    }
  }

  /** A token that was refused may have been replaced meanwhile: then there is a way yet. */
  async function withoutToken(ref: SlackMessageRef): Promise<unknown> {
    try {
      await clients.revoked(ref);
      await clients.token(ref);
      return new PlatformError('slack', 'unreachable', 'the token was refused this time');
    } catch (error) {
      return asPlatformError(error);
    }
  }

  return {
    name: 'slack',
    show: (message, card, options) => {
      const ref = readMessageRef(message);
      return asTold(ref, options.signal, () => showCard(ref, card, options));
    },
    async reply(message, reply, signal) {
      const ref = readMessageRef(message);
      await asTold(ref, signal, () => replyBy(ref, reply, signal));
    },
    async replace(pressed, reply, signal) {
      const ref = readMessageRef(pressed);
      await asTold(ref, signal, () => replaceBy(ref, reply, signal));
    },
    async post(address, reply, signal, once) {
      const [, teamId, channelId] = /^([TE]\w{2,30})\/([CGD]\w{2,30})$/.exec(address) ?? [];
      if (teamId === undefined || channelId === undefined) {
        throw new PlatformError('slack', 'refused', 'a place in Slack is T…/C…');
      }
      try {
        const client = await clients.progress({ teamId, enterpriseId: null });
        const id = uuidOf(
          JSON.stringify([address, once ?? [replyBody(reply), clock.now().getTime()]]),
        );
        await postBy(client, { id, teamId, channelId, reply }, signal);
      } catch (error) {
        throw asPlatformError(error, signal);
      }
    },
    addressOf: (workspace, channel) => `${workspace ?? ''}/${channel}`,
    uploadLimit: (message) => Promise.resolve(limits.limitOf(readMessageRef(message).teamId)),
    renewed: (known, pressed) => renewedRef(readMessageRef(known), readMessageRef(pressed)),
    editBudget(message) {
      const ref = readMessageRef(message);
      return placeOf(ref) === null ? null : { key: ref.teamId, perMinute: EDITS_PER_MINUTE };
    },
    sourceOf(message, attachment, signal) {
      const ref = readMessageRef(message);
      return asTold(ref, signal, () =>
        sourceOf({ clients, isSlackAddress }, ref, attachment, signal),
      );
    },
    isPrivate: (message) => isPrivate(readMessageRef(message)),
    linkTo: (message) => linkToMessage(readMessageRef(message)),
  };
}

type Way = (
  client: WebClient,
  ref: SlackMessageRef,
  body: MessageBody,
  signal: AbortSignal,
) => Promise<boolean>;

const tellThere: Way = async (client, ref, body, signal) => {
  if (ref.channelId === null) return false;
  await whisper(client, ref, body, signal);
  return true;
};

const tellDirectly: Way = async (client, ref, body, signal) => {
  const channelId = await openDirect(client, ref.userId, signal);
  const id = uuidOf(JSON.stringify([ref, body]));
  await postOnce(client, { id, channelId, threadTs: null, body }, signal);
  return true;
};
