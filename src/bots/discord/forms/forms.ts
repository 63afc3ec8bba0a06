import type { Requester } from '../../../core/teams/domain/requester.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { VideoForm } from '../../../core/chat/domain/form-state.ts';
import { FILE_TYPES } from '../../../core/commands/domain/catalogue/video-field.ts';
import {
  filesIn,
  flagIn,
  problemsIn,
} from '../../../core/commands/domain/catalogue/video-values.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { NO_PICTURES, NO_VIDEOS, wrongReply } from '../../shared/replies.ts';
import { createTtlMap } from '../../shared/ttl-cache.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import { NOT_UNDERSTOOD } from '../commands/read-command.ts';
import { ANIMATE, EDIT } from '../commands/command-definitions.ts';
import type { CommandDeed, FormDeed, MenuDeed } from '../interactions/interaction-data.ts';
import type { FormDependencies } from './form-dependencies.ts';
import { LIMITS } from './form-fields.ts';
import type { Filling, Modal } from './form-fields.ts';
import { OUTDATED, readModal } from './read-modal.ts';
import type { FormRead } from './read-modal.ts';
import { FORMS, modalOf, sampleOf } from './video-modal.ts';
import type { FormSubject } from './video-modal.ts';
import { readVideoFields } from '../commands/read-video-fields.ts';
import type { DiscordInteraction } from '../interactions/interaction.ts';
import { filesOn } from '../interactions/message-files.ts';
import { matchingLanguage } from '../../../messages/languages.ts';
import { wordingOf } from '../wording.ts';

/** Nobody fills a form in for longer; and links to attachments work for a day at most. */
const KEPT_MS = 6 * 60 * 60 * 1000;
const MOST_KEPT = 2_000;

export type Opener = DiscordInteraction<CommandDeed | MenuDeed>;

export type FilledForm =
  | (Extract<FormRead, { status: 'read' }> & { readonly ephemeral: boolean })
  | Extract<FormRead, { status: 'wrong' }>;

/**
 * Forms for videos. A form can carry a hundred characters and no link of a picture has so few, so
 * what it is about is remembered here until it is sent off: by the process that serves this server,
 * which receives the form too. One that was open across a restart says that it has to be opened again.
 */
export interface VideoForms {
  /** The form that answers a command, or what to say instead. */
  open(command: Opener, requester: Requester, patienceMs: number): Promise<Modal | Reply>;
  read(form: FormDeed): FilledForm;
}

interface Subject extends FormSubject {
  readonly ephemeral: boolean;
}

export function opensForm({ name, subcommand }: CommandDeed): boolean {
  return name === 'video' && subcommand === 'storyboard';
}

export function createVideoForms({ clock, logger, conversations }: FormDependencies): VideoForms {
  const kept = createTtlMap<Subject>({ clock, freshMs: KEPT_MS, most: MOST_KEPT });

  /** Null when it is not known in time: the form does without. */
  async function formWithTimeout(
    requester: Requester,
    patienceMs: number,
  ): Promise<VideoForm | null> {
    const asked = conversations.form(requester).catch((error: unknown) => {
      logger.error({ err: error }, 'discord: a form could not be filled');
      return null;
    });
    return withTimeout(clock, patienceMs, asked);
  }

  return {
    async open(command, requester, patienceMs) {
      const subject = subjectOf(command);
      if ('tone' in subject) return subject;
      const form = await formWithTimeout(requester, patienceMs);
      const language = form?.language ?? matchingLanguage(command.locale);
      const filling = { form, wording: wordingOf(language) };
      const impossible = impossibleReply(subject, filling);
      if (impossible !== null) return impossible;
      const id = `${subject.kind}:${command.id}`;
      kept.set(id, subject);
      return modalOf(id, subject, filling);
    },
    read({ customId, filled }) {
      const subject = kept.get(customId);
      if (subject === null) return OUTDATED;
      const read = readModal(filled, subject);
      return read.status === 'wrong' ? read : { ...read, ephemeral: subject.ephemeral };
    },
  };
}

function subjectOf(command: Opener): Subject | Reply {
  if (command.type === 'command') {
    const { options } = command;
    const { fields } = FORMS.storyboard.command;
    const read = readVideoFields(fields, options);
    if ('problem' in read) return wrongReply(read.problem.words);
    // Its shots are still to come.
    const before = Object.entries(fields).filter(([, { kind }]) => kind !== 'shot');
    const [problem] = problemsIn(Object.fromEntries(before), read.values, (it) => it);
    if (problem !== undefined) return wrongReply(problem.words);
    const files = filesIn(read.values, 'image');
    const ephemeral = flagIn(read.values, 'private') ?? false;
    return { kind: 'storyboard', files, given: read.values, ephemeral };
  }
  const { name } = command;
  if (name !== ANIMATE && name !== EDIT) return NOT_UNDERSTOOD;
  const editing = name === EDIT;
  const seen = filesOn(command.files, editing ? 'video' : 'picture');
  const files = seen.slice(0, LIMITS.options);
  if (files.length === 0) return nothingIn(command.stickers, editing ? 'video' : 'picture');
  return { kind: editing ? 'edit' : 'animate', files, given: {}, ephemeral: false };
}

/** Nobody fills a form in for what nothing here can make. */
function impossibleReply(subject: Subject, filling: Filling): Reply | null {
  const { form } = filling;
  if (form === null) return null;
  if (subject.kind === 'animate') return form.takesImages ? null : NO_IMAGES;
  const draft = sampleOf(subject, filling);
  const priced = draft === null ? null : form.price(draft);
  return priced?.status === 'refused'
    ? refusedReply(msg('requests.not-started'), priced.words)
    : null;
}

/** A sticker looks like a picture, and is none that may be handed on. */
function nothingIn([sticker]: readonly string[], kind: 'picture' | 'video'): Reply {
  if (sticker === undefined) return kind === 'video' ? NO_VIDEOS : NO_PICTURES;
  const name = cutPlain(sticker, 60);
  const words = msg('media.is-sticker', { name, types: FILE_TYPES[kind] });
  return refusedReply(msg('requests.not-started'), words);
}

const NO_IMAGES = refusedReply(
  msg('requests.not-started'),
  msg('video.not-available', { kind: msg('video.kind-frames') }),
  msg('forms.see-help', { command: 'video help' }),
);
