import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Answers } from '../../interactions/answers.ts';
import type { Doer } from '../../interactions/requester.ts';
import { readFormContext } from '../../shared/form-context.ts';
import { plainText } from '../../rendering/markup.ts';
import { isWorkspaceId } from '../../shared/message-ref.ts';
import type { SlackMessageRef } from '../../shared/message-ref.ts';
import { plain } from '../video/inputs.ts';
import { MOST_CREDITS } from './quota-fields.ts';
import { wholeNumber } from '../../commands/quota/quota-tokens.ts';
import type { Reception } from '../../interactions/reception.ts';
import { formRef, interactionDoer, sentAtOf } from '../../interactions/interaction-context.ts';

const CALLBACK_ID = 'credits_amount';
const FIELD = 'amount';

const TITLE = plain('How many credits?');

/** Asks how many credits it is to be, for a button that needs to know. */
export function amountModal(
  { proposal, credits }: { readonly proposal: string; readonly credits: number },
  pressed: SlackMessageRef,
): ModalView {
  const { kind, teamId, channelId, responseUrl, expiresAt, ts, threadTs } = pressed;
  const context = { channelId, responseUrl, expiresAt, pictures: [], videos: [] };
  const message = { proposal, ts, threadTs, kind, ...(isWorkspaceId(teamId) ? { teamId } : {}) };
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

/** Hears such forms when they are sent off: each answers on the message of its button. */
export function listenToAmounts(
  app: App,
  { reception, answers }: { readonly reception: Reception; readonly answers: Answers },
): void {
  app.view(CALLBACK_ID, async ({ body, view, ack, context }) => {
    const arrival = reception.arrived(sentAtOf(context));
    const doer = interactionDoer(context, body.user);
    if (arrival === null || body.type !== 'view_submission') return;
    const form = readMetadata(view.private_metadata, doer);
    const wrong = (words: string) => ack({ response_action: 'errors', errors: { [FIELD]: words } });
    if (form === null) return wrong('This form does not work any more. Nothing was changed.');
    const values = valueSchema.safeParse(view.state.values);
    const typed = values.success ? (values.data[FIELD][FIELD].value ?? '') : '';
    const credits = wholeNumber(typed);
    if (credits === null || credits < 1 || credits > MOST_CREDITS) {
      return wrong('A whole number from 1 to 1,000,000,000.');
    }
    const { proposal, ref } = form;
    await answers.answer({
      key: body.trigger_id,
      doer: { ...doer, channelId: ref.channelId ?? undefined },
      rights: 'now',
      arrival,
      ref,
      want: { type: 'accept', proposal, credits },
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
  doer: Doer,
): { readonly proposal: string; readonly ref: SlackMessageRef } | null {
  const context = readFormContext(metadata);
  if (context === null) return null;
  const read = messageSchema.safeParse(JSON.parse(metadata));
  if (!read.success) return null;
  const { proposal, ...message } = read.data;
  const ref = { ...formRef(context.channelId, context, doer), ...message, private: false };
  return { proposal, ref };
}
