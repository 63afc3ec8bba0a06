/**
 * Media in our own store, named by the hash of their content. What a model sees is what these
 * say: they were measured, not believed.
 */
export interface ImageRef {
  readonly kind: 'image';
  /** Content hash and file ending: `3f…9a.jpg`. */
  readonly key: string;
  readonly contentType: ImageType;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

export interface VideoRef {
  readonly kind: 'video';
  readonly key: string;
  readonly contentType: 'video/mp4';
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly sound: boolean;
  /** A still from the video, for lists and for chats that cannot play it. */
  readonly poster: ImageRef | null;
}

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp';

/** What a model takes as an image. Sides in pixels; ratio is the long side over the short one. */
export interface ImageLimits {
  readonly types: readonly ImageType[];
  readonly maxBytes: number;
  readonly minSide: number;
  readonly maxSide: number;
  readonly maxRatio: number;
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
}

/** Why a given image cannot be used. `name` is the sender's file name, untrusted. */
export type ImageProblem =
  | { readonly code: 'not-an-image'; readonly name: string; readonly found: string | null }
  | { readonly code: 'image-type'; readonly name: string; readonly found: string }
  | {
      readonly code: 'image-too-big';
      readonly name: string;
      readonly bytes: number | null;
      readonly maxBytes: number;
    }
  | {
      readonly code: 'image-side';
      readonly name: string;
      readonly width: number;
      readonly height: number;
      readonly minSide: number;
      readonly maxSide: number;
    }
  | {
      readonly code: 'image-ratio';
      readonly name: string;
      readonly width: number;
      readonly height: number;
      readonly maxRatio: number;
    }
  /** Too many pixels for its bytes, or it took more time or memory than any honest image. */
  | { readonly code: 'image-bomb'; readonly name: string }
  /** Cut off or damaged: it does not decode to its end. */
  | { readonly code: 'image-broken'; readonly name: string }
  | { readonly code: 'image-unreachable'; readonly name: string }
  /** The chat does not let this service read it. */
  | { readonly code: 'image-withheld'; readonly name: string };
