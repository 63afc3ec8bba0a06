import { msg } from '../../../core/messages/domain/message.ts';
import type { Wording } from '../../../messages/wording.ts';
import { NEVER } from '../../../core/commands/domain/catalogue/video-field.ts';
import { readConfirmOver } from '../../shared/choice-words.ts';
import type { Suggestion } from './quota-suggestions.ts';

/** What was typed, if that is an answer; else what can be chosen without knowing any price. */
export function confirmChoices(typed: string, wording: Wording): readonly Suggestion[] {
  const choice = (over: number | typeof NEVER) => {
    if (over === NEVER) return { name: wording.text(msg('forms.confirm-never')), value: NEVER };
    if (over === 0) return { name: wording.text(msg('forms.confirm-always')), value: 'always' };
    const name = wording.text(msg('forms.confirm-above', { credits: over }));
    return { name, value: String(over) };
  };
  const own = readConfirmOver(typed);
  if (own !== null) return [choice(own)];
  const words = typed.trim().toLowerCase();
  return ([0, NEVER, 50, 100, 200, 500, 1_000] as const)
    .map((it) => choice(it))
    .filter(({ name, value }) => name.toLowerCase().includes(words) || value.includes(words));
}
