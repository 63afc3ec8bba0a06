import { ComponentType, TextInputStyle } from 'discord.js';
import { asIfWritten } from '../../../core/commands/domain/catalogue/form-drafts.ts';
import { QUALITY } from '../../../core/commands/domain/catalogue/setting-fields.ts';
import type { MakingCommand } from '../../../core/commands/domain/catalogue/video-commands.ts';
import { makingCommand } from '../../../core/commands/domain/catalogue/video-commands.ts';
import {
  labelOf,
  offerOf,
  purposeOf,
} from '../../../core/commands/domain/catalogue/video-field.ts';
import type {
  Offer,
  VideoField,
  VideoValues,
} from '../../../core/commands/domain/catalogue/video-field.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { msg, msgOf } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import type { RichText } from '../../../core/messages/domain/rich-text.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { fileSelect, labelled, LIMITS, paragraph, rateWords, select } from './form-fields.ts';
import type { Filling, Label, Modal } from './form-fields.ts';
import { madeWith } from './model-choice.ts';

/** A form of Discord's has five fields: what it asks for of a command, beside what is known before. */
export interface FormKind {
  readonly command: MakingCommand;
  readonly title: Message;
  readonly fields: readonly string[];
}

export const FORMS = {
  animate: {
    command: makingCommand('create'),
    title: msg('commands.animate-this'),
    fields: ['image', 'prompt', 'seconds', 'quality', 'aspect'],
  },
  edit: {
    command: makingCommand('edit'),
    title: msg('commands.edit-this'),
    fields: ['video', 'prompt', 'keep_sound', 'quality', 'references'],
  },
  storyboard: {
    command: makingCommand('storyboard'),
    title: msg('forms.kind-storyboard'),
    fields: ['shot1', 'shot2', 'shot3', 'shot4', 'shot5'],
  },
} as const satisfies Record<string, FormKind>;

/** What a form is about: files of a message, and what was typed before it was opened. */
export interface FormSubject {
  readonly kind: keyof typeof FORMS;
  readonly files: readonly Attachment[];
  readonly given: VideoValues;
}

export function modalOf(customId: string, subject: FormSubject, filling: Filling): Modal {
  const { command, title, fields } = FORMS[subject.kind];
  return {
    custom_id: customId,
    title: filling.wording.text(title),
    components: fields.flatMap((name) => {
      const field = command.fields[name];
      const offer =
        field === undefined || filling.form === null ? {} : offerOf(field, filling.form);
      return field === undefined || offer === null
        ? []
        : labelOfField({ name, field, offer }, subject, filling);
    }),
  };
}

interface Asked {
  readonly name: string;
  readonly field: VideoField;
  readonly offer: Offer;
}

function labelOfField(asked: Asked, subject: FormSubject, filling: Filling): Label[] {
  const { name, field, offer } = asked;
  const { wording, form } = filling;
  // Where nobody can tell what is offered, all that there may be is.
  const hint = offer.hint ?? (form === null ? purposeOf(field) : null);
  const label = (component: Label['component'], words: Message | RichText | null) =>
    labelled(wording, labelOf(field), component, words);
  switch (field.kind) {
    case 'prompt':
      return [
        label(paragraph(name, offer.most, offer.optional !== true), hint ?? purposeOf(field)),
      ];
    case 'number':
      return [label(numberInput(asked, filling), hint ?? purposeOf(field))];
    case 'choice': {
      if (field === QUALITY) return [madeWith(filling, sampleOf(subject, filling))];
      const values = offer.values ?? Object.keys(field.choices);
      const options = Object.entries(field.choices)
        .filter(([value]) => values.includes(value))
        .map(([value, words]) => ({ value, label: wording.text(msgOf(words)) }));
      return [label(select(name, options), hint)];
    }
    case 'flag': {
      const no = field.no === undefined ? [] : [{ value: 'no', label: field.no.label }];
      const options = [{ value: 'yes', label: field.yes }, ...no].map((it) => ({
        value: it.value,
        label: wording.text(msgOf(it.label)),
        default: it.value === 'yes' && field.usual === true,
      }));
      const type = ComponentType.RadioGroup as const;
      return [label({ type, custom_id: name, required: false, options }, null)];
    }
    case 'file': {
      if (field.names.length > 1) return [label(upload(name, offer.most ?? 5), hint)];
      const { files } = subject;
      return files.length > 1 ? [label(fileSelect(wording, name, files), null)] : [];
    }
    case 'shot': {
      const most = offer.most === undefined ? undefined : offer.most + ROOM_FOR_LENGTH;
      const first = field.required !== undefined;
      const words =
        first && subject.files.length > 0
          ? msg('forms.shot-from-image', { number: field.number })
          : labelOf(field);
      const hints = [purposeOf(field), shotPrice(subject, filling)];
      return [
        labelled(wording, words, paragraph(name, most, first), hints[field.number - 1] ?? null),
      ];
    }
    case 'text':
    case 'element':
    case 'model':
    case 'visibility':
    case 'confirm-over':
    case 'language':
    case 'id':
      throw new Error(`No form of Discord's has a field like ${name}`);
  }
}

/** A shot begins with its length where that is told. */
const ROOM_FOR_LENGTH = 10;

function numberInput({ name, offer }: Asked, { form, wording }: Filling): Label['component'] {
  const { min = 0, max = LIMITS.options, usual } = offer;
  if (form === null || max - min >= LIMITS.options) {
    return {
      type: ComponentType.TextInput,
      style: TextInputStyle.Short,
      custom_id: name,
      max_length: 4,
      required: false,
    };
  }
  const options = Array.from({ length: max - min + 1 }, (_, index) => ({
    value: String(min + index),
    label: wording.text(msg('chat.seconds', { count: min + index })),
    default: usual === min + index,
  }));
  return select(name, options);
}

function upload(name: string, most: number): Label['component'] {
  return {
    type: ComponentType.FileUpload,
    custom_id: name,
    min_values: 0,
    max_values: most,
    required: false,
  };
}

/**
 * The video as if all that is still to be written were written: of the usual length, since a price
 * may not grow evenly with it, and of a given video at its longest.
 */
export function sampleOf(
  { kind, files, given }: FormSubject,
  { form }: Filling,
): VideoDraft | null {
  if (form === null) return null;
  const { command } = FORMS[kind];
  const { seconds, sound } = form.settings;
  const usual = kind === 'animate' ? { seconds, sound } : {};
  const about = { image: files, video: files, keep_sound: false };
  return asIfWritten(command, { ...usual, ...about, ...given }, form);
}

function shotPrice(subject: FormSubject, filling: Filling): RichText | null {
  const draft = sampleOf(subject, filling);
  const { form } = filling;
  if (form === null || draft?.scene.kind !== 'shots') return null;
  const priced = form.price(draft);
  if (priced.status === 'refused') return null;
  const seconds = draft.scene.shots.reduce((sum, it) => sum + it.seconds, 0);
  const { left } = form;
  return rateWords(
    { credits: priced.credits, seconds },
    left === null ? msg('credits.left-unlimited') : msg('credits.left', { left }),
  );
}
