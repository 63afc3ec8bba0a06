import type { App, MessageShortcut } from '@slack/bolt';
import { NO_PICTURES, NO_VIDEOS } from '../../shared/replies.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import type { OpenForm } from '../forms/video/video-forms.ts';
import { ephemeral } from '../rendering/ephemeral.ts';
import { NOWHERE } from '../shared/form-context.ts';
import type { FormFile } from '../shared/form-context.ts';
import { mediaIn, videoOfOwnCard } from '../shared/message-media.ts';
import { factsOf } from '../shared/slack-logger.ts';
import { interactionUser, shortcutContext } from './interaction-context.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import type { SlackUser } from './requester.ts';

/** Of the shortcuts in the app's manifest. */
const SHORTCUTS = {
  create: 'create_video',
  animate: 'animate_image',
  edit: 'edit_video',
} as const;

/** Receives the shortcuts of the app and those in the menu of a message; each opens a form. */
export function listenToShortcuts(
  app: App,
  {
    clients,
    clock,
    locales,
    logger,
  }: Pick<SlackListenerDependencies, 'clients' | 'clock' | 'locales' | 'logger'>,
  open: OpenForm,
): void {
  const { languageOf } = locales;
  const now = () => clock.now().getTime();

  app.shortcut(
    { type: 'shortcut', callback_id: SHORTCUTS.create },
    async ({ shortcut, ack, context }) => {
      const slackUser = interactionUser(context, shortcut.user);
      await ack();
      const { trigger_id: triggerId } = shortcut;
      await open({ kind: 'create', slackUser, triggerId, context: NOWHERE });
    },
  );

  app.shortcut(
    { type: 'message_action', callback_id: SHORTCUTS.animate },
    async ({ shortcut, ack, respond, context }) => {
      const slackUser = interactionUser(context, shortcut.user);
      await ack();
      const pictures = mediaIn(shortcut.message, 'picture');
      await open({
        kind: 'create',
        slackUser,
        triggerId: shortcut.trigger_id,
        context: { ...shortcutContext(shortcut, now()), pictures },
        failed: (reply) => respond(ephemeral(reply, languageOf(slackUser))),
        ...(pictures.length === 0 ? { reply: NO_PICTURES } : {}),
      });
    },
  );

  app.shortcut(
    { type: 'message_action', callback_id: SHORTCUTS.edit },
    async ({ shortcut, ack, respond, context }) => {
      const slackUser = interactionUser(context, shortcut.user);
      await ack();
      const found = mediaIn(shortcut.message, 'video');
      const videos = found.length > 0 ? found : await ownVideo(slackUser, shortcut.message);
      await open({
        kind: 'edit',
        slackUser,
        triggerId: shortcut.trigger_id,
        context: { ...shortcutContext(shortcut, now()), videos },
        failed: (reply) => respond(ephemeral(reply, languageOf(slackUser))),
        ...(videos.length === 0 ? { reply: NO_VIDEOS } : {}),
      });
    },
  );

  /** Cards of ours only link to their video, which lies in their thread. */
  async function ownVideo(
    { team }: SlackUser,
    message: MessageShortcut['message'],
  ): Promise<FormFile[]> {
    const videos = videoOfOwnCard(message);
    if (videos.length === 0) return [];
    const asked = clients.bot(team).catch((error: unknown) => {
      logger.warn(factsOf(error), 'slack: nobody said who the bot is');
      return null;
    });
    const bot = await withTimeout(clock, KNOWN_WITHIN_MS, asked);
    const { userId, botId } = bot ?? { userId: null, botId: null };
    const isOurs =
      (userId !== null && message.user === userId) ||
      (botId !== null && message['bot_id'] === botId);
    return isOurs ? videos : [];
  }
}

/** Of the three seconds in which a form can be opened. */
const KNOWN_WITHIN_MS = 1_000;
