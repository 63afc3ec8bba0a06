import sharp from 'sharp';
import { msg } from '../core/messages/domain/message.ts';
import type { Charts } from '../core/reports/ports/reports.ts';
import type { Wording } from '../messages/wording.ts';
import type { Wordings } from '../messages/wordings.ts';
import { lettering } from './lettering.ts';
import { reportChartSvg } from './report-chart.ts';

/** Drawn in the reader's language, or in English where the font has none of its letters. */
export function createCharts(wordingOf: Wordings): Charts {
  return {
    report(chart, language) {
      const wanted = wordingOf(language);
      const wording = canDraw(wanted) ? wanted : wordingOf(null);
      return sharp(Buffer.from(reportChartSvg(chart, wording)))
        .png({ palette: true, colours: 64 })
        .toBuffer();
    },
  };
}

function canDraw(wording: Wording): boolean {
  const letters = lettering('regular');
  const words = wording.text(msg('chart.no-credits'));
  return Array.from(words).every((it) => it.trim() === '' || letters.has(it));
}
