import type { ModalView } from '@slack/types';
import type { Making } from '../../../../core/commands/domain/catalogue/video-commands.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../../core/messages/domain/reply.ts';
import { outOfOrderReply } from '../../../../core/chat/domain/replies.ts';
import type { SlackUser, ReadRequester } from '../../interactions/requester.ts';
import type { FormContext } from '../../shared/form-context.ts';
import type { SlackListenerDependencies } from '../../interactions/listener-types.ts';
import { wordingOf } from '../../wording.ts';
import type { FormKind } from '../../commands/video-command.ts';
import { formModal, loadingModal, titleOf } from './video-view.ts';
import { commandOf, firstOf } from './form-values.ts';
import type { FormValues } from './form-values.ts';
import { draftsOf, priceOf } from '../../../../core/commands/domain/catalogue/form-price.ts';
import { replyModal } from '../modal.ts';
import { createOpenModal } from '../open-view.ts';
import { createLatestOnly } from '../../shared/latest-only.ts';
import { factsOf } from '../../shared/slack-logger.ts';

export interface Opening {
  readonly kind: FormKind;
  readonly slackUser: SlackUser;
  /** Opens one form, and only for three seconds. */
  readonly triggerId: string;
  readonly context: FormContext;
  /** Instead of a form. */
  readonly reply?: Reply;
  /** Tells the person that it came to nothing. */
  readonly failed?: (reply: Reply) => Promise<unknown>;
}

/** Opens what somebody asked for, in the workspace in which they asked. */
export type OpenForm = (opening: Opening) => Promise<void>;

/** Forms that people have open. Nothing is kept of them: each says itself all there is to know. */
export interface Forms {
  /** Never throws. */
  open(opening: Opening): Promise<void>;
  /** Shows in an open form what it would cost now, as a form of this kind. Never throws. */
  repaint(form: {
    readonly making: Making;
    readonly slackUser: SlackUser;
    readonly viewId: string;
    readonly context: FormContext;
    readonly values: FormValues;
  }): Promise<void>;
}

export function createForms(
  dependencies: SlackListenerDependencies,
  readRequester: ReadRequester,
): Forms {
  const { clients, logger, conversations, locales } = dependencies;
  const openModal = createOpenModal(dependencies);
  const latestOnly = createLatestOnly();

  async function contentOf({ kind, slackUser, context }: Opening): Promise<ModalView> {
    const language = locales.languageOf(slackUser);
    const title = titleOf(kind);
    try {
      const read = await readRequester(slackUser);
      if (read.status === 'refused') return replyModal(title, read.reply, language);
      const form = await conversations.form(read.requester);
      const command = commandOf(kind);
      if (!('draft' in command) || command.isOffered(form)) return formModal(kind, form, context);
      // Nobody fills a form in for what nothing here can make.
      const priced = priceOf(draftsOf(command, form, null, firstOf(context)), form);
      const words =
        priced.status === 'refused' ? priced.words : msg('video.not-available', { kind: title });
      const help = msg('forms.see-help', { command: 'video help' });
      return replyModal(title, refusedReply(words, help), form.language);
    } catch (error) {
      logger.error(factsOf(error), 'slack: a form could not be filled');
      return replyModal(title, outOfOrderReply(), language);
    }
  }

  return {
    async open(opening) {
      const { kind, slackUser, triggerId, reply, failed } = opening;
      const language = locales.languageOf(slackUser);
      const content = () =>
        reply === undefined
          ? contentOf(opening)
          : Promise.resolve(replyModal(titleOf(kind), reply, language));
      const view = loadingModal(kind, wordingOf(language));
      await openModal({ slackUser, triggerId, view, content, failed });
    },
    repaint: ({ making, slackUser, viewId, context, values }) =>
      latestOnly(viewId, async () => {
        try {
          const read = await readRequester(slackUser);
          if (read.status === 'refused') return;
          const form = await conversations.form(read.requester);
          const view = formModal(making, form, context, values);
          const client = await clients.views(slackUser.team);
          await client.views.update({ view_id: viewId, view });
        } catch (error) {
          // Closed by now, or Slack is slow: the price is told again when it is asked for in earnest.
          logger.info(factsOf(error), 'slack: the price in a form could not be shown');
        }
      }),
  };
}
