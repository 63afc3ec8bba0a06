import { ComponentType, TextInputStyle } from 'discord.js';
import { amountIdsUpTo } from '../../shared/button-ids.ts';
import type { FormDeed } from '../interactions/interaction-data.ts';
import { labelled } from './form-fields.ts';
import type { Modal } from './form-fields.ts';

/** Buttons that open this form. */
export const AMOUNT_IDS = amountIdsUpTo(999_999_999);

/** Of the form itself, which says no number: it is typed. */
const formIdOf = (pendingAction: string) => `amount:${pendingAction}`;
const FORM_ID = /^amount:([\w-]{1,64})(?::\d{1,9})?$/;

const FIELD = 'credits';
const MOST_TYPED = 20;

export type AmountRead =
  | { readonly status: 'read'; readonly pendingAction: string; readonly credits: number }
  /** A sentence for whoever sent it off. */
  | { readonly status: 'wrong'; readonly words: string };

/** Asks how many credits it is to be. Null when the button is none that asks. */
export function amountModal(customId: string): Modal | null {
  const asked = AMOUNT_IDS.read(customId);
  if (asked === null) return null;
  return {
    custom_id: formIdOf(asked.pendingAction),
    title: 'How many credits?',
    components: [
      labelled('Credits', {
        type: ComponentType.TextInput,
        style: TextInputStyle.Short,
        custom_id: FIELD,
        value: String(asked.credits),
        max_length: MOST_TYPED,
        required: true,
      }),
    ],
  };
}

/** Null when it is another form. All of it stands in its id, so that it outlives restarts. */
export function readAmount({
  customId,
  filled,
}: Pick<FormDeed, 'customId' | 'filled'>): AmountRead | null {
  const pendingAction = FORM_ID.exec(customId)?.[1];
  if (pendingAction === undefined) return null;
  const typed = (filled.text(FIELD) ?? '').trim();
  const digits = /^\d{1,3}(?:,\d{3})+$/.test(typed) ? typed.replaceAll(',', '') : typed;
  const credits = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  if (credits > 0) return { status: 'read', pendingAction, credits };
  return {
    status: 'wrong',
    words:
      'Credits are a whole number from 1 to 999,999,999, for example 250. Press the button again to change it.',
  };
}
