import { withTimeout } from '../../shared/with-timeout.ts';
import { factsOf } from '../shared/slack-logger.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import type { ReadRequester, SlackUser } from './requester.ts';

/** What somebody reads: what they set, else what Slack says of them, else their team's. */
export type ReadLanguage = (slackUser: SlackUser) => Promise<string>;

/** A form can be opened for three seconds: what is not told by then is as Slack told it last. */
const PATIENCE_MS = 500;

export function createReadLanguage(
  {
    clock,
    logger,
    conversations,
    locales,
  }: Pick<SlackListenerDependencies, 'clock' | 'logger' | 'conversations' | 'locales'>,
  readRequester: ReadRequester,
): ReadLanguage {
  async function told(slackUser: SlackUser): Promise<string | null> {
    try {
      const read = await readRequester(slackUser);
      return read.status === 'refused' ? null : await conversations.language(read.requester);
    } catch (error) {
      logger.warn(factsOf(error), 'slack: the language of somebody could not be read');
      return null;
    }
  }

  return async (slackUser) =>
    (await withTimeout(clock, PATIENCE_MS, told(slackUser))) ?? locales.languageOf(slackUser);
}
