// opentype.js ships no types; these are the few members used by the captions.
declare module 'opentype.js' {
  export interface GlyphPath {
    toPathData(decimalPlaces: number): string;
  }
  export interface Glyph {
    readonly index: number;
    readonly advanceWidth?: number;
    getPath(x: number, y: number, fontSize: number): GlyphPath;
  }
  export interface Font {
    readonly unitsPerEm: number;
    charToGlyph(character: string): Glyph;
  }
  const opentype: { parse(buffer: ArrayBuffer): Font };
  export { opentype as default };
}
