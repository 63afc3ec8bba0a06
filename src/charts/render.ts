import sharp from 'sharp';
import type { Charts } from '../core/reports/ports/reports.ts';
import type { Wordings } from '../messages/wordings.ts';
import { reportChartSvg } from './report-chart.ts';

/** Drawn in the reader's language. */
export function createCharts(wordingOf: Wordings): Charts {
  return {
    report: (chart, language) =>
      sharp(Buffer.from(reportChartSvg(chart, wordingOf(language))))
        .png({ palette: true, colours: 64 })
        .toBuffer(),
  };
}
