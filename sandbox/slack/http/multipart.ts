import { broken } from '../errors.ts';

export interface FormPart {
  readonly name: string;
  readonly filename: string | null;
  readonly content: Buffer;
}

/** Reads a form by its boundary: Node's own reader is made for clients, not for servers. */
export function readForm(contentType: string, bytes: Buffer): FormPart[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType);
  if (boundary === null) throw broken('invalid_form_data', 'a form without a boundary');
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2] ?? ''}`);
  const parts: FormPart[] = [];
  let start = bytes.indexOf(mark);
  while (start !== -1) {
    const end = bytes.indexOf(mark, start + mark.length);
    if (end === -1) break;
    // A part begins after the line of its mark and ends before the line break of the next.
    parts.push(readPart(bytes.subarray(start + mark.length + 2, end - 2)));
    start = end;
  }
  return parts;
}

function readPart(part: Buffer): FormPart {
  const split = part.indexOf('\r\n\r\n');
  const headers = part.subarray(0, split).toString();
  return {
    name: /[ ;]name="([^"]*)"/i.exec(headers)?.[1] ?? '',
    filename: /[ ;]filename="([^"]*)"/i.exec(headers)?.[1] ?? null,
    content: part.subarray(split + 4),
  };
}
