import type { App, ViewOutput } from '@slack/bolt';
import {
  makingCommand,
  preferred,
} from '../../../../core/commands/domain/catalogue/video-commands.ts';
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
import type { FormKind } from '../../commands/video-command.ts';
import { kindOfForm, titleOf } from './video-view.ts';
import { OWN_BLOCKS, problemsOf, readFormValues, withMessageFiles } from './form-values.ts';
import type { FormValues } from './form-values.ts';
import { formRef } from '../../interactions/interaction-context.ts';
import { factsOf } from '../../shared/slack-logger.ts';

/** Forms of before among them, whatever they were called. */
const OTHERS = /^(?!quota_|credits_)/;

/** What is wrong with a form is told in it, if that is known by then; else it is told after. */
const PRICE_MS = 500;

const outdatedReply = (kind: FormKind) =>
  refusedReply(
    msg('chat.outdated'),
    msg('chat.open-form-again'),
    msg(kind === 'settings' ? 'chat.nothing-changed' : 'credits.not-charged'),
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
      ack({ response_action: 'update', view: replyModal(titleOf(kind), reply, language) });

    if (form === null) return show('create', outdatedReply('create'));
    const { kind, filled } = form;
    const problems = [
      ...(kind === 'settings'
        ? filled.problems.map(({ field, words }) => [field ?? '', words] as const)
        : problemsOf(kind, filled, form.context)),
    ];
    if (problems.length > 0) {
      // Slack shows none of a list that names a field which is not there.
      const shown = problems.filter(([field]) => isShownIn(view, field));
      if (shown.length === 0) return show(kind, outdatedReply(kind));
      const errors = Object.fromEntries(shown.map(([field, it]) => [field, wording.text(it)]));
      return ack({ response_action: 'errors', errors });
    }
    const channelId = filled.channelId ?? form.context.channelId ?? undefined;
    const read = await readRequester({ ...slackUser, channelId });
    if (read.status === 'refused') return show(kind, read.reply);
    const command = askedBy(form);
    if (command === null) return show(kind, outdatedReply(kind));
    const refused = command.type === 'create' ? await refusal(command.draft) : null;
    if (refused !== null && kind !== 'settings') {
      // Every form has a field for the channel; another may be left out as of no use.
      const { main } = makingCommand(kind);
      const field = isShownIn(view, main) ? main : OWN_BLOCKS.channel;
      const words = cutLine(wording.text(refused), 300);
      return ack({ response_action: 'errors', errors: { [field]: words } });
    }

    await answers.answerTo(read.requester, {
      key,
      arrival,
      ref: formRef(filled.channelId, form.context, slackUser),
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
  readonly filled: FormValues;
  readonly context: FormContext;
}

/** Null for what is none of our forms, or comes from another version of this service. */
export function formOf(view: ViewOutput): FilledForm | null {
  const kind = kindOfForm(view.callback_id);
  const context = readFormContext(view.private_metadata);
  const filled = readFormValues(view.state.values);
  return kind === null || context === null || filled === null ? null : { kind, filled, context };
}

/** Null for what no video can be made of. */
function askedBy({ kind, filled, context }: FilledForm): Command | null {
  if (kind === 'settings') return preferred(filled.values, 'all');
  const command = makingCommand(kind).act(withMessageFiles(filled, context));
  if ('words' in command || command.type !== 'create') return null;
  // What stood below the form when it was sent off.
  return context.price === null ? command : { ...command, agreed: context.price };
}
