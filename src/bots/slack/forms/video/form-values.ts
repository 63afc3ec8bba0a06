import type { Problem } from '../../../../core/commands/domain/catalogue/field.ts';
import {
  makingCommand,
  MAKING,
  SETTINGS_COMMAND,
} from '../../../../core/commands/domain/catalogue/video-commands.ts';
import type {
  Making,
  MakingCommand,
} from '../../../../core/commands/domain/catalogue/video-commands.ts';
import { labelOf } from '../../../../core/commands/domain/catalogue/video-field.ts';
import type {
  FileKind,
  VideoField,
  VideoFields,
  VideoValue,
  VideoValues,
} from '../../../../core/commands/domain/catalogue/video-field.ts';
import {
  fileIn,
  problemsIn,
  SOME_FILE,
} from '../../../../core/commands/domain/catalogue/video-values.ts';
import type { Attachment } from '../../../../core/media/domain/media.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { wholeNumber } from '../../../../core/shared/domain/whole-number.ts';
import { readConfirmOver } from '../../../shared/choice-words.ts';
import type { FormKind } from '../../commands/video-command.ts';
import {
  attachmentById,
  attachmentByLink,
  attachmentOf,
  isNo,
  isNoWords,
} from '../../shared/attachment.ts';
import type { FormContext, FormFile } from '../../shared/form-context.ts';
import { readFormState } from '../form-state.ts';
import type { FormState } from '../form-state.ts';

/** The value of an option that leaves a setting open. */
export const LEFT_OPEN = 'open';

/** What of a form is no field of a command. */
export const OWN_BLOCKS = { kind: 'kind', channel: 'channel', price: 'price' } as const;

/** Names by which open forms know some fields from the first version on. */
const BLOCKS: Readonly<Record<string, string>> = {
  image: 'first',
  last_frame: 'last',
  reference_video: 'guide_video',
  reference_sound: 'guide_sound',
  video: 'source',
};

/** Fields for which one of the files of the message may stand. */
const OF_MESSAGE: Readonly<Record<string, 'pictures' | 'videos'>> = {
  image: 'pictures',
  character: 'pictures',
  video: 'videos',
};

/** The block of a field; of a form that was opened on files of a message, that of their choice. */
export function blockOf(
  name: string,
  context: FormContext,
): { readonly block: string; readonly files: readonly FormFile[] } {
  const from = OF_MESSAGE[name];
  const files = from === undefined ? [] : context[from];
  if (files.length === 0) return { block: BLOCKS[name] ?? name, files };
  return { block: from === 'pictures' ? 'picture' : 'video', files };
}

export interface FormValues {
  /** The kind that was chosen, which may be another than that of the form that is still open. */
  readonly kind: Making | null;
  readonly values: VideoValues;
  readonly problems: readonly Problem[];
  /** The ids of those chosen among the files of a message. */
  readonly chosen: { readonly pictures: string | null; readonly videos: string | null };
  readonly channelId: string | null;
}

/** A form that becomes another has fields of both. */
const FIELDS: VideoFields = {
  ...SETTINGS_COMMAND.fields,
  ...Object.fromEntries(MAKING.flatMap(({ fields }) => Object.entries(fields))),
};

export function commandOf(kind: FormKind): MakingCommand | typeof SETTINGS_COMMAND {
  return kind === 'settings' ? SETTINGS_COMMAND : makingCommand(kind);
}

/** What stands in the fields of a form; null when it is no form's content at all. */
export function readFormValues(state: unknown): FormValues | null {
  const read = readFormState(state);
  if (read === null) return null;
  const problems: Problem[] = [];
  const values = Object.fromEntries(
    Object.entries(FIELDS).map(([name, field]) => [name, valueOf(name, field, { read, problems })]),
  );
  const kind = read.option(OWN_BLOCKS.kind);
  return {
    kind: MAKING.find((it) => it.name === kind)?.name ?? null,
    values,
    problems,
    chosen: { pictures: read.option('picture'), videos: read.option('video') },
    channelId: read.channel(OWN_BLOCKS.channel),
  };
}

interface Reading {
  readonly read: FormState<string>;
  readonly problems: Problem[];
}

/** Null where nothing was filled in; what is no choice at all is left out. */
function valueOf(name: string, field: VideoField, reading: Reading): VideoValue {
  const { read, problems } = reading;
  const block = BLOCKS[name] ?? name;
  const option = read.option(block);
  const chosen = option === LEFT_OPEN ? null : option;
  switch (field.kind) {
    case 'prompt':
    case 'text':
    case 'id':
      return read.text(block);
    case 'number':
      if (field.decimal !== true) return wholeIn(block, labelOf(field), reading);
      return decimalIn(block, labelOf(field), reading);
    case 'choice':
      return chosen !== null && Object.hasOwn(field.choices, chosen) ? chosen : null;
    case 'flag':
      if (field.usual !== undefined) return read.options(block).length > 0;
      return chosen === name ? true : chosen !== null && chosen === field.no?.name ? false : null;
    case 'file':
      return filesIn(block, field.of, reading);
    case 'shot': {
      const seconds = wholeIn(field.seconds, msg('forms.shot-seconds', field), reading);
      const prompt = read.text(block);
      return prompt.trim() === '' ? null : { prompt, seconds };
    }
    case 'element': {
      const called = read.text(block).trim().replace(/^@/, '');
      const description = read.text(field.about).trim();
      const images = filesIn(field.images, 'picture', reading);
      if (called === '' && description === '' && images.length === 0) return null;
      if (called === '') problems.push({ field: block, words: msg('forms.element-name-missing') });
      if (images.length === 0) {
        problems.push({ field: field.images, words: msg('forms.element-images-missing') });
      }
      return { name: called, description, images };
    }
    case 'model':
    case 'language':
      return chosen;
    case 'confirm-over': {
      if (!read.has(block)) return null;
      const typed = read.text(block).trim();
      const over = typed === '' ? 'default' : readConfirmOver(typed);
      if (over === null) {
        const words = msg('commands.whole-number-or-asks', { field: msg('credits.credits') });
        problems.push({ field: block, words });
      }
      return over;
    }
    // A form has a channel for it.
    case 'visibility':
      return null;
  }
}

function wholeIn(block: string, label: Message, { read, problems }: Reading): number | null {
  const option = read.option(block);
  const text = option === null || option === LEFT_OPEN ? read.text(block) : option;
  const number = wholeNumber(text);
  if (number === null && text.trim() !== '') {
    const words = msg('commands.whole-number', { field: label, example: '20' });
    problems.push({ field: block, words });
  }
  return number;
}

function decimalIn(block: string, label: Message, { read, problems }: Reading): number | null {
  const text = read.text(block).trim();
  if (text === '' || Number.isFinite(Number(text))) return text === '' ? null : Number(text);
  problems.push({ field: block, words: msg('commands.number', { field: label }) });
  return null;
}

function filesIn(block: string, kind: FileKind, { read, problems }: Reading): Attachment[] {
  const files = read.files(block);
  const strange = files.find((it) => isNo(kind, it));
  if (strange !== undefined) problems.push({ field: block, words: isNoWords(kind, strange) });
  return files.map(attachmentOf);
}

/** With those files of the message that were chosen; a single one by opening the form on it. */
export function withMessageFiles(
  { values, chosen }: FormValues,
  context: FormContext,
): VideoValues {
  const files = Object.entries(OF_MESSAGE).flatMap(([name, from]) => {
    const offered = context[from];
    const file =
      offered.find((it) => it.id === chosen[from]) ??
      (offered.length === 1 ? offered[0] : undefined);
    return file === undefined || fileIn(values, name) !== null
      ? []
      : [[name, [attachmentIn(file)]] as const];
  });
  return { ...values, ...Object.fromEntries(files) };
}

function attachmentIn({ id, name, url }: FormFile): Attachment {
  return url === undefined ? attachmentById(id, name) : attachmentByLink(url, name);
}

/** One of the pictures of a message, whichever it will be. */
export function firstOf({ pictures }: FormContext): Attachment | null {
  return pictures.length === 0 ? null : SOME_FILE;
}

/** What is wrong with single fields, by the blocks below which Slack shows it. */
export function problemsOf(
  making: Making,
  form: FormValues,
  context: FormContext,
): ReadonlyMap<string, Message> {
  const { fields, draft } = makingCommand(making);
  const values = withMessageFiles(form, context);
  const labels = (name: string) => {
    const field = fields[name];
    return field === undefined ? name : labelOf(field);
  };
  const problems = new Map<string, Message>();
  if (form.kind !== null && form.kind !== making) problems.set('kind', msg('forms.not-ready'));
  for (const { field, words } of problemsIn(fields, values, labels)) {
    if (field !== null) problems.set(blockOf(field, context).block, words);
  }
  if ('image' in fields && context.pictures.length > 1 && fileIn(values, 'image') === null) {
    problems.set('picture', msg('forms.choose-image'));
  }
  for (const { field, words } of form.problems) if (field !== null) problems.set(field, words);
  const made = draft(values);
  if ('words' in made && made.field !== null) problems.set(made.field, made.words);
  return problems;
}
