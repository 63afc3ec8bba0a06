import { NEVER } from '../../core/commands/domain/catalogue/video-field.ts';
import { MOST_CREDITS } from '../../core/credits/domain/allowance.ts';
import { wholeNumber } from '../../core/shared/domain/whole-number.ts';
import { LANGUAGES, languageCalled } from '../../messages/languages.ts';

/** Every language by the name that its speakers have for it. */
export const LANGUAGE_CHOICES = LANGUAGES.map(languageCalled).map(({ tag, name }) => ({
  name,
  value: tag,
}));

/** Over how many credits a video asks, as it is typed. Null for what is neither. */
export function readConfirmOver(typed: string): number | typeof NEVER | null {
  const words = typed.trim().toLowerCase();
  if (words === NEVER || words === 'off') return NEVER;
  const credits = words === 'always' ? 0 : wholeNumber(words);
  return credits !== null && credits <= MOST_CREDITS ? credits : null;
}
