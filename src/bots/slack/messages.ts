import type { Note } from '../../core/domain/conversation.ts';
import { PlatformError } from '../../core/errors.ts';
import type { ChatPlatform } from '../../core/ports/chat-platform.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createIsSlackAddress } from './address.ts';
import { edit, openDirect, postOnce, uuidOf, whisper } from './card-calls.ts';
import type { SlackClients } from './clients.ts';
import { asPlatformError, closesTheWay, isRevoked } from './errors.ts';
import type { HomeNotes } from './home-notes.ts';
import { markedFor } from './marked-buttons.ts';
import { linkToMessage, placeOf, readMessageRef, renewedRef } from './message-ref.ts';
import type { SlackMessageRef } from './message-ref.ts';
import { noteBody } from './note-view.ts';
import { createRespond } from './respond.ts';
import { createShowCard } from './show-card.ts';
import { sourceOf } from './source.ts';
import { createUploadLimits } from './upload-limit.ts';

/** Slack takes 50 edits a minute in a workspace; what is left is for those it counts otherwise. */
const EDITS_PER_MINUTE = 40;

export interface SlackMessagesDependencies {
  readonly clients: SlackClients;
  readonly clock: Clock;
  readonly homeNotes: HomeNotes;
  /** Where the Web API is. */
  readonly api: string;
}

/** Cards and notes in Slack. The only writer of messages; it needs nobody to listen. */
export function createSlackMessages(dependencies: SlackMessagesDependencies): ChatPlatform {
  const { clients, clock, homeNotes, api } = dependencies;
  const isSlackAddress = createIsSlackAddress(api);
  const respond = createRespond({ clock, isSlackAddress });
  const limits = createUploadLimits(clock);
  const showCard = createShowCard({ clients, clock, isSlackAddress, limits, respond });

  async function sayBy(ref: SlackMessageRef, note: Note, signal: AbortSignal): Promise<void> {
    // Nothing can be said beside a Home tab: it says it itself when it is shown next.
    if (ref.kind === 'home') {
      homeNotes.put(ref, note);
      return;
    }
    const body = markedFor(ref.teamId, noteBody(note));
    if (await respond(ref, body, signal)) return;
    const client = await clients.progress(ref);
    try {
      if (ref.channelId !== null) {
        await whisper(client, ref, body, signal);
        return;
      }
    } catch (error) {
      if (!closesTheWay(error)) throw error;
    }
    const channelId = await openDirect(client, ref.userId, signal);
    const id = uuidOf(JSON.stringify([ref, body]));
    await postOnce(client, { id, channelId, threadTs: null, body }, signal);
  }

  /** Only a message that everyone sees can be edited without its response url. */
  async function replaceBy(ref: SlackMessageRef, note: Note, signal: AbortSignal): Promise<void> {
    const body = markedFor(ref.teamId, noteBody(note));
    if (await respond(ref, { ...body, replace_original: true }, signal)) return;
    const place = placeOf(ref);
    if (place === null) {
      await sayBy(ref, note, signal);
      return;
    }
    try {
      await edit(await clients.progress(ref), place, body, signal);
    } catch (error) {
      if (!closesTheWay(error)) throw error;
      await sayBy(ref, note, signal);
    }
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
    async say(message, note, signal) {
      const ref = readMessageRef(message);
      await asTold(ref, signal, () => sayBy(ref, note, signal));
    },
    async replace(pressed, note, signal) {
      const ref = readMessageRef(pressed);
      await asTold(ref, signal, () => replaceBy(ref, note, signal));
    },
    async announce(address, note, signal, once) {
      const [, teamId, channelId] = /^([TE]\w{2,30})\/([CGD]\w{2,30})$/.exec(address) ?? [];
      if (teamId === undefined || channelId === undefined) {
        throw new PlatformError('slack', 'refused', 'a place in Slack is T…/C…');
      }
      const body = markedFor(teamId, noteBody(note));
      const id = uuidOf(JSON.stringify([address, once ?? [body, clock.now().getTime()]]));
      try {
        const client = await clients.progress({ teamId, enterpriseId: null });
        await postOnce(client, { id, channelId, threadTs: null, body }, signal);
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
    linkTo: (message) => linkToMessage(readMessageRef(message)),
  };
}
