import sharp from 'sharp';
import type { Charts } from '../core/reports/ports/reports.ts';
import { reportChartSvg } from './report-chart.ts';

export function createCharts(): Charts {
  return {
    report: (chart) =>
      sharp(Buffer.from(reportChartSvg(chart)))
        .png({ palette: true, colours: 64 })
        .toBuffer(),
  };
}
