import { MOST_CREDITS } from '../../core/credits/domain/allowance.ts';
import { wholeNumber } from '../../core/shared/domain/whole-number.ts';

/** Over how many credits a video asks, as it is typed; null: never. Undefined for what is neither. */
export function readConfirmOver(typed: string): number | null | undefined {
  const words = typed.trim().toLowerCase();
  if (words === 'never' || words === 'off') return null;
  const credits = words === 'always' ? 0 : wholeNumber(words);
  return credits !== null && credits <= MOST_CREDITS ? credits : undefined;
}
