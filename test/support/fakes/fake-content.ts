import type { AudioType, ClipType, ImageType } from '../../../src/core/media/domain/media.ts';

/** What a link leads to. A `problem` is given as the answer; `failing` is an outage. */
export type FakeContent =
  | {
      readonly kind: 'image';
      readonly type: ImageType;
      readonly width: number;
      readonly height: number;
      readonly bytes: number;
    }
  | {
      readonly kind: 'video';
      readonly width: number;
      readonly height: number;
      readonly seconds: number;
      readonly sound: boolean;
      readonly bytes: number;
    }
  | {
      readonly kind: 'clip';
      readonly type: ClipType;
      readonly width: number;
      readonly height: number;
      readonly seconds: number;
      readonly fps: number;
      readonly sound: boolean;
      readonly bytes: number;
    }
  | {
      readonly kind: 'audio';
      readonly type: AudioType;
      readonly seconds: number;
      readonly bytes: number;
    }
  | { readonly kind: 'text' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failing' }
  /** It can be fetched, but not be saved. */
  | { readonly kind: 'unsaved' }
  /** Whatever it is asked for as, it cannot be read to its end. */
  | { readonly kind: 'broken' }
  /** The chat keeps it to itself. */
  | { readonly kind: 'withheld' }
  | { readonly kind: 'problem'; readonly code: 'bomb' | 'broken' };
