import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { SHOT_SECONDS } from '../../../../core/commands/domain/catalogue/video-values.ts';
import {
  AUTOMATIC,
  labelOf,
  offerOf,
} from '../../../../core/commands/domain/catalogue/video-field.ts';
import type {
  FileKind,
  Offer,
  VideoField,
} from '../../../../core/commands/domain/catalogue/video-field.ts';
import { msg, msgOf } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import { LANGUAGE_CHOICES } from '../../../shared/choice-words.ts';
import { cutPlain } from '../../../shared/plain-line.ts';
import type { FormKind } from '../../commands/video-command.ts';
import type { FormContext, FormFile } from '../../shared/form-context.ts';
import { input, LIMITS, numberInput, optionOf, plain, select, textInput } from '../fields.ts';
import type { FormModel } from '../../../../core/commands/domain/catalogue/form-price.ts';
import { blockOf, commandOf, LEFT_OPEN, OWN_BLOCKS } from './form-values.ts';

/** What a form is drawn from. */
export interface Drawing {
  readonly kind: FormKind;
  readonly form: VideoForm;
  readonly context: FormContext;
  /** In the language of who reads it. */
  readonly text: Wording['text'];
  readonly models: readonly FormModel[];
  /** The one that was chosen stays, whether or not it still fits. */
  readonly model: string | null;
  /** A field for it would be of no use where no model that could make it has the choice. */
  readonly choosesSound: boolean;
}

/** The fields of a command, as far as any model here has a use for them. */
export function fieldBlocks(drawing: Drawing): KnownBlock[] {
  const { kind, form, choosesSound } = drawing;
  return Object.entries(commandOf(kind).fields).flatMap(([name, field]: [string, VideoField]) => {
    const offer = offerOf(field, form);
    if (offer === null || (name === 'sound' && !choosesSound)) return [];
    return blocksOf({ ...drawing, name, field, offer });
  });
}

interface Asked extends Drawing {
  readonly name: string;
  readonly field: VideoField;
  readonly offer: Offer;
}

function blocksOf(asked: Asked): KnownBlock[] {
  const { name, field, offer, kind, form, text } = asked;
  const label = text(labelOf(field));
  const words = offer.hint ?? field.hint;
  const hint = words === undefined ? undefined : text(words);
  // What a video costs is shown anew with every change.
  const tellsAtOnce = kind !== 'settings';
  switch (field.kind) {
    case 'prompt': {
      const how = { most: offer.most ?? LIMITS.prompt, optional: offer.optional ?? false };
      const placeholder = text(field.example);
      return [textInput(name, label, { ...how, hint, placeholder, focus: true })];
    }
    case 'text': {
      const how = { most: offer.most ?? LIMITS.prompt, multiline: false, optional: true };
      return [textInput(name, label, { ...how, hint })];
    }
    case 'number':
      return [numberBlock(asked, { hint, tellsAtOnce })];
    case 'choice': {
      const values = offer.values ?? Object.keys(field.choices);
      const options = Object.entries(field.choices)
        .filter(([value]) => values.includes(value))
        .map(([value, it]) => optionOf(value, text(msgOf(it))));
      if (options.length < 2 && offer.open !== true) return [];
      return [selectBlock(asked, options, { hint, tellsAtOnce })];
    }
    case 'flag': {
      const options = [{ name, label: field.yes }, ...(field.no === undefined ? [] : [field.no])];
      const [yes, ...others] = options.map((it) => optionOf(it.name, text(msgOf(it.label))));
      if (yes === undefined) return [];
      if (field.usual === undefined) {
        return [selectBlock(asked, [yes, ...others], { hint, tellsAtOnce })];
      }
      const ticked = field.usual ? { initial_options: [yes] } : {};
      const element = { type: 'checkboxes' as const, options: [yes], ...ticked };
      return [input(name, label, element, { optional: true, tellsAtOnce })];
    }
    case 'file':
      return fileBlocks(asked, { label, hint, of: field.of });
    case 'shot': {
      const { min = 1, max = 1, most = LIMITS.prompt } = offer;
      const optional = field.required === undefined;
      const length = { min, max, optional: true, tellsAtOnce };
      const usual = msg('forms.shot-seconds-hint', { min, max, usual: SHOT_SECONDS });
      return [
        textInput(name, label, { most, optional }),
        numberInput(field.seconds, text(msg('forms.shot-seconds', { number: field.number })), {
          ...length,
          hint: text(usual),
        }),
      ];
    }
    case 'element': {
      const { min = 1, max = 1 } = offer;
      const { number, about, images } = field;
      const optional = field.required === undefined;
      const line = { multiline: false, optional };
      const nameHint = text(msg('forms.element-name-hint'));
      const aboutHint = text(msg('forms.element-about-hint'));
      const imagesHint = text(msg('forms.element-images-hint', { min, max }));
      const imagesLabel = text(msg('forms.element-images', { number }));
      return [
        textInput(name, label, { ...line, most: 41, hint: nameHint }),
        textInput(about, text(msg('forms.element-about', { number })), {
          ...line,
          most: MOST_ABOUT,
          optional: true,
          hint: aboutHint,
        }),
        input(images, imagesLabel, fileInput('picture', max), { hint: imagesHint, optional }),
      ];
    }
    case 'model':
      return modelBlocks(asked);
    case 'visibility': {
      const { channelId } = asked.context;
      const placeholder = plain(text(msg('forms.channel-direct')));
      const initial = channelId === null ? {} : { initial_conversation: channelId };
      const element = { type: 'conversations_select', placeholder, ...initial } as const;
      return [input(OWN_BLOCKS.channel, label, element, { optional: true })];
    }
    case 'confirm-over': {
      const { confirmOver } = form;
      const value = confirmOver === 'default' ? null : String(confirmOver);
      return [textInput(name, label, { most: 20, multiline: false, value, optional: true, hint })];
    }
    case 'language': {
      const options = [
        optionOf(AUTOMATIC, text(msg('forms.automatic'))),
        ...LANGUAGE_CHOICES.map((it) => optionOf(it.value, it.name)),
      ];
      const value = options.find((it) => it.value === offer.usual)?.value ?? AUTOMATIC;
      return [select(name, label, options, { value, hint })];
    }
    case 'id':
      return [];
  }
}

/** More than a few words of who or what it is would be for the prompt. */
const MOST_ABOUT = 200;

interface How {
  readonly hint: string | undefined;
  readonly tellsAtOnce: boolean;
}

/** As somebody's usual settings each may be left to the model; for one video each has its price. */
function isOpen({ kind, offer }: Asked): boolean {
  return kind === 'settings' || offer.open === true;
}

function selectBlock(asked: Asked, options: readonly PlainTextOption[], how: How): KnownBlock {
  const { name, field, offer, text } = asked;
  const open = isOpen(asked) ? [optionOf(LEFT_OPEN, text(msg('forms.model-default')))] : [];
  const { usual = null } = offer;
  const no = field.kind === 'flag' ? field.no?.name : undefined;
  const chosen = usual === true ? name : usual === false ? (no ?? null) : usual;
  const isChosen = typeof chosen === 'string' || typeof chosen === 'number';
  const value = isChosen ? String(chosen) : LEFT_OPEN;
  return select(name, text(labelOf(field)), [...open, ...options], { value, ...how });
}

function numberBlock(asked: Asked, how: How): KnownBlock {
  const { name, field, offer, text } = asked;
  const { min = 0, max = Number.MAX_SAFE_INTEGER, usual } = offer;
  const [decimal, inSeconds] =
    field.kind === 'number' ? [field.decimal === true, field.unit === 'seconds'] : [false, false];
  const length = max - min + 1;
  const optional = isOpen(asked);
  if (!decimal && length + (optional ? 1 : 0) <= LIMITS.options) {
    const options = Array.from({ length }, (_, index) => min + index).map((it) =>
      optionOf(String(it), inSeconds ? text(msg('chat.seconds', { count: it })) : String(it)),
    );
    return selectBlock(asked, options, how);
  }
  const label = text(inSeconds ? msg('forms.seconds-range', { min, max }) : labelOf(field));
  const value = typeof usual === 'number' ? usual : null;
  return numberInput(name, label, { min, max, decimal, value, optional, ...how });
}

/** What a model takes, and what is turned into that. */
const FILETYPES = {
  picture: ['png', 'jpg', 'jpeg', 'webp', 'heic', 'heif', 'avif', 'gif', 'tif', 'tiff'],
  video: ['mp4', 'mov', 'webm'],
  sound: ['mp3', 'wav', 'webm'],
} as const satisfies Record<FileKind, readonly string[]>;

function fileInput(of: FileKind, most: number) {
  const filetypes = [...FILETYPES[of]];
  return { type: 'file_input', filetypes, max_files: Math.min(most, LIMITS.files) } as const;
}

function fileBlocks(
  { name, field, offer, context, text }: Asked,
  { label, hint, of }: { label: string; hint: string | undefined; of: FileKind },
): KnownBlock[] {
  const { block, files } = blockOf(name, context);
  if (files.length > 0) return [fileOfMessage(block, files, labelOf(field), text)];
  // Reference images go alone, and this video starts from one already.
  const isMany = field.kind === 'file' && field.names.length > 1;
  if (isMany && context.pictures.length > 0) return [];
  const optional = field.required === undefined;
  return [input(block, label, fileInput(of, offer.most ?? 1), { hint, optional })];
}

/** Says which file of a message it is about, or lets people choose. */
function fileOfMessage(
  block: string,
  files: readonly FormFile[],
  label: Message,
  text: Wording['text'],
): KnownBlock {
  const names = files.map((it) => cutPlain(it.name, 60));
  const [only = '', ...others] = names;
  if (others.length === 0)
    return line(block, text(msg('chat.label-value', { label, value: only })));
  const options = files.map(({ id }, index) =>
    optionOf(id, text(msg('chat.numbered', { number: index + 1, name: names[index] ?? id }))),
  );
  return select(block, text(label), options, { value: null });
}

export function line(block: string, text: string): KnownBlock {
  return { type: 'context', block_id: block, elements: [{ ...plain(text), emoji: false }] };
}

/** Who makes it, where several could. */
function modelBlocks({ name, field, text, models, model }: Asked): KnownBlock[] {
  const known = models.some((it) => it.id === model);
  if (models.length < 2 && (model === null || known)) return [];
  const optionWith = (id: string, title: string, words: string) =>
    optionOf(id, `${cutPlain(title, LIMITS.option - words.length - 3)} · ${words}`);
  const options = models.slice(0, LIMITS.options - 2).map(({ id, title, credits, fits }) => {
    const price = msg('credits.amount', { amount: credits });
    return optionWith(id, title, text(fits ? price : msg('forms.price-other-files', { credits })));
  });
  const stale =
    model === null || known ? [] : [optionWith(model, model, text(msg('forms.unavailable')))];
  const open = optionOf(LEFT_OPEN, text(msg('forms.automatic')));
  const value = model ?? LEFT_OPEN;
  const all = [open, ...options, ...stale];
  return [select(name, text(labelOf(field)), all, { value, tellsAtOnce: true })];
}
