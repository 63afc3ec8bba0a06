import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { msg } from '../../../../core/messages/domain/message.ts';
import { facts } from '../../../../core/messages/domain/rich-text.ts';
import type { Words } from '../../../../core/messages/domain/rich-text.ts';
import { cutLine } from '../../../shared/plain-line.ts';
import { amountIdsUpTo } from '../../../shared/button-ids.ts';
import type { Reception } from '../../../shared/reception.ts';
import type { Answers } from '../../interactions/answers.ts';
import type { SlackUser } from '../../interactions/requester.ts';
import { readFormContext } from '../../shared/form-context.ts';
import { wordingOf } from '../../wording.ts';
import { isWorkspaceId } from '../../shared/message-ref.ts';
import type { SlackMessageRef } from '../../shared/message-ref.ts';
import { numberInput, plain } from '../fields.ts';
import { readFormState } from '../form-state.ts';
import { frameOf } from '../modal.ts';
import { onSubmission } from '../submission.ts';
import { MOST_CREDITS } from '../../../../core/credits/domain/allowance.ts';
import { wholeNumber } from '../../../../core/shared/domain/whole-number.ts';
import { formRef } from '../../interactions/interaction-context.ts';

/** Buttons that open this form. */
export const AMOUNT_IDS = amountIdsUpTo(MOST_CREDITS);

const CALLBACK_ID = 'credits_amount';
const FIELD = 'amount';
const CREDITS = msg('credits.credits');

/** Asks how many credits it is to be, for a button that needs to know. */
export function amountModal(
  { pendingAction, credits }: { readonly pendingAction: string; readonly credits: number },
  pressed: SlackMessageRef,
  language: string,
): ModalView {
  const { kind, teamId, channelId, responseUrl, expiresAt, ts, threadTs } = pressed;
  const wording = wordingOf(language);
  const context = { channelId, responseUrl, expiresAt, language, pictures: [], videos: [] };
  const message = {
    proposal: pendingAction,
    ts,
    threadTs,
    kind,
    ...(isWorkspaceId(teamId) ? { teamId } : {}),
  };
  return {
    ...frameOf(msg('credit-requests.how-many'), wording),
    callback_id: CALLBACK_ID,
    private_metadata: JSON.stringify({ ...context, ...message }),
    submit: plain(wording.text(msg('forms.submit-send'))),
    blocks: [
      numberInput(FIELD, wording.text(CREDITS), {
        min: 1,
        max: MOST_CREDITS,
        value: credits,
        focus: true,
      }),
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

/** Receives such forms when they are submitted: each answers on the message of its button. */
export function listenToAmounts(
  app: App,
  {
    reception,
    answers,
    languageOf,
  }: {
    readonly reception: Reception;
    readonly answers: Answers;
    readonly languageOf: (user: SlackUser) => string;
  },
): void {
  onSubmission(app, CALLBACK_ID, reception, async ({ key, view, ack, slackUser, arrival }) => {
    const form = readMetadata(view.private_metadata, slackUser);
    const own = readFormContext(view.private_metadata)?.language ?? languageOf(slackUser);
    const wrong = (words: Words, language = own) => {
      const errors = { [FIELD]: cutLine(wordingOf(language).text(words), 300) };
      return ack({ response_action: 'errors', errors });
    };
    if (form === null) return wrong(facts(msg('chat.outdated'), msg('chat.nothing-changed')));
    const credits = wholeNumber(readFormState(view.state.values)?.text(FIELD) ?? '');
    if (credits === null || credits < 1 || credits > MOST_CREDITS) {
      return wrong(
        msg('commands.whole-number-range', { field: CREDITS, min: 1, max: MOST_CREDITS }),
      );
    }
    const { pendingAction, ref } = form;
    await answers.answer({
      key,
      slackUser: { ...slackUser, channelId: ref.channelId ?? undefined },
      rights: 'now',
      arrival,
      ref,
      command: { type: 'accept', pendingAction, credits },
      acknowledge: {
        taken: () => ack({ response_action: 'clear' }),
        refused: ({ headline, language }) => wrong(headline, language),
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
