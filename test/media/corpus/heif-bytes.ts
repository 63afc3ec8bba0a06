import { numbers } from './file-bytes.ts';

/** A coded picture, taken out of a file that an encoder made. */
export interface CodedPicture {
  readonly kind: Kind;
  readonly setup: Buffer;
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

type Kind = 'heic' | 'avif';

/** How the same boxes are called in both. */
const NAMES = {
  heic: { setup: 'hvcC', item: 'hvc1' },
  avif: { setup: 'av1C', item: 'av01' },
} as const satisfies Record<Kind, object>;

interface HeifDraft {
  /** The same picture several times over, as phones put their photos together. */
  readonly grid?: { readonly columns: number; readonly rows: number };
  /** In quarters of a turn, against the clock. */
  readonly turns?: 1 | 2 | 3;
  /** Colours as numbers: primaries and transfer. */
  readonly codes?: readonly [number, number];
  readonly profile?: Buffer;
}

const BOX_HEAD = 8;

export function codedPicture(kind: Kind, file: Buffer): CodedPicture {
  const properties = inside(file, ['meta', 'iprp', 'ipco']);
  const sides = boxIn(properties, 'ispe');
  const places = boxIn(inside(file, ['meta']), 'iloc');
  return {
    kind,
    setup: boxIn(properties, NAMES[kind].setup),
    data: itemOf(file, places),
    width: sides.readUInt32BE(4),
    height: sides.readUInt32BE(8),
  };
}

function inside(file: Buffer, names: readonly string[]): Buffer {
  let part = file;
  for (const name of names) {
    part = boxIn(part, name);
    if (name === 'meta') part = part.subarray(4);
  }
  return part;
}

function boxIn(holder: Buffer, name: string): Buffer {
  for (let at = 0; at + BOX_HEAD <= holder.length;) {
    const length = holder.readUInt32BE(at);
    if (holder.toString('latin1', at + 4, at + 8) === name) {
      return holder.subarray(at + BOX_HEAD, at + length);
    }
    at += length;
  }
  throw new Error(`There is no ${name}`);
}

/** Of the first item, wherever its version writes its place. */
function itemOf(file: Buffer, iloc: Buffer): Buffer {
  const version = iloc.readUInt8(0);
  const sizes = iloc.readUInt16BE(4);
  const sizeAt = (shift: number): number => (sizes >> shift) & 0xf;
  const [offsetBytes, lengthBytes] = [sizeAt(12), sizeAt(8)] as const;
  const [baseBytes, indexBytes] = [sizeAt(4), sizeAt(0)] as const;
  let at = version < 2 ? 8 : 10;
  at += version < 2 ? 2 : 4;
  if (version > 0) at += 2;
  at += 2;
  const read = (bytes: number): number => {
    const value =
      bytes === 0 ? 0 : bytes === 8 ? Number(iloc.readBigUInt64BE(at)) : iloc.readUIntBE(at, bytes);
    at += bytes;
    return value;
  };
  const base = read(baseBytes);
  const extents = read(2);
  const parts: Buffer[] = [];
  for (let extent = 0; extent < extents; extent += 1) {
    if (version > 0) read(indexBytes);
    const start = base + read(offsetBytes);
    parts.push(file.subarray(start, start + read(lengthBytes)));
  }
  return Buffer.concat(parts);
}

/** A HEIC or an AVIF: one picture, or a grid of them, as phones write their photos. */
export function heif(picture: CodedPicture, draft: HeifDraft = {}): Buffer {
  const names = NAMES[picture.kind];
  const { columns, rows } = draft.grid ?? { columns: 1, rows: 1 };
  const tiles = draft.grid ? columns * rows : 1;
  const width = picture.width * columns;
  const height = picture.height * rows;
  const head = box('ftyp', text(picture.kind), numbers(0), text(`mif1${picture.kind}`));
  // The places of the data are known once it is known how long what comes before it is.
  const length = head.length + metaOf(0).length + BOX_HEAD;
  return Buffer.concat([head, metaOf(length), box('mdat', picture.data)]);

  function metaOf(place: number): Buffer {
    const grid = Buffer.from([0, 0, rows - 1, columns - 1, ...shorts(width, height)]);
    const ids = Array.from({ length: tiles }, (_, index) => index + 1);
    const main = draft.grid ? tiles + 1 : 1;
    const properties = [
      box(names.setup, picture.setup),
      fullBox('ispe', 0, numbers(picture.width, picture.height)),
      ...(draft.grid ? [fullBox('ispe', 0, numbers(width, height))] : []),
      ...(draft.codes
        ? [box('colr', text('nclx'), Buffer.from([...shorts(...draft.codes, 6), 0x80]))]
        : []),
      ...(draft.profile ? [box('colr', text('prof'), draft.profile)] : []),
      ...(draft.turns === undefined ? [] : [box('irot', Buffer.from([draft.turns]))]),
    ];
    const shown = properties.map((_, index) => index + 1).slice(draft.grid ? 2 : 0);
    const links = [
      ...(draft.grid ? ids.map((id) => [id, [1, 2]] as const) : []),
      [main, shown] as const,
    ];
    return fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, numbers(0), text('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, Buffer.from(shorts(main))),
      fullBox(
        'iloc',
        1,
        Buffer.from([0x44, 0x00, ...shorts(ids.length + (draft.grid ? 1 : 0))]),
        ...ids.map((id) =>
          Buffer.concat([Buffer.from(shorts(id, 0, 0, 1)), numbers(place, picture.data.length)]),
        ),
        ...(draft.grid
          ? [Buffer.concat([Buffer.from(shorts(main, 1, 0, 1)), numbers(0, grid.length)])]
          : []),
      ),
      fullBox(
        'iinf',
        0,
        Buffer.from(shorts(ids.length + (draft.grid ? 1 : 0))),
        ...ids.map((id) => fullBox('infe', 2, Buffer.from(shorts(id, 0)), text(`${names.item}\0`))),
        ...(draft.grid ? [fullBox('infe', 2, Buffer.from(shorts(main, 0)), text('grid\0'))] : []),
      ),
      ...(draft.grid
        ? [fullBox('iref', 0, box('dimg', Buffer.from(shorts(main, tiles, ...ids))))]
        : []),
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox(
          'ipma',
          0,
          numbers(links.length),
          ...links.map(([id, used]) => Buffer.from([...shorts(id), used.length, ...used])),
        ),
      ),
      ...(draft.grid ? [box('idat', grid)] : []),
    );
  }
}

function shorts(...values: readonly number[]): number[] {
  return values.flatMap((value) => [value >> 8, value & 0xff]);
}

function text(words: string): Buffer {
  return Buffer.from(words, 'latin1');
}

function box(name: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([text(name), ...parts]);
  return Buffer.concat([numbers(body.length + 4), body]);
}

function fullBox(name: string, version: number, ...parts: readonly Buffer[]): Buffer {
  return box(name, Buffer.from([version, 0, 0, 0]), ...parts);
}
