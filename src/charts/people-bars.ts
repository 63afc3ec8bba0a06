import type { ReportChart } from '../core/reports/domain/report-chart.ts';
import { grouped } from '../core/messages/domain/rich-text.ts';
import { box, label } from './drawing.ts';
import type { Rectangle } from './drawing.ts';
import { lettering } from './lettering.ts';
import { readable } from './readable.ts';
import { brief } from './scale.ts';

const SIZE = 28;
const ROW = 58;

/** Who was charged most, and what the others were together. */
export function peopleBars({ people, others }: ReportChart, room: Rectangle): string {
  const heading = label('Top people', { x: room.x, y: room.y + SIZE, size: 30, weight: 'bold' });
  const rows = [
    ...people.map((it) => ({
      name: readable(it.name, it.otherwise, lettering('regular')),
      credits: it.credits,
    })),
    ...(others === null
      ? []
      : [{ name: `${grouped(others.count)} others`, credits: others.credits }]),
  ];
  if (rows.length === 0) {
    const where = { x: room.x, y: room.y + SIZE + 48, size: SIZE } as const;
    return heading + label('Nothing was charged', { ...where, colour: 'quiet' });
  }
  const most = Math.max(1, ...rows.map((it) => it.credits));
  const bars = rows.map(({ name, credits }, n) => {
    const y = room.y + SIZE + 46 + n * ROW;
    const amount = credits < 100_000 ? grouped(credits) : brief(credits);
    const taken = lettering('bold').widthOf(amount, SIZE) + 18;
    const bar = { x: room.x, y: y + 10, height: 12 };
    return [
      label(name, { x: room.x, y, size: SIZE, width: room.width - taken }),
      label(amount, { x: room.x + room.width, y, size: SIZE, at: 'end', weight: 'bold' }),
      box({ ...bar, width: room.width }, 'grid', 4),
      box({ ...bar, width: Math.max(4, (credits / most) * room.width) }, 'charged', 4),
    ].join('');
  });
  return [heading, ...bars].join('');
}
