import type { ReportChart } from '../core/reports/domain/report-chart.ts';
import { msg } from '../core/messages/domain/message.ts';
import type { Wording } from '../messages/wording.ts';
import { dayBars } from './day-bars.ts';
import { box, COLOURS, label } from './drawing.ts';
import { peopleBars } from './people-bars.ts';

/** A chat shows it a third as wide: then the smallest letters are still to be read. */
export const CHART_SIZE = { width: 1200, height: 675 } as const;

const EDGE = 44;

/** The picture of a report as SVG. Every text in it is outlines: none is read as anything else. */
export function reportChartSvg(chart: ReportChart, wording: Wording): string {
  const { language } = wording;
  const { width, height } = CHART_SIZE;
  const inner = width - 2 * EDGE;
  const ground = { x: 2, y: 2, width: width - 4, height: height - 4 };
  const empty = chart.bars.every((it) => it.charged + it.failed + it.held === 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    box(ground, 'ground', 24, ` stroke="${COLOURS.edge}" stroke-width="3"`),
    label(
      wording.text(chart.title),
      { x: EDGE, y: 82, size: 46, weight: 'bold', width: inner },
      language,
    ),
    ...chart.totals.map((total, n) => {
      const row = { x: EDGE, y: 134 + n * 44, size: 32, width: inner } as const;
      return label(wording.text(total), { ...row, colour: 'quiet' }, language);
    }),
    ...(empty
      ? [
          label(
            wording.text(msg('chart.no-credits')),
            { x: width / 2, y: height / 2 + 60, size: 38, at: 'middle', colour: 'quiet' },
            language,
          ),
        ]
      : [
          dayBars(chart, { x: EDGE, y: 212, width: 700, height: 425 }, wording),
          peopleBars(chart, { x: 800, y: 208, width: width - EDGE - 800, height: 429 }, wording),
        ]),
    '</svg>',
  ].join('');
}
