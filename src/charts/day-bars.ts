import type { ChartBar, ReportChart } from '../core/reports/domain/report-chart.ts';
import { box, label, line } from './drawing.ts';
import type { Colour, Rectangle } from './drawing.ts';
import { lettering } from './lettering/lettering.ts';
import { scaleFor } from './scale.ts';
import { msg } from '../core/messages/domain/message.ts';
import { brief, shortDay } from '../messages/figures.ts';
import type { Wording } from '../messages/wording.ts';

const SIZE = 28;
const LEGEND = 26;

/** Of a bar, from the bottom up. */
const PARTS = ['charged', 'held', 'failed'] as const satisfies readonly (Colour & keyof ChartBar)[];

/** What was charged on each day, with what failed and what is held on top of it. */
export function dayBars({ bars, barOf }: ReportChart, room: Rectangle, wording: Wording): string {
  const most = Math.max(...bars.map((it) => it.charged + it.failed + it.held));
  const { top, ticks } = scaleFor(most);
  const { language } = wording;
  const letters = lettering('regular', language);
  const numbers = ticks.map((it) => brief(it, language));
  const axis = Math.max(...numbers.map((it) => letters.widthOf(it, SIZE)));
  const plot: Rectangle = {
    x: room.x + axis + 16,
    y: room.y + SIZE / 2,
    width: room.width - axis - 16,
    height: room.height - SIZE / 2 - 96,
  };
  const bottom = plot.y + plot.height;
  const heightOf = (value: number) => (value / top) * plot.height;
  const step = plot.width / bars.length;
  // A few days make no walls, and many are still apart.
  const width = Math.min(step * (step > 12 ? 0.72 : 0.85), 96);
  const drawn = bars.map((bar, n) => {
    const x = plot.x + step * n + (step - width) / 2;
    let y = bottom;
    return PARTS.map((part) => {
      if (bar[part] === 0) return '';
      // Little is still something.
      const height = Math.max(2, heightOf(bar[part]));
      y -= height;
      return box({ x, y, width, height }, part);
    }).join('');
  });
  return [
    ...ticks.flatMap((tick, n) => {
      const y = bottom - heightOf(tick);
      const right = { at: 'end', colour: 'quiet' } as const;
      return [
        line(plot.x, plot.x + plot.width, y),
        label(
          numbers[n] ?? '',
          { x: plot.x - 14, y: y + SIZE * 0.36, size: SIZE, ...right },
          language,
        ),
      ];
    }),
    ...drawn,
    ...dayLabels(
      bars.map((it) => shortDay(it.day, language)),
      { ...plot, y: bottom + SIZE + 12 },
      language,
    ),
    legend(bars, barOf, { ...room, y: room.y + room.height }, wording),
  ].join('');
}

/** As many as there is room for, evenly, the last one always. */
function dayLabels(
  days: readonly string[],
  { x, y, width }: Rectangle,
  language: string,
): readonly string[] {
  const letters = lettering('regular', language);
  const widest = Math.max(...days.map((it) => letters.widthOf(it, SIZE)));
  const step = width / days.length;
  // The last one ends with the bars, and so begins sooner than below the middle of its own.
  const early = Math.max(0, widest / 2 - step / 2);
  const every = Math.max(1, Math.ceil((widest + early + 22) / step));
  return days.map((day, n) => {
    if ((days.length - 1 - n) % every !== 0) return '';
    const half = letters.widthOf(day, SIZE) / 2;
    const middle = Math.min(x + step * (n + 0.5), x + width - half);
    // The first one may begin a little to the left of the bars, but no further.
    if (middle - half < x - 60) return '';
    return label(day, { x: middle, y, size: SIZE, at: 'middle', colour: 'quiet' }, language);
  });
}

/** What the colours stand for, of those that are there. */
function legend(
  bars: readonly ChartBar[],
  barOf: ReportChart['barOf'],
  { x, y, width }: Rectangle,
  wording: Wording,
): string {
  const { language } = wording;
  const letters = lettering('regular', language);
  const words = {
    charged: msg(`chart.charged-per-${barOf}`),
    held: msg('chart.on-hold'),
    failed: msg('chart.failed'),
  };
  const parts = PARTS.filter((part) => part === 'charged' || bars.some((it) => it[part] > 0));
  const texts = parts.map((part) => wording.text(words[part]));
  const wide = texts.reduce((sum, it) => sum + 32 + letters.widthOf(it, LEGEND) + 30, -30);
  // Languages with longer words have smaller ones.
  const size = LEGEND * Math.min(1, width / wide);
  const unit = size / LEGEND;
  let pen = x;
  return parts
    .map((part, n) => {
      const text = texts[n] ?? '';
      const side = 22 * unit;
      const square = box({ x: pen, y: y - 21 * unit, width: side, height: side }, part, 4);
      const said = label(text, { x: pen + 32 * unit, y, size, colour: 'quiet' }, language);
      pen += 62 * unit + letters.widthOf(text, size);
      return square + said;
    })
    .join('');
}
