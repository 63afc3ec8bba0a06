import { DiscordAPIError, InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import { ENGLISH } from '../../core/messages/domain/language.ts';
import { inLanguage } from '../../core/messages/domain/reply.ts';
import type { Reply } from '../../core/messages/domain/reply.ts';
import { PlatformError } from '../../core/shared/domain/errors.ts';
import { matchingLanguage } from '../../messages/languages.ts';
import { asPlatformError } from './shared/errors.ts';
import type { Modal } from './forms/form-fields.ts';
import { replyBody } from './messages/reply-view.ts';
import type { Suggestion } from './autocomplete/quota-suggestions.ts';
import type { DiscordRest } from './connection/rest.ts';

/** All that it takes to answer an interaction. */
export interface Handle {
  readonly id: string;
  readonly token: string;
  /** The language of whoever it answers, as Discord says it. */
  readonly locale: string | null;
}

/** First answers: each interaction takes one, within three seconds. All throw when it is not taken. */
export interface Replies {
  /** Shows that an answer comes. @returns the message it will stand in; null where that is not told */
  defer(to: Handle, ephemeral: boolean): Promise<string | null>;
  /** Takes a press or a form without a message of its own. */
  deferUpdate(to: Handle): Promise<void>;
  /** Says it to whoever did it, and to nobody else. */
  reply(to: Handle, reply: Reply): Promise<void>;
  open(to: Handle, modal: Modal): Promise<void>;
  suggest(to: Handle, suggestions: readonly Suggestion[]): Promise<void>;
}

/** Discord's word that an interaction has had its first answer. */
export const ALREADY_ACKNOWLEDGED = 40_060;

/** Nobody sees an answer that comes later; but whether it was taken is worth knowing. */
const WAIT_MS = 15_000;

const answerSchema = z.object({
  interaction: z.object({ response_message_id: z.string().nullish() }),
});

export function createReplies(rest: DiscordRest): Replies {
  /** Sent once more where no answer came: it may have been lost before Discord had it. */
  async function send({ id, token }: Handle, body: object): Promise<unknown> {
    const route = Routes.interactionCallback(id, token);
    const query = { with_response: 'true' };
    const call = () =>
      rest.byToken({ method: 'POST', route, query, body }, AbortSignal.timeout(WAIT_MS));
    try {
      return await call();
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      return await call().catch((second: unknown) => {
        if (isAcknowledged(second)) return null;
        throw second;
      });
    }
  }

  return {
    async defer(to, ephemeral) {
      const data = ephemeral ? { flags: MessageFlags.Ephemeral } : {};
      const type = InteractionResponseType.DeferredChannelMessageWithSource;
      const answer = answerSchema.safeParse(await send(to, { type, data }));
      return answer.data?.interaction.response_message_id ?? null;
    },
    async deferUpdate(to) {
      await send(to, { type: InteractionResponseType.DeferredMessageUpdate });
    },
    async reply(to, reply) {
      const language = matchingLanguage(to.locale) ?? ENGLISH;
      const { flags, ...data } = replyBody(inLanguage(reply, language));
      const type = InteractionResponseType.ChannelMessageWithSource;
      await send(to, { type, data: { ...data, flags: flags | MessageFlags.Ephemeral } });
    },
    async open(to, modal) {
      await send(to, { type: InteractionResponseType.Modal, data: modal });
    },
    async suggest(to, choices) {
      const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
      await send(to, { type, data: { choices } });
    },
  };
}

export function isAcknowledged(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === ALREADY_ACKNOWLEDGED;
}

function isUnanswered(error: unknown): boolean {
  const told = asPlatformError(error);
  return told instanceof PlatformError && told.code === 'unreachable';
}
