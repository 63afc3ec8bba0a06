import { msg } from '../../../core/messages/domain/message.ts';
import type { Wording } from '../../../messages/wording.ts';
import type { ConfirmOver } from '../../../core/teams/domain/confirm-over.ts';
import { readConfirmOver } from '../../shared/choice-words.ts';
import type { Suggestion } from './quota-suggestions.ts';

/** What was typed, if that is an answer; else what can be chosen without knowing any price. */
export function confirmChoices(typed: string, wording: Wording): readonly Suggestion[] {
  const choice = (over: ConfirmOver) => {
    if (over === 'default') return { name: wording.text(msg('forms.limit-default')), value: over };
    if (over === 'never') return { name: wording.text(msg('forms.confirm-never')), value: over };
    if (over === 0) return { name: wording.text(msg('forms.confirm-always')), value: 'always' };
    const name = wording.text(msg('forms.confirm-above', { credits: over }));
    return { name, value: String(over) };
  };
  const own = readConfirmOver(typed);
  if (own !== null) return [choice(own)];
  const words = typed.trim().toLowerCase();
  return (['default', 0, 'never', 50, 100, 200, 500, 1_000] as const)
    .map((it) => choice(it))
    .filter(({ name, value }) => name.toLowerCase().includes(words) || value.includes(words));
}
