import { DiscordAPIError, MessageFlags } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { Ask, Note } from '../../core/domain/conversation.ts';
import { refusalWords } from '../../core/domain/refusal-words.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Conversations } from '../../core/ports/conversations.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { createClockSkew } from '../clock-skew.ts';
import type { Listen } from './connection.ts';
import { noteBody } from './note-view.ts';
import { readCommand, readPress } from './video-command.ts';

type Answerable = ChatInputCommandInteraction | ButtonInteraction;

const TIMES = {
  /** Discord gives an acknowledgement three seconds from the interaction on. */
  tooOldMs: 2_500,
  /** By then the acknowledgement has to be on its way. */
  ackByMs: 2_600,
  receiveMs: 750,
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
  const measured = (interaction: Answerable) =>
    clock.now().getTime() - interaction.createdTimestamp;
  const ageOf = (interaction: Answerable) => skew.ageOf(measured(interaction));

  return async (interaction, roles) => {
    if (!interaction.isChatInputCommand() && !interaction.isButton()) return;
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
    const read = interaction.isButton()
      ? readPress(interaction, roles)
      : readCommand(interaction, roles);
    if (read === null) return refuse(interaction, NOT_UNDERSTOOD);
    if (!isAllowed(read.ask.asker.workspace, guilds)) return refuse(interaction, NOT_HERE);

    const received = await receive({ ...read.ask, message: read.ref }, ageMs);
    if (received === 'repeated') return;
    const acknowledged = await acknowledge(interaction, read.ref.ephemeral);
    if (acknowledged === null) return;
    const message = { ...read.ref, messageId: acknowledged.messageId ?? read.ref.messageId };
    await conversations.answer({ ...read.ask, message }, received);
  };

  async function receive(ask: Ask, ageMs: number): Promise<'new' | 'repeated' | 'unkept'> {
    const kept = conversations.receive(ask).catch((error: unknown) => {
      logger.error({ err: error, ask: ask.key }, 'discord: request could not be kept');
      return 'unkept' as const;
    });
    const waiting = new AbortController();
    const patience = Math.min(TIMES.receiveMs, Math.max(0, TIMES.ackByMs - ageMs));
    const late = clock.sleep(patience, waiting.signal).then(() => 'unkept' as const);
    const received = await Promise.race([kept, late]);
    waiting.abort();
    return received;
  }

  /** Null when nobody will see an answer, so that nothing may be done for it. */
  async function acknowledge(
    interaction: Answerable,
    ephemeral: boolean,
  ): Promise<{ readonly messageId: string | null } | null> {
    try {
      if (interaction.isButton()) {
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

  async function refuse(interaction: Answerable, note: Note): Promise<void> {
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

  function report(interaction: Answerable, error: unknown): void {
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

function isAllowed(workspace: Ask['asker']['workspace'], guilds: ReadonlySet<string>): boolean {
  return guilds.size === 0 || (workspace.kind === 'shared' && guilds.has(workspace.id));
}
