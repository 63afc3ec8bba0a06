import { brotliDecompressSync } from 'node:zlib';
import { reader } from './bytes.ts';
import type { Reader } from './bytes.ts';
import { rebuildGlyphs, rebuildMetrics } from './woff2-glyphs.ts';

// Names of tables by their number in a WOFF2 file: https://www.w3.org/TR/WOFF2/#table_dir_format
const TAGS = [
  ...['cmap', 'head', 'hhea', 'hmtx', 'maxp', 'name', 'OS/2', 'post', 'cvt ', 'fpgm', 'glyf'],
  ...['loca', 'prep', 'CFF ', 'VORG', 'EBDT', 'EBLC', 'gasp', 'hdmx', 'kern', 'LTSH', 'PCLT'],
  ...['VDMX', 'vhea', 'vmtx', 'BASE', 'GDEF', 'GPOS', 'GSUB', 'EBSC', 'JSTF', 'MATH', 'CBDT'],
  ...['CBLC', 'COLR', 'CPAL', 'SVG ', 'sbix', 'acnt', 'avar', 'bdat', 'bloc', 'bsln', 'cvar'],
  ...['fdsc', 'feat', 'fmtx', 'fvar', 'gvar', 'hsty', 'just', 'lcar', 'mort', 'morx', 'opbd'],
  ...['prop', 'trak', 'Zapf', 'Silf', 'Glat', 'Gloc', 'Feat', 'Sill'],
];

interface Entry {
  readonly tag: string;
  readonly transformed: boolean;
  readonly length: number;
}

/** A WOFF2 font as the OpenType font that was compressed. */
export function openTypeOf(woff2: Uint8Array): Uint8Array {
  const file = reader(woff2);
  if (file.u32() !== 0x774f4632) throw new Error('no WOFF2 font');
  const flavor = file.u32();
  file.take(4);
  const count = file.u16();
  file.take(6);
  const compressed = file.u32();
  file.take(24);
  const entries = Array.from({ length: count }, () => entryOf(file));
  const data = reader(brotliDecompressSync(file.take(compressed)));
  const tables = new Map(entries.map((it) => [it.tag, data.take(it.length)]));
  const transformed = new Set(entries.filter((it) => it.transformed).map((it) => it.tag));
  const glyf = tables.get('glyf');
  if (glyf !== undefined && transformed.has('glyf')) {
    const rebuilt = rebuildGlyphs(glyf);
    tables.set('glyf', rebuilt.glyf).set('loca', rebuilt.loca);
    // `loca` is in its long form.
    tables.get('head')?.set([0, 1], 50);
    const [hhea, hmtx] = [tables.get('hhea'), tables.get('hmtx')];
    if (hhea !== undefined && hmtx !== undefined && transformed.has('hmtx')) {
      tables.set('hmtx', rebuildMetrics(hmtx, hhea, rebuilt.lefts));
    }
  }
  return openType(flavor, tables);
}

function entryOf(file: Reader): Entry {
  const flags = file.u8();
  const tag = TAGS[flags & 63] ?? String.fromCharCode(...file.take(4));
  const version = flags >> 6;
  const original = variableLength(file);
  // Of these two, version 3 is the one that leaves them as they were.
  const transformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0;
  return { tag, transformed, length: transformed ? variableLength(file) : original };
}

/** Seven bits a byte, the highest first. */
function variableLength(file: Reader): number {
  let value = 0;
  for (let n = 0; n < 5; n += 1) {
    const byte = file.u8();
    value = value * 128 + (byte & 127);
    if (byte < 128) return value;
  }
  throw new RangeError('a length of more than five bytes');
}

function openType(flavor: number, tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const head = 12 + tables.size * 16;
  const padded = (length: number) => Math.ceil(length / 4) * 4;
  const total = [...tables.values()].reduce((sum, it) => sum + padded(it.length), head);
  const font = new Uint8Array(total);
  const view = new DataView(font.buffer);
  view.setUint32(0, flavor);
  view.setUint16(4, tables.size);
  let at = head;
  // Checksums stay 0: nobody looks at them.
  for (const [n, [tag, data]] of [...tables].toSorted(byTag).entries()) {
    const entry = 12 + n * 16;
    for (let i = 0; i < 4; i += 1) font[entry + i] = tag.charCodeAt(i);
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, data.length);
    font.set(data, at);
    at += padded(data.length);
  }
  return font;
}

function byTag([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
