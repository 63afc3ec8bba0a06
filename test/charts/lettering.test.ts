import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as harfbuzz from 'harfbuzzjs';
import { describe, expect, it } from 'vitest';
import { lettering } from '../../src/charts/lettering/lettering.ts';
import { inSightOrder, levelsOf } from '../../src/charts/lettering/sight-order.ts';
import { openTypeOf } from '../../src/charts/lettering/woff2.ts';

const letters = lettering('regular', 'en');
const pathOf = (text: string, language = 'en') =>
  lettering('regular', language).pathOf(text, 0, 0, 1_000);

describe('letters', () => {
  it('are those of any of our languages, and of what people are called', () => {
    for (const it of ['Zoë', 'Ґ', 'ő', 'ệ', 'Ω', 'ἄ', 'あ', '动', '動', '한', 'م', 'ש', 'ก', 'क']) {
      expect(Array.from(it).filter((one) => !letters.has(one))).toEqual([]);
      expect(pathOf(it)).not.toBe('');
      expect(letters.widthOf(it, 28)).toBeGreaterThan(0);
    }
  });

  it('that no font has are not drawn, and take no room', () => {
    for (const it of ['🔥', '𓀀', '\u{fffff}', '\ud800', '\ue000']) {
      expect(letters.has(it)).toBe(false);
      expect(pathOf(it)).toBe('');
      expect(pathOf(`a${it}`)).toBe(pathOf('a'));
    }
    for (const it of ['\u0000', '\u202e', '\u200b']) expect(pathOf(`a${it}`)).toBe(pathOf('a'));
    expect(letters.widthOf('a🔥b', 28)).toBeCloseTo(letters.widthOf('ab', 28));
  });

  it('are wider where they are bold', () => {
    const bold = lettering('bold', 'en');
    expect(bold.widthOf('Total', 28)).toBeGreaterThan(letters.widthOf('Total', 28));
    expect(bold.pathOf('動', 0, 0, 28)).not.toBe(letters.pathOf('動', 0, 0, 28));
  });

  it('are those of the language, where two write one character differently', () => {
    expect(pathOf('直', 'ja')).not.toBe(pathOf('直', 'zh-CN'));
    expect(pathOf('直', 'ko')).not.toBe(pathOf('直', 'zh-CN'));
    // Written in China alone, so all of it is drawn as there.
    expect(pathOf('直们', 'ja').startsWith(pathOf('直', 'zh-CN'))).toBe(true);
  });

  it('that are joined are drawn so', () => {
    const apart = Array.from('محمد').reduce((sum, it) => sum + letters.widthOf(it, 28), 0);
    expect(Math.abs(letters.widthOf('محمد', 28) - apart)).toBeGreaterThan(1);
    expect(pathOf('می\u200cخ')).not.toBe(pathOf('میخ'));
  });

  it('have their marks on them', () => {
    expect(letters.widthOf('ก็', 28)).toBeCloseTo(letters.widthOf('ก', 28));
    expect(pathOf('ก็')).not.toBe(pathOf('ก'));
    expect(pathOf('Z\u0335')).toBe(pathOf('Z'));
  });

  it('run from right to left where they are read so', () => {
    expect(pathOf('אב').startsWith(pathOf('ב'))).toBe(true);
    expect(pathOf('אב Moe').startsWith(pathOf('Moe'))).toBe(true);
    expect(pathOf('Moe אב').startsWith(pathOf('Moe ב'))).toBe(true);
    // The first bracket to be seen opens to the right, whichever was typed first.
    expect(pathOf('א)').startsWith(pathOf('('))).toBe(true);
  });

  it('are a space for every kind of it', () => {
    expect(letters.widthOf('1\u202f000', 28)).toBeCloseTo(letters.widthOf('1 000', 28));
    expect(letters.widthOf('a\u3000b', 28)).toBeCloseTo(letters.widthOf('a b', 28));
  });

  it('of whatever somebody typed are drawn somewhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expect(Number.isFinite(letters.widthOf(text, 28))).toBe(true);
        expect(letters.pathOf(text, 10, 10, 28)).toMatch(/^[MLQCZ\d. -]*$/);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the order in which runs are seen', () => {
  const seen = (levels: readonly number[]) =>
    inSightOrder(levels.map((level, n) => ({ level, n }))).map((it) => it.n);

  it.each([
    [[], []],
    [
      [0, 1, 0],
      [0, 1, 2],
    ],
    [
      [0, 1, 1, 0],
      [0, 2, 1, 3],
    ],
    [
      [1, 2, 1],
      [2, 1, 0],
    ],
    [
      [1, 2, 2, 1, 0],
      [3, 1, 2, 0, 4],
    ],
  ])('%j is seen as %j', (levels, order) => {
    expect(seen(levels)).toEqual(order);
  });

  it('is told by the first letter of a line', () => {
    expect([...levelsOf('aא')]).toEqual([0, 1]);
    expect([...levelsOf('אa')]).toEqual([1, 2]);
  });
});

describe('a font file', () => {
  const require = createRequire(import.meta.url);
  const FILES = [
    ...['noto-sans-latin', 'noto-sans-latin-ext', 'noto-sans-cyrillic', 'noto-sans-devanagari'],
    ...['noto-sans-arabic-arabic', 'noto-sans-hebrew-hebrew', 'noto-sans-thai-thai'],
    ...['noto-sans-jp-119', 'noto-sans-kr-119', 'noto-sans-sc-119', 'noto-sans-sc-40'],
  ];
  const read = (file: string) => {
    const [, family] = /^(noto-sans(?:-(?:arabic|hebrew|thai|jp|kr|sc)(?=-))?)/.exec(file) ?? [];
    const path = `@fontsource-variable/${family ?? ''}/files/${file}-wght-normal.woff2`;
    return readFileSync(require.resolve(path));
  };

  it.each(FILES)('is unpacked with each outline where its font says: %s', (file) => {
    const unpacked = openTypeOf(read(file));
    const face = new harfbuzz.Face(new harfbuzz.Blob(unpacked));
    const font = new harfbuzz.Font(face);
    const head = face.referenceTable('head') ?? new Uint8Array();
    const box = new DataView(head.buffer, head.byteOffset);
    const edges = [36, 38, 40, 42].map((it) => box.getInt16(it));
    const glyphs = Array.from(face.collectUnicodes(), (it) => font.nominalGlyph(it) ?? 0);
    expect(glyphs.length).toBeGreaterThan(20);
    const places = glyphs.flatMap((it) => font.glyphToJson(it).flatMap(({ values }) => values));
    const outside = places.filter((place, n) => {
      const [least = 0, most = 0] = [edges[n % 2], edges[2 + (n % 2)]];
      return place < least || place > most;
    });
    expect(outside).toEqual([]);
  });

  it('that is none is told so', () => {
    expect(() => openTypeOf(Buffer.alloc(100))).toThrow('no WOFF2 font');
    const cut = read('noto-sans-latin').subarray(0, 2_000);
    expect(() => openTypeOf(cut)).toThrow(RangeError);
  });
});
