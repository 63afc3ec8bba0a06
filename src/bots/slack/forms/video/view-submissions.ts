import type { App, ViewOutput } from '@slack/bolt';
import { refusedReply } from '../../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../../core/messages/domain/reply.ts';
import type { Command } from '../../../../core/chat/domain/command.ts';
import type { VideoDraft } from '../../../../core/video/domain/video-request.ts';
import { withTimeout } from '../../../shared/with-timeout.ts';
import type { Reception } from '../../../shared/reception.ts';
import type { Answers } from '../../interactions/answers.ts';
import type { ReadRequester } from '../../interactions/requester.ts';
import { readFormContext } from '../../shared/form-context.ts';
import type { FormContext } from '../../shared/form-context.ts';
import type { SlackListenerDependencies } from '../../interactions/listener-types.ts';
import { wordingOf } from '../../wording.ts';
import { plainText } from '../../rendering/markup.ts';
import { replyModal } from '../modal.ts';
import { onSubmission } from '../submission.ts';
import { FORMS, TITLES } from './video-view.ts';
import { MOST_CONFIRM_OVER } from './inputs.ts';
import { MAKING, readFormValues } from './form-values.ts';
import type { FormKind, FormValues } from './form-values.ts';
import { MAIN_FIELD, problemsOf, videoDraftOf } from './video-draft.ts';
import { formRef } from '../../interactions/interaction-context.ts';
import { factsOf } from '../../shared/slack-logger.ts';

/** Forms of before among them, whatever they were called. */
const OTHERS = /^(?!quota_|credits_)/;

/** What is wrong with a form is told in it, if that is known by then; else it is told after. */
const PRICE_MS = 500;

const NOT_UNDERSTOOD = refusedReply(
  'This form does not work any more',
  'It comes from an older version of this service. Nothing was started: please open it again.',
);

/** Receives submitted forms for videos, and whatever is nobody else's. */
export function listenToForms(
  app: App,
  { clock, logger, conversations, locales }: SlackListenerDependencies,
  {
    reception,
    readRequester,
    answers,
  }: {
    readonly reception: Reception;
    readonly readRequester: ReadRequester;
    readonly answers: Answers;
  },
): void {
  onSubmission(app, OTHERS, reception, async ({ key, view, ack, slackUser, arrival }) => {
    const language = locales.languageOf(slackUser);
    const show = (kind: FormKind, reply: Reply) =>
      ack({ response_action: 'update', view: replyModal(TITLES[kind], reply, language) });

    const form = formOf(view);
    if (form === null) return show('create', NOT_UNDERSTOOD);
    const { kind, values } = form;
    const problems =
      kind === 'settings' ? settingsProblems(values) : problemsOf(kind, values, form.context);
    if (Object.keys(problems).length > 0) {
      const errors = shownIn(view, problems);
      return Object.keys(errors).length === 0
        ? show(kind, NOT_UNDERSTOOD)
        : ack({ response_action: 'errors', errors });
    }
    const channelId = values.channelId ?? form.context.channelId ?? undefined;
    const read = await readRequester({ ...slackUser, channelId });
    if (read.status === 'refused') return show(kind, read.reply);
    const command = commandOf(form);
    if (command === null) return show(kind, NOT_UNDERSTOOD);
    const refused = command.type === 'create' ? await refusal(command.draft) : null;
    if (refused !== null && kind !== 'settings') {
      // Every form has a field for the channel; another may be left out as of no use.
      const field = isShownIn(view, MAIN_FIELD[kind]) ? MAIN_FIELD[kind] : 'channel';
      return ack({ response_action: 'errors', errors: { [field]: refused } });
    }

    await answers.answerTo(read.requester, {
      key,
      arrival,
      ref: formRef(values.channelId, form.context, slackUser),
      command,
      acknowledge: {
        taken: () => ack({ response_action: 'clear' }),
        refused: (reply) => show(kind, reply),
      },
    });

    /** Why no model would make it; null where that is not known in time. */
    async function refusal(draft: VideoDraft): Promise<string | null> {
      if (read.status === 'refused') return null;
      const asked = conversations.form(read.requester).catch((error: unknown) => {
        logger.error(factsOf(error), 'slack: a form could not be checked');
        return null;
      });
      const offered = await withTimeout(clock, PRICE_MS, asked);
      const priced = offered?.price(draft);
      return priced?.status === 'refused'
        ? plainText(wordingOf(offered?.language).line(priced.words), 300)
        : null;
    }
  });
}

/** Only of fields that are there: Slack shows none of a list that names another. */
function shownIn(
  view: ViewOutput,
  problems: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => isShownIn(view, field)));
}

function isShownIn({ blocks }: ViewOutput, field: string): boolean {
  return blocks.some((it) => it.type === 'input' && it.block_id === field);
}

interface FilledForm {
  readonly kind: FormKind;
  readonly values: FormValues;
  readonly context: FormContext;
}

/** Null for what is none of our forms, or comes from another version of this service. */
export function formOf(view: ViewOutput): FilledForm | null {
  const kind = [...MAKING, 'settings' as const].find((it) => FORMS[it] === view.callback_id);
  const context = readFormContext(view.private_metadata);
  const values = readFormValues(view.state.values);
  return kind === undefined || context === null || values === null
    ? null
    : { kind, values, context };
}

/** Slack's own clients hold people to it, and others can be made to send anything. */
function settingsProblems({ confirmOver = null, noNumbers }: FormValues): Record<string, string> {
  const fits =
    confirmOver === null ||
    (Number.isInteger(confirmOver) && confirmOver >= 0 && confirmOver <= MOST_CONFIRM_OVER);
  return fits && !noNumbers.includes('confirm_over')
    ? {}
    : { confirm_over: 'A whole number of credits, or nothing at all.' };
}

/** Null for what no video can be made of. */
function commandOf({ kind, values, context }: FilledForm): Command | null {
  if (kind === 'settings') {
    const { settings, confirmOver, language } = values;
    return {
      type: 'prefer',
      settings,
      ...(confirmOver === undefined ? {} : { confirmOver }),
      ...(language === undefined ? {} : { language }),
    };
  }
  const draft = videoDraftOf(kind, values, context);
  if (draft === null) return null;
  return {
    type: 'create',
    draft,
    ...(values.remember ? { remember: true } : {}),
    // What stood below the form when it was sent off.
    ...(context.price === null ? {} : { agreed: context.price }),
  };
}
