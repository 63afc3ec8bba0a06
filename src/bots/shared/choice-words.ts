import { MOST_CREDITS } from '../../core/credits/domain/allowance.ts';
import type { ConfirmOver } from '../../core/teams/domain/confirm-over.ts';
import { wholeNumber } from '../../core/shared/domain/whole-number.ts';
import { LANGUAGES, languageCalled } from '../../messages/languages.ts';

/** Every language by the name that its speakers have for it. */
export const LANGUAGE_CHOICES = LANGUAGES.map(languageCalled).map(({ tag, name }) => ({
  name,
  value: tag,
}));

/** Over how many credits a video asks, as it is typed. Null for what cannot be meant. */
export function readConfirmOver(typed: string): ConfirmOver | null {
  const words = typed.trim().toLowerCase();
  if (words === 'default') return 'default';
  if (words === 'never' || words === 'off') return 'never';
  const credits = words === 'always' ? 0 : wholeNumber(words);
  return credits !== null && credits <= MOST_CREDITS ? credits : null;
}
