import { msg } from '../../../core/messages/domain/message.ts';
import type { Wording } from '../../../messages/wording.ts';
import { readConfirmOver } from '../../shared/choice-words.ts';
import type { Suggestion } from '../autocomplete/quota-suggestions.ts';

/** What was typed, if that is an answer; else what can be chosen without knowing any price. */
export function confirmChoices(typed: string, wording: Wording): readonly Suggestion[] {
  const choice = (over: number | null) => {
    if (over === null) return { name: wording.text(msg('forms.confirm-never')), value: 'never' };
    if (over === 0) return { name: wording.text(msg('forms.confirm-always')), value: 'always' };
    const name = wording.text(msg('forms.confirm-above', { credits: over }));
    return { name, value: String(over) };
  };
  const own = readConfirmOver(typed);
  if (own !== undefined) return [choice(own)];
  const words = typed.trim().toLowerCase();
  return [0, null, 50, 100, 200, 500, 1_000]
    .map(choice)
    .filter(({ name, value }) => name.toLowerCase().includes(words) || value.includes(words));
}
