import { DiscordAPIError } from 'discord.js';
import type { Requester } from '../../core/teams/domain/requester.ts';
import type { Reply } from '../../core/messages/domain/reply.ts';
import { failedReply } from '../../core/chat/domain/replies.ts';
import type { Conversations } from '../../core/chat/ports/interaction-handler.ts';
import { isAllowed } from '../shared/allow-list.ts';
import type { AllowList } from '../shared/allow-list.ts';
import { createReception } from '../shared/reception.ts';
import type { Arrival } from '../shared/reception.ts';
import { incompleteReply, notHereReply } from '../shared/replies.ts';
import { amountModal, readAmount } from './forms/amount-form.ts';
import {
  NOT_UNDERSTOOD,
  requesterOf,
  opensSettings,
  readAmountForm,
  readCommand,
  readForm,
  readPress,
} from './commands/read-command.ts';
import type { ReadInteraction } from './commands/read-command.ts';
import type {
  ButtonDeed,
  CommandDeed,
  FormDeed,
  TypingDeed,
} from './interactions/interaction-data.ts';
import type { FormDependencies } from './forms/form-dependencies.ts';
import { createVideoForms, opensForm } from './forms/forms.ts';
import type { Opener } from './forms/forms.ts';
import { readInteraction } from './interactions/interaction.ts';
import type { DiscordInteraction, InteractionRead } from './interactions/interaction.ts';
import type { DiscordMessageRef } from './shared/message-ref.ts';
import { isAcknowledged } from './replies.ts';
import type { Handle, Replies } from './replies.ts';
import type { Listen } from './connection/session.ts';
import { settingsReply } from './commands/settings-reply.ts';
import { createSuggest } from './autocomplete/autocomplete.ts';
import { matchingLanguage } from '../../messages/languages.ts';
import { wordingOf } from './wording.ts';

type Answerable = DiscordInteraction<CommandDeed | ButtonDeed | FormDeed>;

/** What a form is filled with has to be there by then. */
const FORM_MS = 1_000;

const INCOMPLETE = incompleteReply('Discord');

interface ListenerDependencies extends FormDependencies {
  readonly conversations: Conversations;
  readonly guilds: AllowList;
  readonly replies: Replies;
}

/** Receives interactions, acknowledges each in time, and has it handled. */
export function createListener(dependencies: ListenerDependencies): Listen {
  const { logger, guilds, conversations, replies } = dependencies;
  const factsOf = (error: unknown) => ({ err: error });
  const reception = createReception({ ...dependencies, chat: 'discord', factsOf });
  const forms = createVideoForms(dependencies);
  const suggest = createSuggest(dependencies);

  return async ({ data, applicationId, replayed }) => {
    const read = readInteraction(data, applicationId);
    if (read.status !== 'read') return answerUnread(read);
    const { interaction } = read;
    try {
      await receiveInteraction(interaction, replayed);
    } catch (error) {
      logger.error({ err: error, interaction: interaction.id }, 'discord: interaction failed');
      await apologise(interaction, failedReply(interaction.id));
    }
  };

  async function receiveInteraction(
    interaction: DiscordInteraction,
    replayed: boolean,
  ): Promise<void> {
    const facts = { interaction: interaction.id, replayed };
    // Nobody waits any more for what was replayed after a broken connection.
    const arrival = reception.arrived(interaction.createdAt, facts);
    if (arrival === null) return;
    const requester = requesterOf(interaction);
    const { workspace } = requester;
    const allowed = isAllowed(guilds, workspace.kind === 'shared' ? [workspace.id] : []);
    if (interaction.type === 'typing') return suggestTo(interaction, allowed ? requester : null);
    if (!allowed) return refuse(interaction, notHereReply('discord'));
    if (interaction.type === 'menu') return openForm(interaction, requester, arrival);
    if (interaction.type === 'command' && opensForm(interaction)) {
      return openForm(interaction, requester, arrival);
    }
    if (interaction.type === 'command' && opensSettings(interaction)) {
      return refuse(interaction, await settingsReply(dependencies, requester));
    }
    const wording = wordingOf(matchingLanguage(interaction.locale));
    const amount =
      interaction.type === 'button' ? amountModal(interaction.customId, wording) : null;
    // Whoever presses gets the form; whether they may send it off is decided then.
    if (amount !== null) return answerBy(interaction, () => replies.open(interaction, amount));
    const asked = readCommandOf(interaction);
    if ('headline' in asked) return refuse(interaction, asked);

    const received = await reception.receive({ ...asked.interaction, message: asked.ref }, arrival);
    if (received === 'repeated') return;
    const acknowledged = await acknowledge(interaction, asked.ref);
    if (acknowledged === null) return;
    const message = { ...asked.ref, messageId: acknowledged.messageId ?? asked.ref.messageId };
    await conversations.answer({ ...asked.interaction, message }, received);
  }

  /** What nobody can make anything of is answered as far as there is anybody to answer. */
  async function answerUnread(read: Exclude<InteractionRead, { status: 'read' }>): Promise<void> {
    const problem = read.problem.slice(0, MOST_LOGGED).toWellFormed();
    if (read.status === 'nobody') {
      logger.error({ problem }, 'discord: an interaction could not be read, nor answered');
      return;
    }
    logger.error({ interaction: read.id, problem }, 'discord: an interaction could not be read');
    if (read.typing) await replies.suggest(read, []).catch(() => undefined);
    else await apologise(read, INCOMPLETE);
  }

  /** One that was answered already takes no more of it. */
  async function apologise(to: Handle, reply: Reply): Promise<void> {
    await replies.reply(to, reply).catch((error: unknown) => {
      logger.warn({ err: error, interaction: to.id }, 'discord: reply failed');
    });
  }

  /** What was asked for, or why it cannot be told. */
  function readCommandOf(interaction: Answerable): ReadInteraction | Reply {
    switch (interaction.type) {
      case 'button':
        return readPress(interaction) ?? NOT_UNDERSTOOD;
      case 'command':
        return readCommand(interaction) ?? NOT_UNDERSTOOD;
      case 'form': {
        const amount = readAmount(interaction);
        if (amount?.status === 'wrong') return amount.reply;
        if (amount !== null) return readAmountForm(interaction, amount) ?? NOT_UNDERSTOOD;
        const filled = forms.read(interaction);
        return filled.status === 'wrong' ? filled.reply : readForm(interaction, filled);
      }
    }
  }

  /** Nobody is told of an age or a place here: a list of models stays empty. */
  async function suggestTo(
    typed: DiscordInteraction<TypingDeed>,
    requester: Requester | null,
  ): Promise<void> {
    const suggestions = requester === null ? [] : await suggest(typed, requester);
    await replies.suggest(typed, suggestions).catch((error: unknown) => {
      logger.warn({ err: error, interaction: typed.id }, 'discord: nothing was suggested');
    });
  }

  /** A form is the first answer or none: it cannot be opened once a command is acknowledged. */
  async function openForm(command: Opener, requester: Requester, arrival: Arrival): Promise<void> {
    const opened = await forms.open(command, requester, reception.leftMs(arrival, FORM_MS));
    if ('tone' in opened) return refuse(command, opened);
    await answerBy(command, () => replies.open(command, opened));
  }

  /** Null when nobody will see an answer, so that nothing may be done for it. */
  async function acknowledge(
    interaction: Answerable,
    { kind, ephemeral }: Pick<DiscordMessageRef, 'kind' | 'ephemeral'>,
  ): Promise<{ readonly messageId: string | null } | null> {
    try {
      if (kind !== 'command') {
        await replies.deferUpdate(interaction);
        return { messageId: null };
      }
      return { messageId: await replies.defer(interaction, ephemeral) };
    } catch (error) {
      report(interaction, error);
      return null;
    }
  }

  function refuse(interaction: DiscordInteraction, reply: Reply): Promise<void> {
    return answerBy(interaction, () => replies.reply(interaction, reply));
  }

  async function answerBy(
    interaction: DiscordInteraction,
    answer: () => Promise<void>,
  ): Promise<void> {
    try {
      await answer();
    } catch (error) {
      report(interaction, error);
    }
  }

  function report(interaction: DiscordInteraction, error: unknown): void {
    const said = error instanceof DiscordAPIError ? error.code : null;
    const facts = {
      interaction: interaction.id,
      ageMs: reception.ageOf(interaction.createdAt),
      code: said,
    };
    if (isAcknowledged(error)) {
      logger.info(facts, 'discord: somebody else acknowledged this interaction');
    } else if (said !== null) {
      logger.warn(facts, 'discord: interaction could not be acknowledged in time');
    } else {
      logger.error({ ...facts, err: error }, 'discord: interaction could not be acknowledged');
    }
  }
}

/** Names in it are a stranger's. */
const MOST_LOGGED = 300;
