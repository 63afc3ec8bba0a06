import type { ReportChart } from '../core/reports/domain/report-chart.ts';
import { msg } from '../core/messages/domain/message.ts';
import { brief, grouped } from '../messages/figures.ts';
import type { Wording } from '../messages/wording.ts';
import { box, label } from './drawing.ts';
import type { Rectangle } from './drawing.ts';
import { lettering } from './lettering/lettering.ts';
import { readable } from './readable.ts';

const SIZE = 28;
const ROW = 58;

/** Who was charged most, and what the others were together. */
export function peopleBars(
  { people, others }: ReportChart,
  room: Rectangle,
  wording: Wording,
): string {
  const { language } = wording;
  const top = { x: room.x, y: room.y + SIZE, size: 30, width: room.width } as const;
  const words = wording.text(msg('chart.top-people'));
  const heading = label(words, { ...top, weight: 'bold' }, language);
  const rows = [
    ...people.map((it) => ({
      name: readable(it.name, it.otherwise, lettering('regular', language)),
      credits: it.credits,
    })),
    ...(others === null
      ? []
      : [
          {
            name: wording.text(msg('reports.other-people', { count: others.count })),
            credits: others.credits,
          },
        ]),
  ];
  if (rows.length === 0) {
    const where = { x: room.x, y: room.y + SIZE + 48, size: SIZE } as const;
    const nothing = wording.text(msg('chart.nothing-charged'));
    return heading + label(nothing, { ...where, colour: 'quiet' }, language);
  }
  const most = Math.max(1, ...rows.map((it) => it.credits));
  const bars = rows.map(({ name, credits }, n) => {
    const y = room.y + SIZE + 46 + n * ROW;
    const amount = credits < 100_000 ? grouped(credits, language) : brief(credits, language);
    const taken = lettering('bold', language).widthOf(amount, SIZE) + 18;
    const bar = { x: room.x, y: y + 10, height: 12 };
    return [
      label(name, { x: room.x, y, size: SIZE, width: room.width - taken }, language),
      label(amount, { x: room.x + room.width, y, size: SIZE, at: 'end', weight: 'bold' }, language),
      box({ ...bar, width: room.width }, 'grid', 4),
      box({ ...bar, width: Math.max(4, (credits / most) * room.width) }, 'charged', 4),
    ].join('');
  });
  return [heading, ...bars].join('');
}
