import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { z } from 'zod';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { ASPECTS, CAMERA_MOTIONS } from '../../../core/video/domain/video-request.ts';
import type { NamedElement, VideoDraft } from '../../../core/video/domain/video-request.ts';
import { advancedOf, sceneOf } from '../../shared/scene-from-fields.ts';
import {
  ELEMENT_IMAGES,
  MOST_EDIT_REFERENCES,
  MOST_ELEMENTS,
  MOST_REFERENCES,
} from './command-options.ts';
import type { Options } from '../interactions/options.ts';

export type DraftRead =
  | { readonly status: 'read'; readonly draft: VideoDraft }
  /** A sentence for whoever typed it. */
  | { readonly status: 'wrong'; readonly words: Message };

/** Commands that make a video of what was typed; one more asks for shots by a form. */
export const MAKING = ['create', 'elements', 'edit', 'replace'] as const;
export type Making = (typeof MAKING)[number];

/** What a command asks for. */
export function readDraft(making: Making, options: Options): DraftRead {
  const choices = choicesOf(options);
  if (choices === null) return { status: 'wrong', words: msg('chat.choice-gone') };
  const nameless = making === 'elements' ? namelessWords(options) : null;
  if (nameless !== null) return { status: 'wrong', words: nameless };
  const scene = SCENES[making](options);
  if ('message' in scene) return { status: 'wrong', words: scene };
  return { status: 'read', draft: { scene, ...choices } };
}

const SCENES = {
  create: (options) =>
    sceneOf({
      ...framesOf(options),
      references: referencesOf(options, MOST_REFERENCES),
      elements: [],
      referenceVideo: options.file('reference_video'),
      referenceAudio: options.file('reference_sound'),
    }),
  elements: (options) =>
    sceneOf({
      ...framesOf(options),
      elements: elementsOf(options),
      references: [],
      referenceVideo: null,
      referenceAudio: null,
    }),
  edit: (options) => ({
    kind: 'edit',
    prompt: options.text('prompt') ?? '',
    source: needed(options, 'video'),
    images: referencesOf(options, MOST_EDIT_REFERENCES),
    keepSound: options.flag('keep_sound') ?? true,
  }),
  replace: (options) => ({
    kind: 'replace',
    character: needed(options, 'character'),
    driving: needed(options, 'video'),
  }),
} as const satisfies Record<Making, (options: Options) => VideoDraft['scene'] | Message>;

function framesOf(options: Options) {
  return {
    prompt: options.text('prompt') ?? '',
    first: options.file('image'),
    last: options.file('last_frame'),
  };
}

/** A file that a client has to send; without it, it is one that cannot be fetched. */
function needed(options: Options, name: string): Attachment {
  return options.file(name) ?? { url: '', name, bytes: null };
}

function referencesOf(options: Options, most: number): Attachment[] {
  return Array.from({ length: most }, (_, index) => options.file(`reference${index + 1}`)).filter(
    (it) => it !== null,
  );
}

/**
 * Names may be written as the prompt has them, and say what they stand for: `hero: a knight`. For
 * fields of their own Discord has no room in a command.
 */
export function elementsOf(options: Options): NamedElement<Attachment>[] {
  return numbered(options).map(({ number: _number, ...element }) => element);
}

function numbered(options: Options): (NamedElement<Attachment> & { readonly number: number })[] {
  return Array.from({ length: MOST_ELEMENTS }, (_, index) => index + 1).flatMap((number) => {
    const [name = '', ...about] = (options.text(`name${number}`) ?? '').split(':');
    const images = ELEMENT_IMAGES.map((letter) => options.file(`image${number}${letter}`)).filter(
      (it) => it !== null,
    );
    const element = {
      number,
      images,
      name: name.trim().replace(/^@/, ''),
      description: about.join(':').trim(),
    };
    return element.name === '' && element.description === '' && images.length === 0
      ? []
      : [element];
  });
}

/** A sentence for whoever gave pictures without saying what they are called; null: nobody did. */
export function namelessWords(options: Options): Message | null {
  const { number } = numbered(options).find(({ name }) => name === '') ?? {};
  return number === undefined
    ? null
    : msg('video.element-nameless', { number, field: `name${number}` });
}

const choicesSchema = z.object({
  aspect: z.enum(ASPECTS).nullable(),
  quality: z.enum(['std', 'pro']).nullable(),
  cameraMotion: z.enum(CAMERA_MOTIONS).nullable(),
});

/** The settings and the model; null where something was chosen that is no choice. */
export function choicesOf(options: Options): Omit<VideoDraft, 'scene'> | null {
  const choices = choicesSchema.safeParse({
    aspect: options.text('aspect'),
    quality: options.text('quality'),
    cameraMotion: options.text('camera'),
  });
  if (!choices.success) return null;
  const { cameraMotion, ...rest } = choices.data;
  const model = (options.text('model') ?? '').trim();
  return {
    settings: {
      ...rest,
      seconds: options.number('seconds'),
      sound: options.flag('sound'),
      guidance: options.number('guidance'),
      ...advancedOf({
        seed: options.number('seed'),
        style: options.text('style'),
        cameraMotion,
        motionIntensity: options.number('motion'),
      }),
    },
    ...(model === '' ? {} : { model }),
  };
}
