import type { VideoForm } from '../../../chat/domain/form-state.ts';
import type { Attachment } from '../../../media/domain/media.ts';
import type { MessageKey } from '../../../messages/domain/catalogue.ts';
import { msgOf } from '../../../messages/domain/message.ts';
import type { Message } from '../../../messages/domain/message.ts';
import type { Range } from '../../../video/domain/capabilities.ts';
import type { NamedElement } from '../../../video/domain/video-request.ts';

export type FileKind = 'picture' | 'video' | 'sound';

/** By the names that people know them by. */
export const FILE_TYPES = {
  picture: ['PNG', 'JPEG', 'WebP'],
  video: ['MP4', 'MOV', 'WebM'],
  sound: ['MP3', 'WAV', 'WebM'],
} as const satisfies Record<FileKind, readonly string[]>;

/** In the place of a language: whatever the chat says. */
export const AUTOMATIC = 'automatic';

/** What can be filled in of a video and of what else people ask for, apart from how a chat asks. */
export type VideoKind =
  /** How much of it there can be differs from model to model; `range`: but never more than this. */
  | {
      readonly kind: 'number';
      readonly decimal?: true;
      readonly range?: Range;
      readonly unit?: 'seconds';
      readonly example: string;
    }
  /** By what is stored of each. */
  | {
      readonly kind: 'choice';
      readonly choices: Readonly<Record<string, MessageKey>>;
      /** Each is typed by itself as well, without the name of the field. */
      readonly typedAlone?: true;
    }
  /** Yes or no. With `usual` one of both always holds; else it may be left open. */
  | {
      readonly kind: 'flag';
      readonly yes: MessageKey;
      /** `name`: as it is typed. */
      readonly no?: { readonly name: string; readonly label: MessageKey };
      readonly usual?: boolean;
    }
  /** What is to be seen, in several lines. */
  | { readonly kind: 'prompt'; readonly example: Message }
  | { readonly kind: 'text'; readonly example: string }
  /** One or several. Where a chat takes one by one, each has a name of its own. */
  | { readonly kind: 'file'; readonly of: FileKind; readonly names: readonly string[] }
  /** A part of a video with its own length. */
  | { readonly kind: 'shot'; readonly number: number; readonly seconds: string }
  /** Somebody or something with a name, a description and images. */
  | {
      readonly kind: 'element';
      readonly number: number;
      readonly about: string;
      readonly images: string;
      readonly names: readonly string[];
    }
  | { readonly kind: 'model' }
  /** Whether only whoever asks sees it; where a chat has a choice, in which channel it is seen. */
  | { readonly kind: 'visibility' }
  /** A number of credits, always (0), never or the default. */
  | { readonly kind: 'confirm-over' }
  /** One that messages are said in, or whatever the chat says. */
  | { readonly kind: 'language' }
  /** One word that this service made. */
  | { readonly kind: 'id'; readonly wrong: Message };

/** What of a field the models that are set up can do. */
export interface Offer {
  readonly min?: number;
  readonly max?: number;
  /** So many files, or characters. */
  readonly most?: number;
  readonly values?: readonly string[];
  /** What is chosen already. */
  readonly usual?: VideoValue;
  /** It may be left to the model. */
  readonly open?: true;
  readonly optional?: boolean;
  readonly hint?: Message;
}

export type VideoField = VideoKind & {
  readonly label: MessageKey;
  readonly hint?: Message;
  /** The hint where it is typed and not filled in. */
  readonly typedHint?: Message;
  readonly required?: true | ((values: VideoValues) => boolean);
  /** What is said where it is missing. */
  readonly missing?: Message;
  /** Few use it: where a chat has no room for all, it goes first. */
  readonly rare?: true;
  /** Null: no model here has it, or it is nothing to fill in in a form. Left out: always as declared. */
  readonly offer?: (form: VideoForm) => Offer | null;
};

/** By their names: of a Discord option, and with `--` as it is typed in Slack. */
export type VideoFields = Readonly<Record<string, VideoField>>;

export interface GivenShot {
  readonly prompt: string;
  readonly seconds: number | null;
}

/** What stands in a field; null: nothing. */
export type VideoValue =
  string | number | boolean | readonly Attachment[] | GivenShot | NamedElement<Attachment> | null;

export type VideoValues = Readonly<Record<string, VideoValue>>;

/** What a form offers of a field; null: it has none. */
export function offerOf(field: VideoField, form: VideoForm): Offer | null {
  return field.offer === undefined ? {} : field.offer(form);
}

/** What a field is called in a form. */
export function labelOf(field: VideoField): Message {
  return 'number' in field
    ? { message: field.label, values: { number: field.number } }
    : msgOf(field.label);
}

/** What a field is for, where there is one line for it. */
export function purposeOf(field: VideoField): Message {
  const { typedHint, hint } = field;
  const told = typedHint ?? hint;
  if (told !== undefined) return told;
  if (field.kind === 'prompt') return field.example;
  return field.kind === 'flag' ? msgOf(field.yes) : labelOf(field);
}
