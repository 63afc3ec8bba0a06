// A bare machine has no fonts, so text is drawn as outlines taken from a font that npm brings.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import opentype from 'opentype.js';
import type { Font, Glyph } from 'opentype.js';

export interface TextBox {
  readonly width: number;
  readonly height: number;
  readonly maxSize: number;
  readonly minSize: number;
}

export interface TextBlock {
  readonly lines: readonly string[];
  readonly size: number;
  readonly lineHeight: number;
  readonly height: number;
}

/** More than this is never legible in a picture, and fitting it would only cost time. */
const LONGEST_TEXT = 400;

let font: Font | undefined;
const glyphs = new Map<string, Glyph | null>();

function loadFont(): Font {
  if (font === undefined) {
    const path = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
    const file = readFileSync(path);
    font = opentype.parse(new Uint8Array(file).buffer);
  }
  return font;
}

/** The outline of one character, or null where the font has none: glyph 0 is the "missing" box. */
function glyphOf(character: string): Glyph | null {
  const known = glyphs.get(character);
  if (known !== undefined) return known;
  const glyph = loadFont().charToGlyph(character);
  const found = glyph.index === 0 ? null : glyph;
  glyphs.set(character, found);
  return found;
}

export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const character of text) units += glyphOf(character)?.advanceWidth ?? 0;
  return (units * size) / loadFont().unitsPerEm;
}

/** SVG path data of one line whose baseline starts at x, y. */
export function textPath(text: string, x: number, y: number, size: number): string {
  const scale = size / loadFont().unitsPerEm;
  let pen = x;
  let path = '';
  for (const character of text) {
    const glyph = glyphOf(character);
    if (glyph === null) continue;
    path += glyph.getPath(pen, y, size).toPathData(1);
    pen += (glyph.advanceWidth ?? 0) * scale;
  }
  return path;
}

/**
 * What can be drawn of a text: one line of words. A text in a script the font lacks is replaced by
 * its length, so that a picture never looks as if nothing had been asked for.
 */
export function drawable(text: string): string {
  const characters = Array.from(text.slice(0, LONGEST_TEXT));
  const drawn = characters
    .map((character) => (/\s/u.test(character) ? ' ' : character))
    .filter((character) => character === ' ' || glyphOf(character) !== null)
    .join('')
    .replaceAll(/ +/g, ' ')
    .trim();
  const wanted = characters.filter((character) => /\S/u.test(character)).length;
  if (wanted === 0) return '';
  const kept = Array.from(drawn).filter((character) => character !== ' ').length;
  if (kept * 2 < wanted) return `(${Array.from(text).length} characters)`;
  return text.length > LONGEST_TEXT ? `${drawn}…` : drawn;
}

/** Wraps the text at the largest size that fits the box; at the smallest size it is cut with an ellipsis. */
export function fitText(text: string, box: TextBox): TextBlock {
  const words = drawable(text);
  const { minSize, maxSize } = box;
  for (let size = maxSize; size > minSize; size -= Math.max(1, Math.floor(size / 10))) {
    const block = blockOf(wrap(words, box.width, size), size);
    if (block.height <= box.height) return block;
  }
  const lines = wrap(words, box.width, minSize);
  const room = Math.max(1, Math.floor(box.height / (minSize * 1.25)));
  if (lines.length <= room) return blockOf(lines, minSize);
  const cut = lines.slice(0, room);
  cut[room - 1] = shorten(cut[room - 1] ?? '', box.width, minSize);
  return blockOf(cut, minSize);
}

function blockOf(lines: readonly string[], size: number): TextBlock {
  const lineHeight = size * 1.25;
  return { lines, size, lineHeight, height: lines.length * lineHeight };
}

function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((it) => breakWord(it, width, size))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** A word wider than a whole line is broken anywhere. */
function breakWord(word: string, width: number, size: number): string[] {
  if (textWidth(word, size) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && textWidth(part + character, size) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}

function shorten(line: string, width: number, size: number): string {
  const characters = Array.from(line);
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, size) > width) {
    characters.pop();
  }
  return `${characters.join('')}…`;
}
