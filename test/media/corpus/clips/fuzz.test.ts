import { expect, it } from 'vitest';
import { patience } from '../../../support/patience.ts';
import { fuzz } from './fuzz.ts';

it(
  'ends spoilt files within their bounds, and leaves no process behind',
  async () => {
    const report = await fuzz(40, 7, patience(4));
    expect(report).toMatchObject({ files: 40, unexpected: [], left: 0, well: true });
    const total = Object.values(report.ends).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(40);
    // Some are refused, and some are not hurt where it matters.
    expect(report.ends.broken).toBeGreaterThan(0);
    expect(report.ends.taken).toBeGreaterThan(0);
  },
  patience(100_000),
);
