/**
 * Media in our own store, named by the hash of their content. What a model sees is what these
 * say: they were measured, not believed.
 */
export interface ImageRef extends Sides {
  readonly kind: 'image';
  /** Content hash and file ending: `3f…9a.jpg`. */
  readonly key: string;
  readonly contentType: ImageType;
  readonly bytes: number;
  /** What was done to it beyond what is done to every image. */
  readonly changes?: ImageChanges;
}

/** What its owner would see the difference of. */
export interface ImageChanges {
  /** It is of another format than the one that was given. */
  readonly converted?: boolean;
  readonly resized?: boolean;
  /** What is behind it now, where it was clear. */
  readonly background?: Background;
}

export type Background = 'white' | 'black';

export interface VideoRef extends Sides {
  readonly kind: 'video';
  readonly key: string;
  readonly contentType: 'video/mp4';
  readonly bytes: number;
  readonly seconds: number;
  readonly sound: boolean;
  /** A still from the video, for lists and for chats that cannot play it. */
  readonly poster: ImageRef | null;
  /** It cannot be read here, and is handed over as the file that it came as; nothing was measured. */
  readonly unread?: true | undefined;
}

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp';

/** A video that somebody gave, as it was measured. */
export interface ClipRef extends Sides {
  readonly kind: 'clip';
  readonly key: string;
  readonly contentType: ClipType;
  readonly bytes: number;
  readonly seconds: number;
  /** Frames a second; null where they come irregularly. */
  readonly fps: number | null;
  readonly sound: boolean;
}

export interface AudioRef {
  readonly kind: 'audio';
  readonly key: string;
  readonly contentType: AudioType;
  readonly bytes: number;
  readonly seconds: number;
}

export type ClipType = 'video/mp4' | 'video/quicktime' | 'video/webm';
export type AudioType = 'audio/mpeg' | 'audio/wav' | 'audio/webm';

export type MediaType = ImageType | ClipType | AudioType;

/** Types as people call them. */
export const FORMATS = {
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/webp': 'WebP',
  'video/mp4': 'MP4',
  'video/quicktime': 'MOV',
  'video/webm': 'WebM',
  'audio/mpeg': 'MP3',
  'audio/wav': 'WAV',
  'audio/webm': 'WebM',
} as const satisfies Record<MediaType, string>;

/** Whatever somebody can give for a video. */
export type InputRef = ImageRef | ClipRef | AudioRef;

/** Sides in pixels; ratio is the long side over the short one. */
interface SideLimits {
  readonly minSide: number;
  readonly maxSide: number;
  readonly maxRatio: number;
}

/** What a model takes as an image. */
export interface ImageLimits extends SideLimits {
  readonly types: readonly ImageType[];
  readonly maxBytes: number;
}

/** What a model takes as a video. */
export interface ClipLimits extends SideLimits {
  readonly types: readonly ClipType[];
  readonly maxBytes: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly minFps: number;
}

export interface AudioLimits {
  readonly types: readonly AudioType[];
  readonly maxBytes: number;
}

/** What would be done to a video so that a model takes it. */
export interface TranscodePlan {
  /** Only the first so many seconds are used; null: all of it. */
  readonly seconds: number | null;
  /** Encoded anew: smaller, of another type, or of other sides. */
  readonly encode: boolean;
}

/** What somebody meant to give. */
export type MediaKind = 'image' | 'video' | 'audio';

/** What the bytes of a file are: of a format, which may hold what no decoder knows, or of none. */
export type FoundContent =
  | { readonly format: string }
  | { readonly unreadable: string }
  | ('empty' | 'web-page' | 'text' | 'audio-only' | 'no-audio');

/**
 * Why it cannot be used, where no change to it would help. `name` is the sender's file name,
 * untrusted.
 */
export type MediaProblem = { readonly media: MediaKind; readonly name: string } & (
  | {
      readonly code: 'wrong-type';
      /** Null where nothing is known about it. */
      readonly found: FoundContent | null;
      /** What the model takes. */
      readonly types: readonly MediaType[];
    }
  | { readonly code: 'too-big'; readonly bytes: number | null; readonly maxBytes: number }
  | { readonly code: 'too-short'; readonly seconds: number; readonly minSeconds: number }
  /** Too small: a larger one could be made smaller. */
  | ({ readonly code: 'wrong-side'; readonly minSide: number } & Sides)
  | ({ readonly code: 'wrong-ratio'; readonly maxRatio: number } & Sides)
  /** Of what it is, so much could be encoded anew in a reasonable time. */
  | { readonly code: 'too-much-work'; readonly mostSeconds: number }
  | { readonly code: 'too-few-frames'; readonly fps: number; readonly minFps: number }
  /** Too many pixels for its bytes, or it took more memory than any honest image. */
  | { readonly code: 'bomb' }
  /** Cut off or damaged: it does not decode to its end. `share` of it is there, where that is known. */
  | { readonly code: 'broken'; readonly share?: number }
  | { readonly code: 'heavy' }
  /** It brought a process of ours down, however it was tried. */
  | { readonly code: 'failed' }
  | { readonly code: 'unreachable' }
  /** The chat does not let this service read it. */
  | { readonly code: 'withheld' }
);

export interface Sides {
  readonly width: number;
  readonly height: number;
}

/** A file somebody attached in a chat, as the chat describes it: nothing of it is believed. */
export interface Attachment {
  readonly url: string;
  readonly name: string;
  readonly bytes: number | null;
}

/** Where a file can be had, and with what: some chats keep attachments behind the bot's token. */
export interface MediaSource extends Attachment {
  /** Secrets among them: for this fetch, never to be kept. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whoever gave it: the many files of one person take turns with those of everybody else. */
  readonly owner?: string;
}
