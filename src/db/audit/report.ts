import { grouped, videos } from '../../core/messages/domain/rich-text.ts';
import type { Audit } from './audit.ts';
import type { OperatorCost } from './costs.ts';

/** What was proved, or exactly which rows are wrong, a line each; then what no team pays for. */
export function reportAudit(
  { checks, costs }: Audit,
  at: Date,
): { readonly text: string; readonly right: boolean } {
  const wrong = checks.reduce((sum, it) => sum + it.wrongCount, 0);
  const lines = checks.flatMap((it) =>
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
    text: [`The books as of ${at.toISOString()}`, ...lines, ...costs.map(costLine), verdict].join(
      '\n',
    ),
    right: wrong === 0,
  };
}

function costLine({ provider, kind, jobs, credits }: OperatorCost): string {
  const why =
    kind === 'loss' ? `${videos(jobs)} that never came` : `${videos(jobs)}, beyond the quote`;
  return `  cost    ${grouped(credits)} credits taken by ${provider} for ${why}: the operator's loss`;
}
