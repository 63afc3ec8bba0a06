import type { MessageContextMenuCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Asker, Note } from '../../core/domain/conversation.ts';
import type { VideoForm } from '../../core/domain/form.ts';
import type { Attachment } from '../../core/domain/media.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Conversations } from '../../core/ports/conversations.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { inTime } from '../in-time.ts';
import { animateModal, picturesOn, readAnimate } from './animate.ts';
import type { AnimateRead } from './animate.ts';

/** Nobody fills a form in for longer; and links to attachments work for a day at most. */
const KEPT_MS = 6 * 60 * 60 * 1000;
const MOST_KEPT = 2_000;

/**
 * Forms for videos from pictures of messages. A form can carry a hundred characters and no link of a
 * picture has so few, so which pictures it is about is remembered here until it is sent off: by the
 * process that hears this server, which hears the form too. One that was open across a restart says
 * that it has to be opened again.
 */
export interface AnimateForms {
  /**
   * Answers a command with the form. Null when the form is there, else what to say instead.
   * @throws when Discord does not take it
   */
  open(
    command: MessageContextMenuCommandInteraction,
    asker: Asker,
    patienceMs: number,
  ): Promise<Note | null>;
  read(form: ModalSubmitInteraction): AnimateRead;
}

export function createAnimateForms({
  clock,
  logger,
  conversations,
}: {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly conversations: Pick<Conversations, 'form'>;
}): AnimateForms {
  const kept = new Map<
    string,
    { readonly pictures: readonly Attachment[]; readonly until: number }
  >();

  function keep(id: string, pictures: readonly Attachment[]): void {
    const now = clock.now().getTime();
    for (const [known, { until }] of kept) {
      if (until > now && kept.size < MOST_KEPT) break;
      kept.delete(known);
    }
    kept.set(id, { pictures, until: now + KEPT_MS });
  }

  /** Null when it is not known in time: the form does without. */
  async function formInTime(asker: Asker, patienceMs: number): Promise<VideoForm | null> {
    const asked = conversations.form(asker).catch((error: unknown) => {
      logger.error({ err: error }, 'discord: a form could not be filled');
      return null;
    });
    return inTime(clock, patienceMs, asked);
  }

  return {
    async open(command, asker, patienceMs) {
      const pictures = picturesOn(command);
      if (pictures.length === 0) return NO_PICTURES;
      const form = await formInTime(asker, patienceMs);
      if (form?.takesImages === false) return NO_IMAGES;
      const id = `animate:${command.id}`;
      keep(id, pictures);
      await command.showModal(animateModal(id, pictures, form));
      return null;
    },
    read(form) {
      const known = kept.get(form.customId);
      return known === undefined || known.until <= clock.now().getTime()
        ? { status: 'wrong', words: 'This form does not work any more. Please choose it again.' }
        : readAnimate(form, known.pictures);
    },
  };
}

const NO_PICTURES: Note = {
  tone: 'refused',
  headline: ['There is no picture in this message'],
  lines: [['Choose a message with a PNG, JPEG or WebP picture, or attach one to /video create.']],
};

const NO_IMAGES: Note = {
  tone: 'refused',
  headline: ['Pictures cannot be used here yet'],
  lines: [['No model that is set up here takes one. /video help says what can be made.']],
};
