import { fontFamily } from './font-files.ts';
import type { FontFamily, FontFile, Weight } from './font-files.ts';
import { outline, shaped } from './shaping.ts';
import type { Glyph } from './shaping.ts';
import { inSightOrder, levelsOf } from './sight-order.ts';

/** Text is drawn as outlines, so that no machine needs a font and nothing in it is read as anything else. */
export interface Lettering {
  widthOf(text: string, size: number): number;
  /** SVG path data of one line whose baseline begins at x, y. What no font has is left out. */
  pathOf(text: string, x: number, y: number, size: number): string;
  /** False for what would be left out, of a letter with its marks. */
  has(cluster: string): boolean;
}

/** Each has characters the others lack. Those of Chinese, Japanese and Korean have many in common. */
const SCRIPTS = ['noto-sans', 'noto-sans-arabic', 'noto-sans-hebrew', 'noto-sans-thai'];
const HAN = { ja: 'noto-sans-jp', zh: 'noto-sans-sc', ko: 'noto-sans-kr' } as const;
const IN_HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Joiners are never drawn; they only tell how their neighbours are. */
const JOINERS = /[\u200c\u200d]/gu;

const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });

interface Run {
  readonly file: FontFile;
  /** Odd from right to left. */
  readonly level: number;
  readonly text: string;
}

/** A letter and the marks on it, as a person counts letters. */
export function clustersOf(text: string): readonly string[] {
  return Array.from(clusters.segment(text), (it) => it.segment);
}

/** What two languages write differently is drawn as in this one. */
export function lettering(weight: Weight, language: string): Lettering {
  const han = hanOrder(language).map(fontFamily);
  const scripts = SCRIPTS.map(fontFamily);

  function layout(text: string): { readonly glyphs: readonly Glyph[]; readonly width: number } {
    const runs = inSightOrder(runsOf(text.replaceAll(/\p{Zs}/gu, ' ')));
    const glyphs: Glyph[] = [];
    let width = 0;
    for (const { file, level, text: part } of runs) {
      const run = shaped(part, file.font(weight), level % 2 === 1);
      glyphs.push(...run.glyphs.map((it) => ({ ...it, x: it.x + width })));
      width += run.width;
    }
    return { glyphs, width };
  }

  function runsOf(text: string): readonly Run[] {
    const chain = chainFor(text);
    const levels = levelsOf(text);
    const runs: Run[] = [];
    for (const { segment, index } of clusters.segment(text)) {
      const found = drawn(segment, chain);
      if (found === null) continue;
      const level = levels[index] ?? 0;
      const before = runs.at(-1);
      if (before?.file === found.file && before.level === level) {
        runs[runs.length - 1] = { ...before, text: before.text + found.text };
      } else {
        runs.push({ ...found, level });
      }
    }
    return runs;
  }

  /** One text is not drawn in the letters of two countries where those of one have it all. */
  function chainFor(text: string): readonly FontFamily[] {
    const written = clustersOf(text).filter((it) => IN_HAN.test(it));
    const whole = han.find((family) => written.every((it) => familyFile(family, it) !== null));
    return [...scripts, ...(whole === undefined ? [] : [whole]), ...han];
  }

  return {
    widthOf: (text, size) => layout(text).width * size,
    pathOf: (text, x, y, size) =>
      layout(text)
        .glyphs.map((it) => outline(it, x, y, size))
        .join(''),
    has: (cluster) => [...scripts, ...han].some((it) => familyFile(it, cluster) !== null),
  };
}

/** A mark that the letter's font lacks is left out alone. */
function drawn(cluster: string, chain: readonly FontFamily[]): Omit<Run, 'level'> | null {
  const [letter = ''] = cluster;
  for (const text of [cluster, letter]) {
    for (const family of chain) {
      const file = familyFile(family, text);
      if (file !== null) return { file, text };
    }
  }
  return null;
}

function familyFile(family: FontFamily, cluster: string): FontFile | null {
  const wanted = Array.from(cluster.replaceAll(JOINERS, ''), (it) => it.codePointAt(0) ?? 0);
  return wanted.length === 0 ? null : family.fileOf(wanted);
}

function hanOrder(language: string): readonly string[] {
  const own = Object.entries(HAN).find(([it]) => language.startsWith(it))?.[1];
  const others = Object.values(HAN).filter((it) => it !== own);
  return own === undefined ? others : [own, ...others];
}
