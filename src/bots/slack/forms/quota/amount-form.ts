import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { amountIdsUpTo } from '../../../shared/button-ids.ts';
import type { Reception } from '../../../shared/reception.ts';
import type { Answers } from '../../interactions/answers.ts';
import type { SlackUser } from '../../interactions/requester.ts';
import { readFormContext } from '../../shared/form-context.ts';
import { plainText } from '../../rendering/markup.ts';
import { isWorkspaceId } from '../../shared/message-ref.ts';
import type { SlackMessageRef } from '../../shared/message-ref.ts';
import { plain } from '../video/inputs.ts';
import { MOST_CREDITS } from './quota-fields.ts';
import { wholeNumber } from '../../commands/quota/quota-tokens.ts';
import { formRef, interactionUser, sentAtOf } from '../../interactions/interaction-context.ts';

/** Buttons that open this form. */
export const AMOUNT_IDS = amountIdsUpTo(MOST_CREDITS);

const CALLBACK_ID = 'credits_amount';
const FIELD = 'amount';

const TITLE = plain('How many credits?');

/** Asks how many credits it is to be, for a button that needs to know. */
export function amountModal(
  { pendingAction, credits }: { readonly pendingAction: string; readonly credits: number },
  pressed: SlackMessageRef,
): ModalView {
  const { kind, teamId, channelId, responseUrl, expiresAt, ts, threadTs } = pressed;
  const context = { channelId, responseUrl, expiresAt, pictures: [], videos: [] };
  const message = {
    proposal: pendingAction,
    ts,
    threadTs,
    kind,
    ...(isWorkspaceId(teamId) ? { teamId } : {}),
  };
  return {
    type: 'modal',
    callback_id: CALLBACK_ID,
    private_metadata: JSON.stringify({ ...context, ...message }),
    title: TITLE,
    submit: plain('Send'),
    close: plain('Close'),
    blocks: [
      {
        type: 'input',
        block_id: FIELD,
        label: plain('Credits'),
        element: {
          type: 'number_input',
          action_id: FIELD,
          is_decimal_allowed: false,
          min_value: '1',
          max_value: String(MOST_CREDITS),
          initial_value: String(credits),
          focus_on_load: true,
        },
      },
    ],
  };
}

/** What the form carries beside its context. */
const messageSchema = z.object({
  proposal: z.string().regex(/^[\w-]{1,64}$/),
  ts: z.string().nullable(),
  threadTs: z.string().nullable(),
  kind: z.enum(['press', 'home']),
});
const valueSchema = z.object({
  [FIELD]: z.object({ [FIELD]: z.object({ value: z.string().nullish() }) }),
});

/** Receives such forms when they are submitted: each answers on the message of its button. */
export function listenToAmounts(
  app: App,
  { reception, answers }: { readonly reception: Reception; readonly answers: Answers },
): void {
  app.view(CALLBACK_ID, async ({ body, view, ack, context }) => {
    const arrival = reception.arrived(sentAtOf(context));
    const slackUser = interactionUser(context, body.user);
    if (arrival === null || body.type !== 'view_submission') return;
    const form = readMetadata(view.private_metadata, slackUser);
    const wrong = (words: string) => ack({ response_action: 'errors', errors: { [FIELD]: words } });
    if (form === null) return wrong('This form does not work any more. Nothing was changed.');
    const values = valueSchema.safeParse(view.state.values);
    const typed = values.success ? (values.data[FIELD][FIELD].value ?? '') : '';
    const credits = wholeNumber(typed);
    if (credits === null || credits < 1 || credits > MOST_CREDITS) {
      return wrong('A whole number from 1 to 1,000,000,000.');
    }
    const { pendingAction, ref } = form;
    await answers.answer({
      key: body.trigger_id,
      slackUser: { ...slackUser, channelId: ref.channelId ?? undefined },
      rights: 'now',
      arrival,
      ref,
      command: { type: 'accept', pendingAction, credits },
      acknowledge: {
        taken: () => ack({ response_action: 'clear' }),
        refused: ({ headline }) => wrong(plainText(headline, 300)),
      },
    });
  });
}

/** Null when it is from another version of this service. */
function readMetadata(
  metadata: string,
  slackUser: SlackUser,
): { readonly pendingAction: string; readonly ref: SlackMessageRef } | null {
  const context = readFormContext(metadata);
  if (context === null) return null;
  const read = messageSchema.safeParse(JSON.parse(metadata));
  if (!read.success) return null;
  const { proposal: pendingAction, ...message } = read.data;
  const ref = { ...formRef(context.channelId, context, slackUser), ...message, private: false };
  return { pendingAction, ref };
}
