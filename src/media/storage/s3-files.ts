import { createWriteStream } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  contentTypeOf,
  familyOf,
  isMediaKey,
  isNoteName,
  MediaFileMissing,
  type ByteRange,
  type MediaFiles,
} from './media-files.ts';
import { createBucket, type S3Bucket } from './s3-bucket.ts';
import { createWorkFolder, hashOf } from './work-folder.ts';

/** How exactly the last use is known: every note of it costs a request. */
const USE_KNOWN_WITHIN_MS = 60 * 60 * 1000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

/** Media in a bucket, for several machines; files are worked on in a folder of this one. */
export async function createS3Files(
  settings: { readonly client: S3Client; readonly bucket: string; readonly prefix: string },
  dependencies: { readonly workFolder: string; readonly now: () => Date },
): Promise<MediaFiles> {
  const { now } = dependencies;
  const bucket = createBucket(settings.client, settings.bucket);
  const work = await createWorkFolder(dependencies.workFolder);
  const root = settings.prefix === '' ? '' : `${settings.prefix.replace(/^\/+|\/+$/g, '')}/`;
  const fileName = (key: string): string => `${root}files/${key}`;
  const noteName = (name: string): string => {
    if (!isNoteName(name)) throw new Error(`no name for a note: ${name}`);
    return `${root}notes/${name}.json`;
  };

  const files: MediaFiles = {
    workspace: () => work.workspace(),

    async put(path, ending) {
      const { hash, bytes } = await hashOf(path);
      const key = `${hash}.${ending}`;
      if (!isMediaKey(key)) throw new Error(`no key of a media file: ${key}`);
      if (!(await files.touch(key))) {
        const contentType = contentTypeOf(key);
        const open = async (): Promise<Readable> => (await openFile(path)).createReadStream();
        await bucket.put(fileName(key), { open, bytes, hash, contentType });
      }
      return { key, bytes };
    },

    async stat(key) {
      if (!isMediaKey(key)) return null;
      const found = await bucket.head(fileName(key));
      return found && { bytes: found.bytes };
    },

    async read(key, range?: ByteRange) {
      const body = isMediaKey(key) ? await bucket.get(fileName(key), range) : null;
      if (!body) throw new MediaFileMissing(key.slice(0, 100));
      return body;
    },

    async checkOut(key) {
      const body = await files.read(key);
      const workspace = await work.workspace();
      const release = (): PromiseLike<void> => workspace[Symbol.asyncDispose]();
      try {
        const path = join(workspace.path, key);
        await pipeline(body, createWriteStream(path), {
          signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
        });
        return { path, bytes: (await stat(path)).size, [Symbol.asyncDispose]: release };
      } catch (error) {
        await release();
        throw error;
      }
    },

    touch: (key) =>
      isMediaKey(key) ? use(fileName(key), contentTypeOf(key)) : Promise.resolve(false),

    async delete(key) {
      if (!isMediaKey(key)) throw new MediaFileMissing(key.slice(0, 100));
      await bucket.delete(fileName(key));
    },

    async deleteUnused(key, olderThan) {
      if (!isMediaKey(key)) return true;
      const found = await bucket.head(fileName(key));
      if (found && found.modified >= olderThan) return false;
      await bucket.delete(fileName(key));
      return true;
    },

    async notesOf(family) {
      const beginning = noteName(family).replace(/\.json$/, '');
      const names: string[] = [];
      for await (const { place } of bucket.list(beginning)) {
        const name = place.slice(`${root}notes/`.length).replace(/\.json$/, '');
        if (familyOf(name) === family) names.push(name);
      }
      return names;
    },

    async deleteNote(name) {
      await bucket.delete(noteName(name));
    },

    async readNote(name) {
      const place = noteName(name);
      const text = await bucket.getText(place);
      if (text !== null) await use(place, 'application/json');
      return text;
    },

    async writeNote(name, text) {
      await bucket.putText(noteName(name), text, 'application/json');
    },

    async sweep(olderThan) {
      const swept = await sweepBucket(bucket, `${root}files/`, olderThan, isMediaKey);
      await sweepBucket(bucket, `${root}notes/`, olderThan, (name) =>
        isNoteName(name.replace(/\.json$/, '')),
      );
      await work.sweep(now());
      return swept;
    },
  };

  /** The date of what is used is made new; false when it is not there. */
  async function use(place: string, contentType: string): Promise<boolean> {
    const found = await bucket.head(place);
    if (!found) return false;
    if (now().getTime() - found.modified.getTime() < USE_KNOWN_WITHIN_MS) return true;
    return await bucket.renew(place, contentType);
  }

  return files;
}

async function sweepBucket(
  bucket: S3Bucket,
  prefix: string,
  olderThan: Date,
  isOurs: (name: string) => boolean,
): Promise<number> {
  let swept = 0;
  for await (const { place, modified } of bucket.list(prefix)) {
    // What others keep in the same bucket is none of our business.
    if (modified >= olderThan || !isOurs(place.slice(prefix.length))) continue;
    // It may have been used since the list was made.
    const found = await bucket.head(place);
    if (!found || found.modified >= olderThan) continue;
    await bucket.delete(place);
    swept += 1;
  }
  return swept;
}
