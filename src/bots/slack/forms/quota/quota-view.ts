import type { ModalView } from '@slack/types';
import type { AdminCommand } from '../../../../core/commands/domain/catalogue/admin-command.ts';
import type { GivenValues } from '../../../../core/commands/domain/catalogue/field.ts';
import { QUOTA_COMMANDS } from '../../../../core/commands/domain/catalogue/quota.ts';
import { msg, msgOf } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import { writeFormContext } from '../../shared/form-context.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { optionOf, plain, select } from '../fields.ts';
import { frameOf } from '../modal.ts';
import { blocksOf } from './quota-blocks.ts';
import type { QuotaOffer } from './quota-blocks.ts';

const PREFIX = 'quota_';

/** What the whole form is for: changed, it becomes another form at once. */
export const ACT = 'act';

/** Null for what is none of these forms. */
export function commandOfForm(callbackId: string): AdminCommand | null {
  return QUOTA_COMMANDS.find(({ name }) => `${PREFIX}${name}` === callbackId) ?? null;
}

export function quotaModal(
  command: AdminCommand,
  context: FormContext,
  filling: {
    readonly values: GivenValues;
    readonly offer: QuotaOffer;
    readonly wording: Wording;
  },
): ModalView {
  const { wording } = filling;
  const acts = QUOTA_COMMANDS.map(({ name, description }) =>
    optionOf(name, wording.text(msgOf(description))),
  );
  return {
    ...frameOf(msg('forms.quota-title'), wording),
    callback_id: `${PREFIX}${command.name}`,
    private_metadata: writeFormContext({ ...context, language: wording.language }),
    submit: plain(wording.text(msgOf(command.submit))),
    blocks: [
      select(ACT, wording.text(msg('forms.act')), acts, { value: command.name, tellsAtOnce: true }),
      ...blocksOf(command, filling),
    ],
  };
}
