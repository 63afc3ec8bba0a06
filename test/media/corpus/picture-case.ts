import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageChanges, ImageLimits, ImageType } from '../../../src/core/media/domain/media.ts';
import { chart, CHART_SIDE, COLOURS, type Colour } from './chart.ts';

export const PNG: ImageType = 'image/png';
export const JPEG: ImageType = 'image/jpeg';
export const WEBP: ImageType = 'image/webp';

export interface PictureCase {
  readonly what: string;
  readonly file: () => Buffer | Promise<Buffer>;
  readonly limits?: Partial<ImageLimits>;
  readonly becomes?: ImageType;
  readonly changes?: ImageChanges;
  readonly sides?: readonly [width: number, height: number];
  /** What the fields of the chart look like. */
  readonly colours?: readonly Colour[];
  /** What is to be seen at some places instead. */
  readonly at?: readonly (readonly [x: number, y: number, colour: Colour])[];
  readonly smooth?: true;
  readonly refused?: { readonly code: string; readonly found?: object | string };
  /** How much of it the answer says to be there. */
  readonly share?: number;
}

export const cases = join(import.meta.dirname, '../../cases');
export function given(name: string): Buffer {
  return readFileSync(join(cases, name));
}

export const png = (): Promise<Buffer> => chart().png().toBuffer();

/** The fields of the chart look as they should. */
export const whole = (becomes: ImageType) => ({ becomes, colours: COLOURS });

export const SMALL: ImageLimits = {
  types: [JPEG, PNG, WEBP],
  maxBytes: 10_000_000,
  minSide: CHART_SIDE / 2,
  maxSide: 8192,
  maxRatio: 2.5,
};
