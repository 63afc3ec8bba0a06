import type { IncomingMessage } from 'node:http';
import { broken } from '../errors.ts';
import type { UploadedFile } from '../messages/write-request.ts';

export interface ParsedBody {
  /** undefined where nothing was sent */
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function parseBody(contentType: string, bytes: Buffer): ParsedBody {
  if (bytes.length === 0) return { json: undefined, files: [] };
  if (contentType.startsWith('multipart/form-data')) return parseForm(contentType, bytes);
  if (!contentType.startsWith('application/json')) throw broken.invalidJson();
  return { json: parseJson(bytes.toString()), files: [] };
}

/** Reads a form by its boundary: Node's own reader is made for clients, not for servers. */
function parseForm(contentType: string, bytes: Buffer): ParsedBody {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType);
  if (boundary === null) throw broken.invalidJson();
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2] ?? ''}`);
  const files: UploadedFile[] = [];
  let json: unknown = {};
  let start = bytes.indexOf(mark);
  while (start !== -1) {
    const end = bytes.indexOf(mark, start + mark.length);
    if (end === -1) break;
    // A part begins after the line of its mark and ends before the line break of the next.
    const part = readPart(bytes.subarray(start + mark.length + 2, end - 2));
    if (part.name === 'payload_json') json = parseJson(part.content.toString());
    else if (part.filename !== undefined) {
      files.push({
        index: Number(/^files\[(\d+)\]$/.exec(part.name)?.[1] ?? files.length),
        filename: part.filename,
        contentType: part.type === 'application/octet-stream' ? undefined : part.type,
        bytes: part.content,
      });
    }
    start = end;
  }
  return { json, files };
}

function readPart(part: Buffer) {
  const split = part.indexOf('\r\n\r\n');
  const headers = part.subarray(0, split).toString();
  const unescaped = (text: string | undefined) =>
    text?.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return {
    name: unescaped(/[ ;]name="([^"]*)"/i.exec(headers)?.[1]) ?? '',
    filename: unescaped(/[ ;]filename="([^"]*)"/i.exec(headers)?.[1]),
    type: /^content-type: *([^\r\n]+)/im.exec(headers)?.[1],
    content: part.subarray(split + 4),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken.invalidJson();
  }
}
