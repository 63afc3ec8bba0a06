import { MOST_CREDITS } from '../../../core/credits/domain/allowance.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
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

export type ConfirmRead =
  | { readonly status: 'read'; readonly credits: number | null }
  | { readonly status: 'wrong'; readonly words: Message };

/** Null: never asks. */
export function readConfirmOver(typed: string): ConfirmRead {
  const words = typed.trim().toLowerCase();
  if (words === 'never' || words === 'off') return { status: 'read', credits: null };
  const credits = words === 'always' ? 0 : wholeNumber(words);
  if (credits !== null && credits <= MOST_CREDITS) return { status: 'read', credits };
  return {
    status: 'wrong',
    words: msg('commands.whole-number-or-asks', { field: 'confirm_over' }),
  };
}
