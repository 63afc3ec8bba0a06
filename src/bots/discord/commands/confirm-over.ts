import { MOST_CREDITS } from '../../../core/credits/domain/allowance.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { wholeNumber } from '../../../core/shared/domain/whole-number.ts';
import type { Wording } from '../../../messages/wording.ts';
import type { Suggestion } from '../autocomplete/quota-suggestions.ts';

/** What can be chosen without knowing what anything costs; a number that was typed is its own. */
export function confirmChoices(typed: string, wording: Wording): readonly Suggestion[] {
  const above = (credits: number) => ({
    name: wording.text(msg('forms.confirm-above', { credits })),
    value: String(credits),
  });
  const own = wholeNumber(typed);
  if (own !== null && own <= MOST_CREDITS) return [above(own)];
  const words = typed.trim().toLowerCase();
  return [
    { name: wording.text(msg('forms.confirm-always')), value: 'always' },
    { name: wording.text(msg('forms.confirm-never')), value: 'never' },
    ...[50, 100, 200, 500, 1_000].map(above),
  ].filter(({ name, value }) => name.toLowerCase().includes(words) || value.includes(words));
}
