import type { ChartBar, ReportChart } from '../core/reports/domain/report-chart.ts';
import { box, label, line } from './drawing.ts';
import type { Colour, Rectangle } from './drawing.ts';
import { lettering } from './lettering.ts';
import { brief, scaleFor } from './scale.ts';

const SIZE = 28;
const LEGEND = 26;

/** Of a bar, from the bottom up. */
const PARTS = [
  ['charged', 'charged'],
  ['held', 'held'],
  ['failed', 'failed, given back'],
] as const satisfies readonly (readonly [Colour & keyof ChartBar, string])[];

/** What was charged on each day, with what failed and what is held on top of it. */
export function dayBars({ bars, barOf }: ReportChart, room: Rectangle): string {
  const most = Math.max(...bars.map((it) => it.charged + it.failed + it.held));
  const { top, ticks } = scaleFor(most);
  const letters = lettering('regular');
  const axis = Math.max(...ticks.map((it) => letters.widthOf(brief(it), SIZE)));
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
    return PARTS.map(([part]) => {
      if (bar[part] === 0) return '';
      // Little is still something.
      const height = Math.max(2, heightOf(bar[part]));
      y -= height;
      return box({ x, y, width, height }, part);
    }).join('');
  });
  return [
    ...ticks.flatMap((tick) => {
      const y = bottom - heightOf(tick);
      const right = { at: 'end', colour: 'quiet' } as const;
      return [
        line(plot.x, plot.x + plot.width, y),
        label(brief(tick), { x: plot.x - 14, y: y + SIZE * 0.36, size: SIZE, ...right }),
      ];
    }),
    ...drawn,
    ...dayLabels(bars, { ...plot, y: bottom + SIZE + 12 }),
    legend(bars, barOf, { ...room, y: room.y + room.height }),
  ].join('');
}

/** As many as there is room for, evenly, the last one always. */
function dayLabels(bars: readonly ChartBar[], { x, y, width }: Rectangle): readonly string[] {
  const letters = lettering('regular');
  const widest = Math.max(...bars.map((it) => letters.widthOf(it.label, SIZE)));
  const step = width / bars.length;
  // The last one ends with the bars, and so begins sooner than below the middle of its own.
  const early = Math.max(0, widest / 2 - step / 2);
  const every = Math.max(1, Math.ceil((widest + early + 22) / step));
  return bars.map((bar, n) => {
    if ((bars.length - 1 - n) % every !== 0) return '';
    const half = letters.widthOf(bar.label, SIZE) / 2;
    const middle = Math.min(x + step * (n + 0.5), x + width - half);
    // The first one may begin a little to the left of the bars, but no further.
    if (middle - half < x - 60) return '';
    return label(bar.label, { x: middle, y, size: SIZE, at: 'middle', colour: 'quiet' });
  });
}

/** What the colours stand for, of those that are there. */
function legend(
  bars: readonly ChartBar[],
  barOf: ReportChart['barOf'],
  { x, y }: Rectangle,
): string {
  const letters = lettering('regular');
  const parts = PARTS.filter(([part]) => part === 'charged' || bars.some((it) => it[part] > 0));
  let pen = x;
  return parts
    .map(([part, words], n) => {
      const text = n === 0 ? `${words} per ${barOf}` : words;
      const square = box({ x: pen, y: y - 21, width: 22, height: 22 }, part, 4);
      const said = label(text, { x: pen + 32, y, size: LEGEND, colour: 'quiet' });
      pen += 32 + letters.widthOf(text, LEGEND) + 30;
      return square + said;
    })
    .join('');
}
