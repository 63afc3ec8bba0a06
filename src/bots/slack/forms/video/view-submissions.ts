import type { App, ViewOutput } from '@slack/bolt';
import { MOST_CREDITS } from '../../../../core/credits/domain/allowance.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../../core/messages/domain/reply.ts';
import type { Command } from '../../../../core/chat/domain/command.ts';
import type { VideoDraft } from '../../../../core/video/domain/video-request.ts';
import type { RichText } from '../../../../core/messages/domain/rich-text.ts';
import { cutLine } from '../../../shared/plain-line.ts';
import { withTimeout } from '../../../shared/with-timeout.ts';
import type { Reception } from '../../../shared/reception.ts';
import type { Answers } from '../../interactions/answers.ts';
import type { ReadRequester } from '../../interactions/requester.ts';
import { readFormContext } from '../../shared/form-context.ts';
import type { FormContext } from '../../shared/form-context.ts';
import type { SlackListenerDependencies } from '../../interactions/listener-types.ts';
import { wordingOf } from '../../wording.ts';
import { replyModal } from '../modal.ts';
import { onSubmission } from '../submission.ts';
import { TITLES } from './drawing.ts';
import { FORMS } from './video-view.ts';
import { MAKING, readFormValues } from './form-values.ts';
import type { FieldProblems, FormKind, FormValues } from './form-values.ts';
import { MAIN_FIELD, problemsOf, videoDraftOf } from './video-draft.ts';
import { formRef } from '../../interactions/interaction-context.ts';
import { factsOf } from '../../shared/slack-logger.ts';

/** Forms of before among them, whatever they were called. */
const OTHERS = /^(?!quota_|credits_)/;

/** What is wrong with a form is told in it, if that is known by then; else it is told after. */
const PRICE_MS = 500;

const NOT_UNDERSTOOD = refusedReply(
  msg('chat.outdated'),
  msg('chat.open-form-again'),
  msg('credits.not-charged'),
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
    const form = formOf(view);
    const language = form?.context.language ?? locales.languageOf(slackUser);
    const wording = wordingOf(language);
    const show = (kind: FormKind, reply: Reply) =>
      ack({ response_action: 'update', view: replyModal(TITLES[kind], reply, language) });

    if (form === null) return show('create', NOT_UNDERSTOOD);
    const { kind, values } = form;
    const problems = Object.entries(
      kind === 'settings' ? settingsProblems(values) : problemsOf(kind, values, form.context),
    );
    if (problems.length > 0) {
      // Slack shows none of a list that names a field which is not there.
      const shown = problems.filter(([field]) => isShownIn(view, field));
      if (shown.length === 0) return show(kind, NOT_UNDERSTOOD);
      const errors = Object.fromEntries(shown.map(([field, it]) => [field, wording.text(it)]));
      return ack({ response_action: 'errors', errors });
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
      const words = cutLine(wording.text(refused), 300);
      return ack({ response_action: 'errors', errors: { [field]: words } });
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
    async function refusal(draft: VideoDraft): Promise<RichText | null> {
      if (read.status === 'refused') return null;
      const asked = conversations.form(read.requester).catch((error: unknown) => {
        logger.error(factsOf(error), 'slack: a form could not be checked');
        return null;
      });
      const offered = await withTimeout(clock, PRICE_MS, asked);
      const priced = offered?.price(draft);
      return priced?.status === 'refused' ? priced.words : null;
    }
  });
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
function settingsProblems({ confirmOver = null, noNumbers }: FormValues): FieldProblems {
  if (confirmOver === null || confirmOver <= MOST_CREDITS) return noNumbers;
  const range = { field: msg('credits.credits'), min: 0, max: MOST_CREDITS };
  return { ...noNumbers, confirm_over: msg('commands.whole-number-range', range) };
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
