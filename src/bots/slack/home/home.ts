import type { HomeView as SlackHome } from '@slack/types';
import { outOfOrderNote } from '../../../core/chat/domain/replies.ts';
import type { Doer, ReadAsker } from '../interactions/requester.ts';
import { isAboutBlocks } from '../shared/errors.ts';
import { homeNote, homeTab } from './home-view.ts';
import { keyOf } from '../rendering/home-notes.ts';
import type { SlackListenerDependencies } from '../interactions/listener-types.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** Somebody who opens and leaves their Home again and again sees it change once in this time. */
const PAUSE_MS = 1_000;

/** People's Home tabs. */
export interface Home {
  /** Shows it as things stand. Never throws. */
  publish(doer: Doer): Promise<void>;
}

export function createHome(
  { clients, clock, logger, conversations, homeNotes }: SlackListenerDependencies,
  readAsker: ReadAsker,
): Home {
  /** Whose Home is being published, and whether it has to be once more. */
  const busy = new Map<string, { again: boolean }>();

  async function publish(doer: Doer): Promise<void> {
    const key = keyOf(ownerOf(doer));
    const running = busy.get(key);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const run = { again: false };
    busy.set(key, run);
    try {
      for (;;) {
        await publishNow(doer);
        if (!run.again) return;
        run.again = false;
        await clock.sleep(PAUSE_MS, new AbortController().signal);
      }
    } finally {
      busy.delete(key);
    }
  }

  async function publishNow(doer: Doer): Promise<void> {
    try {
      const client = await clients.views(doer.team);
      // Where the app is installed for an organisation, nobody else says where a press comes from.
      const { teamId: private_metadata } = doer.team;
      const show = (view: SlackHome) =>
        client.views.publish({ user_id: doer.userId, view: { ...view, private_metadata } });
      const contentOf = await read(doer);
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

  async function read(doer: Doer): Promise<(how: { readonly pictures: boolean }) => SlackHome> {
    const read = await readAsker(doer);
    if (read.status === 'refused') return () => homeNote(read.note);
    try {
      const home = await conversations.home(read.asker);
      const said = homeNotes.take(ownerOf(doer));
      return ({ pictures }) => homeTab({ home, said, pictures });
    } catch (error) {
      logger.error(factsOf(error), 'slack: what is on a Home tab could not be read');
      return () => homeNote(outOfOrderNote());
    }
  }

  return { publish };
}

function ownerOf({ team, userId }: Doer) {
  return { teamId: team.teamId, userId };
}
