import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AVCOL_PRI_BT2020,
  AVCOL_PRI_SMPTE431,
  AVCOL_PRI_SMPTE432,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT2020_CL,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_FCC,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_SMPTE240M,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_SMPTE2084,
  type Frame,
} from 'node-av';
import { cubeOf, type Gamut, type Transfer } from './light.ts';

/** A frame's colours, as its file tells them. */
export type Colours = Pick<
  Frame,
  'width' | 'height' | 'colorSpace' | 'colorRange' | 'colorPrimaries' | 'colorTrc'
>;

export interface Standard {
  readonly width: number;
  readonly height: number;
  readonly format: 'yuv420p' | 'rgb24';
  /** Where a table may be written for the filters to read. */
  readonly folder: string;
}

/** Where nothing is told, every player guesses by the size. */
const HD = { long: 1280, short: 577 };

/**
 * Filters that make pictures as every screen shows them: BT.709, in limited range where they are
 * YUV, of the given size. What is brighter (HLG, PQ) or purer (BT.2020, P3) is brought into it.
 */
export function toStandard(colours: Colours, wanted: Standard): string {
  const { width, height, format } = wanted;
  const yuv = format === 'yuv420p';
  const flags = 'flags=bicubic+accurate_rnd+full_chroma_int';
  const given = `in_color_matrix=${matrixOf(colours)}:in_range=${rangeOf(colours)}`;
  const made = yuv ? ':out_color_matrix=bt709:out_range=limited' : ':out_range=full';
  const size = `scale=w=${width}:h=${height}:${flags}`;
  const table = tableFor(colours, wanted.folder);
  return [
    ...(table === null
      ? [`${size}:${given}${made}`]
      : [
          `${size}:${given}:out_range=full`,
          'format=gbrp12le',
          `lut3d=file=${escaped(table)}`,
          `scale=${flags}${made}`,
        ]),
    `format=${format}`,
    'setsar=1',
    yuv
      ? 'setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=limited'
      : 'setparams=color_primaries=bt709:color_trc=bt709:range=full',
  ].join(',');
}

/** Null where a matrix is all that is needed. */
function tableFor({ colorTrc, colorPrimaries }: Colours, folder: string): string | null {
  const transfer = TRANSFERS[colorTrc] ?? 'sdr';
  // What is that bright is always filmed in wide colours, whether it says so or not.
  const gamut = GAMUTS[colorPrimaries] ?? (transfer === 'sdr' ? 'bt709' : 'bt2020');
  if (transfer === 'sdr' && gamut === 'bt709') return null;
  const path = join(folder, `${transfer}-${gamut}.cube`);
  if (!existsSync(path)) writeFileSync(path, cubeOf(transfer, gamut));
  return path;
}

const TRANSFERS: Readonly<Record<number, Transfer>> = {
  [AVCOL_TRC_ARIB_STD_B67]: 'hlg',
  [AVCOL_TRC_SMPTE2084]: 'pq',
};

const GAMUTS: Readonly<Record<number, Gamut>> = {
  [AVCOL_PRI_BT2020]: 'bt2020',
  [AVCOL_PRI_SMPTE431]: 'p3',
  [AVCOL_PRI_SMPTE432]: 'p3',
};

function matrixOf({ colorSpace, colorTrc, width, height }: Colours): string {
  if (colorSpace !== AVCOL_SPC_UNSPECIFIED) return MATRICES[colorSpace] ?? 'bt709';
  if (colorTrc in TRANSFERS) return 'bt2020';
  const hd = Math.max(width, height) >= HD.long || Math.min(width, height) >= HD.short;
  return hd ? 'bt709' : 'bt601';
}

const MATRICES: Readonly<Record<number, string>> = {
  [AVCOL_SPC_FCC]: 'fcc',
  [AVCOL_SPC_BT470BG]: 'bt601',
  [AVCOL_SPC_SMPTE170M]: 'bt601',
  [AVCOL_SPC_SMPTE240M]: 'smpte240m',
  [AVCOL_SPC_BT2020_NCL]: 'bt2020',
  [AVCOL_SPC_BT2020_CL]: 'bt2020',
};

function rangeOf({ colorRange }: Colours): string {
  return colorRange === AVCOL_RANGE_JPEG ? 'full' : 'limited';
}

/** Once for the option's value, and once more for the description of the graph. */
function escaped(path: string): string {
  return path.replace(/[\\':]/g, String.raw`\$&`).replace(/[\\'[\],;]/g, String.raw`\$&`);
}
