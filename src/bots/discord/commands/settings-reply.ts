import type { Requester } from '../../../core/teams/domain/requester.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import {
  confirmOverReply,
  outOfOrderReply,
  usualReply,
} from '../../../core/chat/domain/replies.ts';
import { languageWords } from '../../../core/people/domain/language-replies.ts';
import { languageCalled } from '../../../messages/languages.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import type { FormDependencies } from '../forms/form-dependencies.ts';

/** The answer is the acknowledgement, and has to be there in time. */
const PATIENCE_MS = 1_500;

/** What is chosen for somebody who says nothing else. */
export async function settingsReply(
  { conversations, clock, logger }: FormDependencies,
  requester: Requester,
): Promise<Reply> {
  try {
    const form = await withTimeout(clock, PATIENCE_MS, conversations.form(requester));
    if (form === null) return outOfOrderReply();
    const defaults = usualReply(form.settings);
    const change = msg('chat.change-with', { command: 'video settings' });
    const { asking, ownLanguage, language } = form;
    const own = ownLanguage === null ? null : languageCalled(ownLanguage);
    const asks = confirmOverReply(asking).lines;
    const lines = [...defaults.lines, ...asks, [languageWords(own)], [change]];
    return { ...defaults, lines, language };
  } catch (error) {
    logger.error({ err: error }, 'discord: preferences could not be read');
    return outOfOrderReply();
  }
}
