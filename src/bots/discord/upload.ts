import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { MediaFile } from '../../core/ports/media-store.ts';

export interface Upload {
  readonly file: MediaFile;
  /** ASCII, as it stands in a header. */
  readonly name: string;
}

/** A form that is read from the disk while it is sent. */
export interface Form {
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: Readable;
}

/**
 * What Discord takes a message with a file as: its JSON, then the file. Written by hand, because
 * Node's own FormData ends the whole process with an unhandled rejection when an upload is called
 * off half-way, and discord.js can only send files that are in memory as a whole.
 */
export function formOf(payload: object, { file, name }: Upload): Form {
  const boundary = `----showrunner-${randomUUID()}`;
  const head = Buffer.from(
    [
      `--${boundary}`,
      'Content-Disposition: form-data; name="payload_json"',
      'Content-Type: application/json',
      '',
      JSON.stringify(payload),
      `--${boundary}`,
      `Content-Disposition: form-data; name="files[0]"; filename="${name}"`,
      'Content-Type: video/mp4',
      '',
      '',
    ].join('\r\n'),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + file.bytes + tail.length),
    },
    stream: Readable.from(inOrder(head, file.path, tail), { objectMode: false }),
  };
}

async function* inOrder(head: Buffer, path: string, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  for await (const chunk of createReadStream(path)) {
    if (Buffer.isBuffer(chunk)) yield chunk;
  }
  yield tail;
}
