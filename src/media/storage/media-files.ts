import type { Readable } from 'node:stream';
import type { MediaFile } from '../../core/media/ports/media-store.ts';

export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
}

/** A folder of one's own for work on files; removed when it is released. */
export interface Workspace extends AsyncDisposable {
  readonly path: string;
}

export interface ByteRange {
  readonly start: number;
  /** Inclusive, as in HTTP. */
  readonly end: number;
}

/** Where media files lie, named by their content. Notes are small texts kept beside them. */
export interface MediaFiles {
  workspace(): Promise<Workspace>;
  /** Moves a file of a workspace into the store. The same content is kept once. */
  put(path: string, ending: string): Promise<StoredFile>;
  stat(key: string): Promise<{ readonly bytes: number } | null>;
  /** @throws {MediaFileMissing} */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /**
   * A path from which the file can be read until it is released, whatever is swept meanwhile.
   * @throws {MediaFileMissing}
   */
  checkOut(key: string): Promise<MediaFile>;
  /** Counts as use: what is used is kept. False when there is no such file (any more). */
  touch(key: string): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Deletes it unless it was used since. False: it was, and is still there. */
  deleteUnused(key: string, olderThan: Date): Promise<boolean>;
  /** Names of the notes whose first two words, of those that dashes divide, are these. */
  notesOf(family: string): Promise<readonly string[]>;
  deleteNote(name: string): Promise<void>;
  readNote(name: string): Promise<string | null>;
  writeNote(name: string, text: string): Promise<void>;
  /** Removes what was last used before `olderThan`; answers how many files went. */
  sweep(olderThan: Date): Promise<number>;
}

export class MediaFileMissing extends Error {
  override readonly name = 'MediaFileMissing';

  constructor(key: string) {
    super(`no file ${key} in the media store`);
  }
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  // A file with pictures in it and one of sound alone are told apart by their endings.
  weba: 'audio/webm',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  // A finished render that nobody here can read.
  bin: 'application/octet-stream',
};

const KEY = /^[0-9a-f]{64}\.([a-z0-9]+)$/;
const NOTE_NAME = /^[a-z]+-[0-9a-z-]{1,100}$/;

/** Only what passes here ever becomes part of a path. */
export function isMediaKey(key: string): boolean {
  const ending = KEY.exec(key)?.[1];
  return ending !== undefined && Object.hasOwn(CONTENT_TYPES, ending);
}

export function isNoteName(name: string): boolean {
  return NOTE_NAME.test(name);
}

/** What notes are told apart by first: what they are about, and of which file. */
export function familyOf(noteName: string): string {
  return noteName.split('-', 2).join('-');
}

/** As what a file is handed out. */
export function contentTypeOf(key: string): string {
  return CONTENT_TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}
