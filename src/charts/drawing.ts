import { lettering } from './lettering/lettering.ts';
import { cutTo } from './readable.ts';

/** Read on a bright page as well as on a dark one: the picture brings its own ground. */
export const COLOURS = {
  ground: '#1b2130',
  edge: '#4a5570',
  grid: '#39425a',
  text: '#f4f6fb',
  quiet: '#b9c3d8',
  charged: '#6ea8fe',
  failed: '#ff9466',
  held: '#7d89a3',
} as const;

export type Colour = keyof typeof COLOURS;

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour?: Colour;
  readonly weight?: 'regular' | 'bold';
  /** Which end of it is at x. */
  readonly at?: 'start' | 'middle' | 'end';
  /** Where there is only so much room: it is cut. */
  readonly width?: number;
}

/** A line of text, with the letters of the language the whole picture is in. */
export function label(text: string, how: Label, language: string): string {
  const { x, y, size, colour = 'text', weight = 'regular', at = 'start' } = how;
  const letters = lettering(weight, language);
  const shown = how.width === undefined ? text : cutTo(text, how.width, size, letters);
  const width = letters.widthOf(shown, size);
  const from = { start: x, middle: x - width / 2, end: x - width }[at];
  return `<path fill="${COLOURS[colour]}" d="${letters.pathOf(shown, from, y, size)}"/>`;
}

export function box(
  { x, y, width, height }: Rectangle,
  colour: Colour,
  radius = 0,
  outline = '',
): string {
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  return `<rect ${place} rx="${radius}" fill="${COLOURS[colour]}"${outline}/>`;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function line(x1: number, x2: number, y: number): string {
  return `<path stroke="${COLOURS.grid}" stroke-width="2" d="M${round(x1)} ${round(y)}H${round(x2)}"/>`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
