import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Note } from '../../core/domain/conversation.ts';
import type { Priced, VideoForm } from '../../core/domain/form.ts';
import { credits, grouped } from '../../core/domain/text.ts';
import type { Aspect } from '../../core/domain/video-request.ts';
import { cutPlain } from '../plain-line.ts';
import { writeFormContext } from './form-context.ts';
import type { FormContext } from './form-context.ts';
import { plainText, richText } from './markup.ts';
import { FIELDS, LEFT_OPEN } from './modal-values.ts';
import type { Field } from './modal-values.ts';

/** What Slack takes; lengths in UTF-16 units. */
const LIMITS = { prompt: 3_000, options: 100, option: 75, line: 700 } as const;

/** By which Slack names our forms to us. */
export const FORMS = { create: 'video_create', settings: 'video_settings' } as const;
export type FormKind = keyof typeof FORMS;

const TITLES = { create: 'Create a video', settings: 'Your usual settings' } as const;
const SUBMITS = { create: 'Create', settings: 'Save' } as const;

/** A form to fill in. What is filled in already stays when it is shown again. */
export function formModal(
  kind: FormKind,
  form: VideoForm,
  context: FormContext,
  priced: Priced | null,
): ModalView {
  const blocks =
    kind === 'create'
      ? [
          promptInput(form),
          ...pictureInputs(form, context),
          ...settingInputs(form, kind),
          channelInput(context),
          rememberInput(),
          priceLine(form, priced),
        ]
      : settingInputs(form, kind);
  return {
    ...frame(kind),
    callback_id: FORMS[kind],
    private_metadata: writeFormContext(context),
    submit: plain(SUBMITS[kind]),
    blocks,
  };
}

/** Stands in the form's place until it is there: a form can only be opened at once. */
export function loadingModal(kind: FormKind): ModalView {
  return {
    ...frame(kind),
    blocks: [{ type: 'section', text: { type: 'plain_text', text: 'One moment…' } }],
  };
}

/** Says something in a form's place. */
export function noteModal(kind: FormKind, note: Note): ModalView {
  const blocks = [richText([note.headline], LIMITS.line), richText(note.lines, LIMITS.line)].filter(
    (block) => block !== null,
  );
  return { ...frame(kind), blocks };
}

function frame(kind: FormKind): Pick<ModalView, 'type' | 'title' | 'close'> {
  return { type: 'modal', title: plain(TITLES[kind]), close: plain('Close') };
}

function promptInput(form: VideoForm): KnownBlock {
  return input('prompt', 'What happens in the video', {
    element: {
      type: 'plain_text_input',
      multiline: true,
      max_length: Math.min(form.promptLength, LIMITS.prompt),
      placeholder: plain('Who or what, where, how it moves'),
      focus_on_load: true,
    },
  });
}

function pictureInputs(form: VideoForm, { pictures }: FormContext): KnownBlock[] {
  if (!form.takesImages) return [];
  const last = form.takesLastFrame
    ? [fileInput('last', 'The picture it ends on', 'Needs a picture to start from too.')]
    : [];
  if (pictures.length === 0) {
    return [fileInput('first', 'The picture it starts from', 'PNG, JPEG or WebP.'), ...last];
  }
  const [only, ...others] = pictures;
  if (only !== undefined && others.length === 0) {
    const text = `It starts from ${cutPlain(only.name, 60)}.`;
    return [
      { type: 'context', block_id: FIELDS.picture, elements: [{ ...plain(text), emoji: false }] },
      ...last,
    ];
  }
  const options = pictures.map((it, index) =>
    optionOf(it.id, `${index + 1}. ${cutPlain(it.name, 60)}`),
  );
  return [select('picture', 'The picture it starts from', options, null), ...last];
}

function fileInput(field: Field, label: string, hint: string): KnownBlock {
  return input(field, label, {
    element: { type: 'file_input', filetypes: ['png', 'jpg', 'jpeg', 'webp'], max_files: 1 },
    hint: plain(hint),
    optional: true,
  });
}

const QUALITY_WORDS = { std: 'Standard', pro: 'Pro' } as const;
const ASPECT_WORDS = {
  '16:9': 'Wide 16:9',
  '9:16': 'Tall 9:16',
  '1:1': 'Square 1:1',
  '4:3': 'Wide 4:3',
  '3:4': 'Tall 3:4',
} as const satisfies Record<Aspect, string>;

function settingInputs(form: VideoForm, kind: FormKind): KnownBlock[] {
  const { settings } = form;
  // As somebody's usual settings each may be left to the model; for one video each has its price.
  const open = kind === 'settings' ? [optionOf(LEFT_OPEN, 'As the model does')] : [];
  const choose = (field: Field, label: string, options: PlainTextOption[], value: string) =>
    select(field, label, [...open, ...options], value, kind === 'create');
  return [
    secondsInput(form, open, kind),
    choose(
      'quality',
      'Quality',
      form.qualities.map((it) => optionOf(it, QUALITY_WORDS[it])),
      settings.quality,
    ),
    choose(
      'aspect',
      form.takesImages && kind === 'create' ? 'Shape, unless a picture decides it' : 'Shape',
      form.aspects.map((it) => optionOf(it, ASPECT_WORDS[it])),
      settings.aspect,
    ),
    choose(
      'sound',
      'Sound',
      [optionOf('sound', 'With sound'), optionOf('silent', 'Silent')],
      settings.sound ? 'sound' : 'silent',
    ),
    ...(form.guidance === null ? [] : [guidanceInput(form.guidance, settings.guidance)]),
  ];
}

function secondsInput(form: VideoForm, open: PlainTextOption[], kind: FormKind): KnownBlock {
  const { min, max } = form.seconds;
  const count = max - min + 1;
  const value = String(form.settings.seconds);
  if (count + open.length <= LIMITS.options) {
    const options = Array.from({ length: count }, (_, index) =>
      optionOf(String(min + index), `${min + index} seconds`),
    );
    return select('seconds', 'Length', [...open, ...options], value, kind === 'create');
  }
  return input('seconds', `Length in seconds, ${min} to ${max}`, {
    element: {
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: String(min),
      max_value: String(max),
      initial_value: value,
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    },
    optional: kind === 'settings',
    dispatch_action: kind === 'create',
  });
}

function guidanceInput({ min, max }: { min: number; max: number }, value: number | null) {
  return input('guidance', 'How closely it follows the prompt', {
    element: {
      type: 'number_input',
      is_decimal_allowed: true,
      min_value: String(min),
      max_value: String(max),
      ...(value === null ? {} : { initial_value: String(value) }),
    },
    hint: plain(`From ${min} (freely) to ${max} (to the letter). Empty: as the model does.`),
    optional: true,
  });
}

function channelInput({ channelId }: FormContext): KnownBlock {
  return input('channel', 'Where it is shown', {
    element: {
      type: 'conversations_select',
      placeholder: plain('Your messages with this app'),
      ...(channelId === null ? {} : { initial_conversation: channelId }),
    },
    hint: plain('Left empty: in your direct messages with this app.'),
    optional: true,
  });
}

function rememberInput(): KnownBlock {
  return input('remember', 'Next time', {
    element: {
      type: 'checkboxes',
      options: [optionOf('remember', 'Begin with these settings again')],
    },
    optional: true,
  });
}

function priceLine({ left }: VideoForm, priced: Priced | null): KnownBlock {
  const text = priceWords(priced, left);
  return { type: 'context', block_id: FIELDS.price, elements: [{ ...plain(text), emoji: false }] };
}

export function priceWords(priced: Priced | null, left: number | null): string {
  const have = left === null ? 'You have no limit.' : `You have ${grouped(left)} left.`;
  if (priced === null) return have;
  if (priced.status === 'refused') return plainText(priced.words, LIMITS.line);
  const short = left !== null && priced.credits > left ? ' That is not enough.' : '';
  return `${credits(priced.credits)} with ${priced.model}, charged only if the video arrives. ${have}${short}`;
}

function select(
  field: Field,
  label: string,
  options: PlainTextOption[],
  value: string | null,
  tellsPrice = false,
): KnownBlock {
  const chosen = options.find((it) => it.value === value);
  return input(field, label, {
    element: {
      type: 'static_select',
      options,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    },
    ...(tellsPrice ? { dispatch_action: true } : {}),
  });
}

function optionOf(value: string, text: string): PlainTextOption {
  return { value, text: plain(text.slice(0, LIMITS.option)) };
}

type Input = Pick<InputBlock, 'element' | 'hint' | 'optional' | 'dispatch_action'>;

function input(field: Field, label: string, { element, ...rest }: Input): KnownBlock {
  return {
    type: 'input',
    block_id: FIELDS[field],
    label: plain(label),
    element: { ...element, action_id: FIELDS[field] },
    ...rest,
  };
}

function plain(text: string): { type: 'plain_text'; text: string } {
  return { type: 'plain_text', text };
}
