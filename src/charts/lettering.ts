import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';
import type { Font, Glyph } from 'opentype.js';

/** Text is drawn as outlines of a font that npm brings: a bare machine has none of its own. */
export interface Lettering {
  widthOf(text: string, size: number): number;
  /** SVG path data of one line whose baseline begins at x, y. */
  pathOf(text: string, x: number, y: number, size: number): string;
  /** False for what would be drawn as a box. */
  has(character: string): boolean;
}

const FILES = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' } as const;

const loaded = new Map<keyof typeof FILES, Lettering>();

/** Read at first use: a process that draws nothing needs none of it. */
export function lettering(weight: keyof typeof FILES): Lettering {
  const known = loaded.get(weight);
  if (known !== undefined) return known;
  const file = createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${FILES[weight]}`);
  const made = letteringOf(opentype.parse(new Uint8Array(readFileSync(file)).buffer));
  loaded.set(weight, made);
  return made;
}

function letteringOf(font: Font): Lettering {
  /** Glyph 0 is the box that stands for whatever is missing. */
  function glyphOf(character: string): Glyph | null {
    const glyph = font.charToGlyph(character);
    return glyph.index === 0 ? null : glyph;
  }
  const advance = (glyph: Glyph | null, size: number) =>
    ((glyph?.advanceWidth ?? 0) * size) / font.unitsPerEm;
  return {
    widthOf: (text, size) =>
      Array.from(text).reduce((width, it) => width + advance(glyphOf(it), size), 0),
    pathOf(text, x, y, size) {
      let pen = x;
      let path = '';
      for (const character of text) {
        const glyph = glyphOf(character);
        path += glyph?.getPath(pen, y, size).toPathData(1) ?? '';
        pen += advance(glyph, size);
      }
      return path;
    },
    has: (character) => glyphOf(character) !== null,
  };
}
