import { ComponentType, TextInputStyle } from 'discord.js';
import { amountIdsUpTo } from '../../shared/button-ids.ts';
import { MOST_CREDITS } from '../../../core/credits/domain/allowance.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { wholeNumber } from '../../../core/shared/domain/whole-number.ts';
import type { Wording } from '../../../messages/wording.ts';
import type { FormDeed } from '../interactions/interaction-data.ts';
import { labelled } from './form-fields.ts';
import type { Modal } from './form-fields.ts';

/** Buttons that open this form. */
export const AMOUNT_IDS = amountIdsUpTo(MOST_CREDITS);

/** Of the form itself, which says no number: it is typed. */
const formIdOf = (pendingAction: string) => `amount:${pendingAction}`;
const FORM_ID = /^amount:([\w-]{1,64})(?::\d{1,10})?$/;

const FIELD = 'credits';
const MOST_TYPED = 20;
const CREDITS = msg('credits.credits');

export type AmountRead =
  | { readonly status: 'read'; readonly pendingAction: string; readonly credits: number }
  /** For whoever sent it off. */
  | { readonly status: 'wrong'; readonly reply: Reply };

/** Asks how many credits it is to be. Null when the button is none that asks. */
export function amountModal(customId: string, wording: Wording): Modal | null {
  const asked = AMOUNT_IDS.read(customId);
  if (asked === null) return null;
  return {
    custom_id: formIdOf(asked.pendingAction),
    title: wording.text(msg('credit-requests.how-many')),
    components: [
      labelled(wording, CREDITS, {
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
  const credits = wholeNumber(filled.text(FIELD) ?? '');
  if (credits !== null && credits >= 1 && credits <= MOST_CREDITS) {
    return { status: 'read', pendingAction, credits };
  }
  const range = { field: CREDITS, min: 1, max: MOST_CREDITS };
  return {
    status: 'wrong',
    reply: refusedReply(
      msg('commands.whole-number-range', range),
      msg('chat.press-again'),
      msg('chat.nothing-changed'),
    ),
  };
}
