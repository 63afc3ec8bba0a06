import { grouped } from '../../core/domain/text.ts';
import type { CheckResult } from './audit.ts';

/** What was proved, or exactly which rows are wrong, a line each. */
export function reportAudit(
  results: readonly CheckResult[],
  at: Date,
): { readonly text: string; readonly right: boolean } {
  const wrong = results.reduce((sum, it) => sum + it.wrongCount, 0);
  const lines = results.flatMap((it) =>
    it.wrongCount === 0
      ? [`  proved  ${grouped(it.counted)} ${it.of}: ${it.proved}`]
      : [
          `  WRONG   ${grouped(it.wrongCount)} of ${grouped(it.counted)} ${it.of}; it should be: ${it.proved}`,
          ...it.wrong.map(({ team, row, problem }) => `            ${team}, ${row} ${problem}`),
          ...(it.wrongCount > it.wrong.length
            ? [`            and ${grouped(it.wrongCount - it.wrong.length)} more`]
            : []),
        ],
  );
  const verdict =
    wrong === 0
      ? 'The books are right.'
      : `${grouped(wrong)} ${wrong === 1 ? 'row is' : 'rows are'} wrong. Nothing was changed.`;
  return {
    text: [`The books as of ${at.toISOString()}`, ...lines, verdict].join('\n'),
    right: wrong === 0,
  };
}
