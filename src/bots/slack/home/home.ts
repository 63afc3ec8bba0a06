import type { HomeView as SlackHome } from '@slack/types';
import { outOfOrderReply } from '../../../core/chat/domain/replies.ts';
import { inLanguage } from '../../../core/messages/domain/reply.ts';
import type { SlackUser, ReadRequester } from '../interactions/requester.ts';
import { createLatestOnly } from '../shared/latest-only.ts';
import { isAboutBlocks } from '../shared/errors.ts';
import { homeReply, homeTab } from './home-view.ts';
import { keyOf } from '../rendering/home-replies.ts';
import type { SlackListenerDependencies } from '../interactions/listener-types.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** Somebody who opens and leaves their Home again and again sees it change once in this time. */
const PAUSE_MS = 1_000;

/** People's Home tabs. */
export interface Home {
  /** Shows it as things stand. Never throws. */
  publish(slackUser: SlackUser): Promise<void>;
}

export function createHome(
  { clients, clock, logger, conversations, homeReplies, locales }: SlackListenerDependencies,
  readRequester: ReadRequester,
): Home {
  const latestOnly = createLatestOnly(() => clock.sleep(PAUSE_MS, new AbortController().signal));

  async function publishNow(slackUser: SlackUser): Promise<void> {
    try {
      const client = await clients.views(slackUser.team);
      // Where the app is installed for an organisation, nobody else says where a press comes from.
      const { teamId: private_metadata } = slackUser.team;
      const show = (view: SlackHome) =>
        client.views.publish({ user_id: slackUser.userId, view: { ...view, private_metadata } });
      const contentOf = await read(slackUser);
      try {
        await show(contentOf({ pictures: true }));
      } catch (error) {
        if (!isAboutBlocks(error)) throw error;
        // Slack fetches pictures itself, and refuses all of it when it cannot.
        await show(contentOf({ pictures: false }));
      }
    } catch (error) {
      logger.warn(factsOf(error), 'slack: a Home tab could not be published');
    }
  }

  async function read(
    slackUser: SlackUser,
  ): Promise<(how: { readonly pictures: boolean }) => SlackHome> {
    const read = await readRequester(slackUser);
    const language = locales.languageOf(slackUser);
    if (read.status === 'refused') return () => homeReply(inLanguage(read.reply, language));
    try {
      const home = await conversations.home(read.requester);
      const said = homeReplies.take(ownerOf(slackUser));
      return ({ pictures }) => homeTab({ home, said, pictures });
    } catch (error) {
      logger.error(factsOf(error), 'slack: what is on a Home tab could not be read');
      return () => homeReply(inLanguage(outOfOrderReply(), language));
    }
  }

  return {
    publish: (slackUser) => latestOnly(keyOf(ownerOf(slackUser)), () => publishNow(slackUser)),
  };
}

function ownerOf({ team, userId }: SlackUser) {
  return { teamId: team.teamId, userId };
}
