import type { Requester } from '../../../core/teams/domain/requester.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { VideoForm } from '../../../core/chat/domain/form-state.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { FILE_TYPES } from '../../shared/likely-file.ts';
import { wrongReply } from '../../shared/replies.ts';
import { createTtlMap } from '../../shared/ttl-cache.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import { animateModal, readAnimate } from './animate-form.ts';
import { NOT_UNDERSTOOD } from '../commands/read-command.ts';
import { ANIMATE, EDIT } from '../commands/command-definitions.ts';
import type { CommandDeed, FormDeed, MenuDeed } from '../interactions/interaction-data.ts';
import { editModal, readEdit, withOneVideo } from './edit-form.ts';
import type { FormDependencies } from './form-dependencies.ts';
import { LIMITS, OUTDATED } from './form-fields.ts';
import type { Filling, FormRead, Modal } from './form-fields.ts';
import type { DiscordInteraction } from '../interactions/interaction.ts';
import { filesOn } from '../interactions/message-files.ts';
import { readStoryboard, storyboardModal, withOneShot } from './storyboard-form.ts';
import type { Storyboard } from './storyboard-form.ts';
import { matchingLanguage } from '../../../messages/languages.ts';
import { choicesOf, elementsOf, namelessWords } from '../commands/video-draft.ts';
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

/** What a form is about. */
type FormValues =
  | { readonly kind: 'animate'; readonly files: readonly Attachment[] }
  | { readonly kind: 'edit'; readonly files: readonly Attachment[] }
  | { readonly kind: 'storyboard'; readonly storyboard: Storyboard; readonly ephemeral: boolean };

export function opensForm({ name, subcommand }: CommandDeed): boolean {
  return name === 'video' && subcommand === 'storyboard';
}

export function createVideoForms({ clock, logger, conversations }: FormDependencies): VideoForms {
  const kept = createTtlMap<FormValues>({ clock, freshMs: KEPT_MS, most: MOST_KEPT });

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
      const values = valuesOf(command);
      if ('tone' in values) return values;
      const form = await formWithTimeout(requester, patienceMs);
      const impossible = form === null ? null : impossibleReply(values, form);
      if (impossible !== null) return impossible;
      const id = `${values.kind}:${command.id}`;
      kept.set(id, values);
      const language = form?.language ?? matchingLanguage(command.locale);
      return modalOf(id, values, { form, wording: wordingOf(language) });
    },
    read(form) {
      const values = kept.get(form.customId);
      if (values === null) return OUTDATED;
      const read = readForm(form, values);
      const ephemeral = values.kind === 'storyboard' && values.ephemeral;
      return read.status === 'wrong' ? read : { ...read, ephemeral };
    },
  };
}

function valuesOf(command: Opener): FormValues | Reply {
  if (command.type === 'command') {
    const { options } = command;
    const choices = choicesOf(options);
    if (choices === null) return NOT_UNDERSTOOD;
    const nameless = namelessWords(options);
    if (nameless !== null) return wrongReply(nameless);
    const elements = elementsOf(options);
    const storyboard = { first: options.file('image'), elements, choices };
    return { kind: 'storyboard', storyboard, ephemeral: options.flag('private') ?? false };
  }
  const { name } = command;
  if (name !== ANIMATE && name !== EDIT) return NOT_UNDERSTOOD;
  const editing = name === EDIT;
  const seen = filesOn(command.files, editing ? 'video' : 'picture');
  const files = seen.slice(0, LIMITS.options);
  if (files.length === 0) return editing ? NO_VIDEO : NO_PICTURES;
  return { kind: editing ? 'edit' : 'animate', files };
}

function modalOf(id: string, values: FormValues, filling: Filling): Modal {
  switch (values.kind) {
    case 'animate':
      return animateModal(id, values.files, filling);
    case 'edit':
      return editModal(id, values.files, filling);
    case 'storyboard':
      return storyboardModal(id, values.storyboard, filling);
  }
}

function readForm({ filled }: FormDeed, values: FormValues): FormRead {
  switch (values.kind) {
    case 'animate':
      return readAnimate(filled, values.files);
    case 'edit':
      return readEdit(filled, values.files);
    case 'storyboard':
      return readStoryboard(filled, values.storyboard);
  }
}

/** Nobody fills a form in for what nothing here can make. */
function impossibleReply(values: FormValues, form: VideoForm): Reply | null {
  if (values.kind === 'animate') return form.takesImages ? null : NO_IMAGES;
  const priced = form.price(sampleOf(values));
  return priced.status === 'refused'
    ? refusedReply(msg('requests.not-started'), priced.words)
    : null;
}

/** A video of the kind, with what is still to be filled in filled. */
function sampleOf(values: Exclude<FormValues, { kind: 'animate' }>): VideoDraft {
  return values.kind === 'storyboard'
    ? withOneShot(values.storyboard, 5)
    : withOneVideo(values.files);
}

const NO_PICTURES = refusedReply(
  msg('forms.no-image'),
  msg('forms.no-image-next', { types: FILE_TYPES.picture, command: 'video create' }),
);

const NO_VIDEO = refusedReply(
  msg('forms.no-video'),
  msg('forms.no-video-next', { types: FILE_TYPES.video, command: 'video edit' }),
);

const NO_IMAGES = refusedReply(
  msg('requests.not-started'),
  msg('video.not-available', { kind: msg('video.kind-frames') }),
  msg('forms.see-help', { command: 'video help' }),
);
