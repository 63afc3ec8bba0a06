import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

export interface Upload {
  /** ASCII, as it stands in a header. */
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly from: { readonly path: string } | { readonly content: Uint8Array };
}

/** A form that is read from the disk while it is sent. */
export interface Form {
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: Readable;
}

/**
 * What Discord takes a message with files as: its JSON, then the files. Written by hand, because
 * Node's own FormData ends the whole process with an unhandled rejection when an upload is called
 * off half-way, and discord.js can only send files that are in memory as a whole.
 */
export function formOf(payload: object, uploads: readonly Upload[]): Form {
  const boundary = `----showrunner-${randomUUID()}`;
  const json = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="payload_json"',
    'Content-Type: application/json',
    '',
    JSON.stringify(payload),
  ];
  const parts: Part[] = uploads.map((upload, index) => ({
    upload,
    head: Buffer.from(
      [
        ...(index === 0 ? json : ['']),
        `--${boundary}`,
        `Content-Disposition: form-data; name="files[${index}]"; filename="${upload.name}"`,
        `Content-Type: ${upload.type}`,
        '',
        '',
      ].join('\r\n'),
    ),
  }));
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const length = parts.reduce((sum, it) => sum + it.head.length + it.upload.bytes, tail.length);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(length),
    },
    stream: Readable.from(inOrder(parts, tail), { objectMode: false }),
  };
}

interface Part {
  readonly head: Buffer;
  readonly upload: Upload;
}

async function* inOrder(parts: readonly Part[], tail: Buffer): AsyncGenerator<Uint8Array> {
  for (const { head, upload } of parts) {
    yield head;
    if ('content' in upload.from) {
      yield upload.from.content;
      continue;
    }
    for await (const chunk of createReadStream(upload.from.path)) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  }
  yield tail;
}
