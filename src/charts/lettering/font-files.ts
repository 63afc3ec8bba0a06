import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as harfbuzz from 'harfbuzzjs';
import { z } from 'zod';
import { openTypeOf } from './woff2.ts';

/** How bold letters are, of the 100 to 900 that the fonts can be. */
export const WEIGHTS = { regular: 400, bold: 700 } as const;
export type Weight = keyof typeof WEIGHTS;

/** One of the files a family comes in, each with some of its characters. Read at first use. */
export interface FontFile {
  readonly has: (codePoint: number) => boolean;
  readonly font: (weight: Weight) => harfbuzz.Font;
}

/** A family of fonts that npm brings: a bare machine has none of its own. */
export interface FontFamily {
  /** The file that has all of these characters. */
  readonly fileOf: (codePoints: readonly number[]) => FontFile | null;
}

const require = createRequire(import.meta.url);
const families = new Map<string, FontFamily>();

/** The family of a script, `noto-sans-jp`. */
export function fontFamily(name: string): FontFamily {
  const known = families.get(name) ?? openFamily(name);
  families.set(name, known);
  return known;
}

function openFamily(name: string): FontFamily {
  const from = `@fontsource-variable/${name}`;
  const listed = readFileSync(require.resolve(`${from}/unicode.json`), 'utf8');
  const parts = z.record(z.string(), z.string()).parse(JSON.parse(listed));
  const files = new Map<number, FontFile[]>();
  for (const [key, ranges] of Object.entries(parts)) {
    const part = key.replaceAll(/[[\]]/g, '');
    const file = fontFile(require.resolve(`${from}/files/${name}-${part}-wght-normal.woff2`));
    for (const codePoint of codePointsOf(ranges)) {
      const others = files.get(codePoint);
      if (others === undefined) files.set(codePoint, [file]);
      else others.push(file);
    }
  }
  return {
    fileOf: (codePoints) =>
      files.get(codePoints[0] ?? -1)?.find((file) => codePoints.every(file.has)) ?? null,
  };
}

/** `U+21-22,U+3042` */
function codePointsOf(ranges: string): readonly number[] {
  return ranges.split(',').flatMap((it) => {
    const [first = 0, last = first] = it
      .replace('U+', '')
      .split('-')
      .map((end) => Number.parseInt(end, 16));
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
}

function fontFile(path: string): FontFile {
  let face: harfbuzz.Face | null = null;
  const fonts = new Map<Weight, harfbuzz.Font>();

  function font(weight: Weight): harfbuzz.Font {
    const known = fonts.get(weight);
    if (known !== undefined) return known;
    face ??= new harfbuzz.Face(new harfbuzz.Blob(openTypeOf(readFileSync(path))));
    const made = new harfbuzz.Font(face);
    made.setVariations([new harfbuzz.Variation('wght', WEIGHTS[weight])]);
    fonts.set(weight, made);
    return made;
  }

  return { font, has: (codePoint) => font('regular').nominalGlyph(codePoint) !== undefined };
}
