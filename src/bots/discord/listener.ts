import { DiscordAPIError, MessageFlags } from 'discord.js';
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { Ask, Asker, Note } from '../../core/domain/conversation.ts';
import { refusalWords } from '../../core/domain/refusal-words.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Conversations } from '../../core/ports/conversations.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { createClockSkew } from '../clock-skew.ts';
import { inTime } from '../in-time.ts';
import { amountModal, readAmount } from './amount-form.ts';
import { unchangedNote, wrongNote } from './command-want.ts';
import type { Listen } from './connection.ts';
import { createVideoForms, opensForm } from './forms.ts';
import type { Opener } from './forms.ts';
import type { Modal } from './form-fields.ts';
import type { DiscordMessageRef } from './message-ref.ts';
import { noteBody } from './note-view.ts';
import type { Sent } from './sent.ts';
import { settingsNote } from './settings-note.ts';
import { createSuggest } from './suggest.ts';
import {
  askerOf,
  asksForSettings,
  readAmountForm,
  readCommand,
  readForm,
  readPress,
} from './video-command.ts';
import type { ReadAsk } from './video-command.ts';

type Answerable = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;
type Heard = Answerable | MessageContextMenuCommandInteraction;

const TIMES = {
  /** Discord gives an acknowledgement three seconds from the interaction on. */
  tooOldMs: 2_500,
  /** By then the acknowledgement has to be on its way. */
  ackByMs: 2_600,
  receiveMs: 750,
  /** What a form is filled with has to be there by then. */
  formMs: 1_000,
} as const;

const ALREADY_ACKNOWLEDGED = 40_060;

const NOT_UNDERSTOOD: Note = {
  tone: 'refused',
  headline: ['This does not work any more'],
  lines: [
    [
      'It comes from an older version of this service, or was changed on the way. Type the command again; if it looks wrong, reload Discord.',
    ],
  ],
};

const NOT_HERE: Note = {
  tone: 'refused',
  headline: ['Not here'],
  lines: [refusalWords({ code: 'workspace-not-allowed' })],
};

/** Hears what people ask, acknowledges it in time, and has it answered. */
export function createListener({
  clock,
  logger,
  guilds,
  conversations,
}: {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Guilds the service is for; none: it is for everyone. */
  readonly guilds: ReadonlySet<string>;
  readonly conversations: Conversations;
}): Listen {
  const skew = createClockSkew();
  const measured = (interaction: Heard | AutocompleteInteraction) =>
    clock.now().getTime() - interaction.createdTimestamp;
  const ageOf = (interaction: Heard) => skew.ageOf(measured(interaction));
  const forms = createVideoForms({ clock, logger, conversations });
  const suggest = createSuggest({ clock, logger, conversations });

  return async (interaction, sent) => {
    if (interaction.isAutocomplete()) return suggestTo(interaction, sent);
    if (!isHeard(interaction)) return;
    const ageMs = ageOf(interaction);
    if (ageMs > TIMES.tooOldMs) {
      // Replayed after a broken connection, or our clock is wrong: nobody waits for it any more.
      logger.warn({ interaction: interaction.id, ageMs }, 'discord: interaction came too late');
      if (skew.dropped(measured(interaction))) {
        logger.error(
          { ageMs },
          "discord: this machine's clock is ahead; it is allowed for from now on",
        );
      }
      return;
    }
    const asker = askerOf(interaction, sent);
    if (!isAllowed(asker.workspace, guilds)) return refuse(interaction, NOT_HERE);
    if (interaction.isMessageContextMenuCommand()) return openForm(interaction, asker);
    if (interaction.isChatInputCommand() && opensForm(interaction)) {
      return openForm(interaction, asker);
    }
    if (interaction.isChatInputCommand() && asksForSettings(interaction)) {
      return refuse(interaction, await settingsNote({ conversations, clock, logger }, asker));
    }
    const asking = interaction.isButton() ? amountModal(interaction.customId) : null;
    if (interaction.isButton() && asking !== null) return askAmount(interaction, asking);
    const read = readAsked(interaction, sent);
    if ('headline' in read) return refuse(interaction, read);

    const received = await receive({ ...read.ask, message: read.ref }, ageMs);
    if (received === 'repeated') return;
    const acknowledged = await acknowledge(interaction, read.ref);
    if (acknowledged === null) return;
    const message = { ...read.ref, messageId: acknowledged.messageId ?? read.ref.messageId };
    await conversations.answer({ ...read.ask, message }, received);
  };

  /** What was asked for, or why it cannot be told. */
  function readAsked(interaction: Answerable, sent: Sent): ReadAsk | Note {
    if (interaction.isButton()) return readPress(interaction, sent) ?? NOT_UNDERSTOOD;
    if (interaction.isChatInputCommand()) return readCommand(interaction, sent) ?? NOT_UNDERSTOOD;
    const amount = readAmount(interaction);
    if (amount !== null) {
      if (amount.status === 'wrong') return unchangedNote(amount.words);
      return readAmountForm(interaction, amount, sent) ?? NOT_UNDERSTOOD;
    }
    const filled = forms.read(interaction);
    if (filled.status === 'wrong') return wrongNote(filled.words);
    return readForm(interaction, filled, sent) ?? NOT_UNDERSTOOD;
  }

  /** Nobody is told of an age or a place here: a list of models stays empty. */
  async function suggestTo(typed: AutocompleteInteraction, sent: Sent): Promise<void> {
    const asker = askerOf(typed, sent);
    if (skew.ageOf(measured(typed)) > TIMES.tooOldMs) return;
    if (isAllowed(asker.workspace, guilds)) await suggest(typed, asker);
    else await typed.respond([]).catch(() => undefined);
  }

  /** A form is the first answer or none: it cannot be opened once a command is acknowledged. */
  async function openForm(command: Opener, asker: Asker): Promise<void> {
    try {
      const patienceMs = Math.min(TIMES.formMs, Math.max(0, TIMES.ackByMs - ageOf(command)));
      const note = await forms.open(command, asker, patienceMs);
      if (note !== null) await refuse(command, note);
    } catch (error) {
      report(command, error);
    }
  }

  /** Whoever presses gets the form; whether they may send it off is decided then. */
  async function askAmount(press: ButtonInteraction, modal: Modal): Promise<void> {
    try {
      await press.showModal(modal);
    } catch (error) {
      report(press, error);
    }
  }

  async function receive(ask: Ask, ageMs: number): Promise<'new' | 'repeated' | 'unkept'> {
    const kept = conversations.receive(ask).catch((error: unknown) => {
      logger.error({ err: error, ask: ask.key }, 'discord: request could not be kept');
      return 'unkept' as const;
    });
    const patienceMs = Math.min(TIMES.receiveMs, Math.max(0, TIMES.ackByMs - ageMs));
    return (await inTime(clock, patienceMs, kept)) ?? 'unkept';
  }

  /** Null when nobody will see an answer, so that nothing may be done for it. */
  async function acknowledge(
    interaction: Answerable,
    { kind, ephemeral }: Pick<DiscordMessageRef, 'kind' | 'ephemeral'>,
  ): Promise<{ readonly messageId: string | null } | null> {
    try {
      if (!interaction.isChatInputCommand() && kind !== 'command') {
        await interaction.deferUpdate();
        return { messageId: null };
      }
      const flags = ephemeral ? ({ flags: MessageFlags.Ephemeral } as const) : {};
      const { interaction: answered } = await interaction.deferReply({
        withResponse: true,
        ...flags,
      });
      return { messageId: answered.responseMessageId };
    } catch (error) {
      report(interaction, error);
      return null;
    }
  }

  async function refuse(interaction: Heard, note: Note): Promise<void> {
    const { components } = noteBody(note);
    try {
      await interaction.reply({
        components,
        flags: [MessageFlags.Ephemeral, MessageFlags.IsComponentsV2],
      });
    } catch (error) {
      report(interaction, error);
    }
  }

  function report(interaction: Heard, error: unknown): void {
    const said = error instanceof DiscordAPIError ? error.code : null;
    const facts = { interaction: interaction.id, ageMs: ageOf(interaction), code: said };
    if (said === ALREADY_ACKNOWLEDGED) {
      logger.info(facts, 'discord: somebody else acknowledged this interaction');
    } else if (said !== null) {
      logger.warn(facts, 'discord: interaction could not be acknowledged in time');
    } else {
      logger.error({ ...facts, err: error }, 'discord: interaction could not be acknowledged');
    }
  }
}

function isHeard(interaction: Interaction): interaction is Heard {
  return (
    interaction.isChatInputCommand() ||
    interaction.isButton() ||
    interaction.isModalSubmit() ||
    interaction.isMessageContextMenuCommand()
  );
}

function isAllowed(workspace: Ask['asker']['workspace'], guilds: ReadonlySet<string>): boolean {
  return guilds.size === 0 || (workspace.kind === 'shared' && guilds.has(workspace.id));
}
