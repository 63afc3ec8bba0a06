import * as harfbuzz from 'harfbuzzjs';

/** A glyph where it stands, in parts of the size of the letters. */
export interface Glyph {
  readonly font: harfbuzz.Font;
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** Letters of one font and direction: joined, with their marks in place, from left to right. */
export function shaped(
  text: string,
  font: harfbuzz.Font,
  fromRight: boolean,
): { readonly glyphs: readonly Glyph[]; readonly width: number } {
  const buffer = new harfbuzz.Buffer();
  buffer.addText(text);
  buffer.setDirection(fromRight ? harfbuzz.Direction.RTL : harfbuzz.Direction.LTR);
  buffer.guessSegmentProperties();
  harfbuzz.shape(font, buffer);
  const unit = 1 / font.face.upem;
  const positions = buffer.getGlyphPositions();
  const glyphs: Glyph[] = [];
  let pen = 0;
  for (const [n, { codepoint: id }] of buffer.getGlyphInfos().entries()) {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[n] ?? {};
    // Glyph 0 is the box that stands for whatever is missing.
    if (id === 0) continue;
    glyphs.push({ font, id, x: (pen + xOffset) * unit, y: yOffset * unit });
    pen += xAdvance;
  }
  return { glyphs, width: pen * unit };
}

/** SVG path data of it, in a line whose baseline begins at x, y. */
export function outline(glyph: Glyph, x: number, y: number, size: number): string {
  const scale = size / glyph.font.face.upem;
  const left = x + glyph.x * size;
  const bottom = y - glyph.y * size;
  return glyph.font
    .glyphToJson(glyph.id)
    .map(({ type, values }) => {
      const places = values.map((it, n) => (n % 2 === 0 ? left + it * scale : bottom - it * scale));
      return type + places.map((it) => it.toFixed(1)).join(' ');
    })
    .join('');
}
