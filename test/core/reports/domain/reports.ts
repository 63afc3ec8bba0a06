import { personId } from '../../../../src/core/shared/domain/ids.ts';
import { NO_FIGURES } from '../../../../src/core/reports/domain/report.ts';
import type { Figures } from '../../../../src/core/reports/domain/report.ts';
import type { ReportWords } from '../../../../src/core/reports/domain/report-reply.ts';

export const some = (over: Partial<Figures>): Figures => ({ ...NO_FIGURES, ...over });

const ann = personId('a-chat:ann');
const ben = personId('a-chat:987654321012345678');

/** The report of a week in which two people made videos. */
export const words: ReportWords = {
  span: { timeZone: 'Europe/Berlin', first: '2026-11-12', last: '2026-11-18' },
  names: new Map([[ann, 'Ann *S*']]),
  offers: [],
  price: { each: 0.01, currency: 'EUR' },
  report: {
    totals: some({
      asked: 9,
      delivered: 5,
      failed: 1,
      cancelled: 1,
      open: 2,
      charged: 1_500,
      held: 400,
      returned: 350,
      returnedOfFailed: 300,
    }),
    days: [
      { ...some({ asked: 4, charged: 1_000, returnedOfFailed: 300 }), day: '2026-11-13' },
      { ...some({ asked: 5, charged: 500, held: 400 }), day: '2026-11-18' },
    ],
    people: [
      { ...some({ asked: 6, failed: 1, charged: 1_200 }), person: ann },
      { ...some({ asked: 3, charged: 300 }), person: ben },
    ],
    models: [{ ...some({ asked: 9, failed: 1, charged: 1_500 }), model: 'p/model-1' }],
  },
};
