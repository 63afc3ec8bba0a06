import type { BlockAction, MessageShortcut } from '@slack/bolt';
import { msg } from '../../core/messages/domain/message.ts';
import { refusedReply } from '../../core/messages/domain/reply.ts';
import { createAnswers } from './interactions/answers.ts';
import { ephemeral } from './rendering/ephemeral.ts';
import { createReadLanguage } from './interactions/read-language.ts';
import { createReadRequester } from './interactions/requester.ts';
import type { SlackUser } from './interactions/requester.ts';
import { mediaIn, videoOfOwnCard } from './shared/message-media.ts';
import { FILE_TYPES } from '../../core/commands/domain/catalogue/video-field.ts';
import { createReception } from '../shared/reception.ts';
import { withTimeout } from '../shared/with-timeout.ts';
import { unchangedReply, wrongReply } from '../shared/replies.ts';
import { NOWHERE } from './shared/form-context.ts';
import type { FormFile } from './shared/form-context.ts';
import { createForms } from './forms/video/video-forms.ts';
import type { Opening } from './forms/video/video-forms.ts';
import { createHome } from './home/home.ts';
import { HOME_ACTIONS } from './home/home-view.ts';
import type { RegisterSlackListener } from './interactions/listener-types.ts';
import { isWorkspaceId } from './shared/message-ref.ts';
import { factsOf } from './shared/slack-logger.ts';
import { createHandleButtonPress } from './interactions/button-press.ts';
import { listenToQuotas } from './forms/quota/quota-forms.ts';
import {
  commandUser,
  commandRef,
  contextOf,
  interactionUser,
  sentAtOf,
  shortcutContext,
} from './interactions/interaction-context.ts';
import { formOf, listenToForms } from './forms/video/view-submissions.ts';
import { readVideoText } from './commands/video-command.ts';
import { createResolveTeam } from './interactions/resolve-team.ts';

/** Of the shortcuts in the app's manifest. */
export const SHORTCUTS = {
  create: 'create_video',
  animate: 'animate_image',
  edit: 'edit_video',
} as const;

/** Receives interactions, acknowledges each in time, and has it handled. */
export const registerSlackListener: RegisterSlackListener = (app, dependencies) => {
  const { clock } = dependencies;
  const { languageOf } = dependencies.locales;
  const reception = createReception({ ...dependencies, chat: 'slack', factsOf });
  const readRequester = createReadRequester(dependencies);
  const readLanguage = createReadLanguage(dependencies, readRequester);
  const answers = createAnswers(dependencies, { reception, readRequester });
  const forms = createForms(dependencies, readRequester);
  const home = createHome(dependencies, readRequester);
  const now = () => clock.now().getTime();
  const resolveTeam = createResolveTeam(dependencies);
  const handleButtonPress = createHandleButtonPress(app, dependencies, {
    reception,
    answers,
    home,
    readLanguage,
  });
  const quotas = listenToQuotas(app, dependencies, { reception, answers, readRequester });

  app.use(async ({ body, context, next }) => {
    const teamId = await resolveTeam(body, context);
    if (teamId !== undefined) context.teamId = teamId;
    await next();
  });

  app.command(/^\/(?:video|credits)$/, async ({ command, ack, respond, context }) => {
    const arrival = reception.arrived(sentAtOf(context));
    if (arrival === null) return;
    const slackUser = commandUser(command);
    const typed =
      command.command === '/credits'
        ? ({ status: 'asked', command: { type: 'credits' }, private: false } as const)
        : readVideoText(command.text);
    switch (typed.status) {
      case 'wrong':
        return ack(
          ephemeral(
            typed.of === 'video' ? wrongReply(typed.words) : unchangedReply(typed.words),
            languageOf(slackUser),
          ),
        );
      case 'form':
        await ack();
        return open({
          kind: typed.form,
          slackUser,
          triggerId: command.trigger_id,
          context: contextOf(
            { channelId: command.channel_id, responseUrl: command.response_url },
            now(),
          ),
          failed: (reply) => respond(ephemeral(reply, languageOf(slackUser))),
        });
      case 'asked':
        return answers.answer({
          key: command.trigger_id,
          slackUser,
          arrival,
          ref: commandRef(command, slackUser, { private: typed.private, now: now() }),
          command: typed.command,
          acknowledge: {
            taken: () => ack(),
            refused: (reply) => ack(ephemeral(reply, languageOf(slackUser))),
          },
        });
    }
  });

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

  app.action({ type: 'block_actions' }, async ({ body, ack, respond, context }) => {
    const slackUser = interactionUser(context, body.user);
    const id = body.actions[0]?.action_id ?? '';
    if (body.view?.type === 'modal') {
      await ack();
      await quotas.repaint(body, slackUser);
      return repaint(body, slackUser);
    }
    if (id === HOME_ACTIONS.refresh) {
      await ack();
      return home.publish(slackUser);
    }
    if (id === HOME_ACTIONS.create) {
      await ack();
      const { trigger_id: triggerId } = body;
      return open({ kind: 'create', slackUser, triggerId, context: NOWHERE });
    }
    return handleButtonPress(body, slackUser, { ack, respond, sentAt: sentAtOf(context) });
  });

  app.event('app_home_opened', async ({ event, context }) => {
    const user: unknown = event.user;
    if (event.tab !== 'home' || typeof user !== 'string') return;
    await home.publish(interactionUser(context, { id: user }));
  });

  listenToForms(app, dependencies, { reception, readRequester, answers });

  /** Cards of ours only link to their video, which lies in their thread. */
  async function ownVideo(
    { team }: SlackUser,
    message: MessageShortcut['message'],
  ): Promise<FormFile[]> {
    const videos = videoOfOwnCard(message);
    if (videos.length === 0) return [];
    const asked = dependencies.clients.bot(team).catch((error: unknown) => {
      dependencies.logger.warn(factsOf(error), 'slack: nobody said who the bot is');
      return null;
    });
    const bot = await withTimeout(clock, KNOWN_WITHIN_MS, asked);
    const { userId, botId } = bot ?? { userId: null, botId: null };
    const isOurs =
      (userId !== null && message.user === userId) ||
      (botId !== null && message['bot_id'] === botId);
    return isOurs ? videos : [];
  }

  /** What is sent off later is of the workspace in which the form was opened. */
  function open(opening: Opening): Promise<void> {
    const { teamId } = opening.slackUser.team;
    const known = isWorkspaceId(teamId) ? { teamId } : {};
    // Half an hour later the person may be elsewhere, however the form was opened.
    const expiresAt = opening.context.expiresAt || now() + HALF_HOUR_MS;
    return forms.open({ ...opening, context: { ...opening.context, ...known, expiresAt } });
  }

  async function repaint(body: BlockAction, slackUser: SlackUser): Promise<void> {
    const form = body.view === undefined ? null : formOf(body.view);
    if (form === null || form.kind === 'settings' || body.view === undefined) return;
    const { filled, context, kind } = form;
    const making = filled.kind ?? kind;
    await forms.repaint({ making, slackUser, viewId: body.view.id, context, values: filled });
  }
};

const HALF_HOUR_MS = 30 * 60_000;
/** Of the three seconds in which a form can be opened. */
const KNOWN_WITHIN_MS = 1_000;

const NO_PICTURES = refusedReply(
  msg('forms.no-image'),
  msg('forms.no-image-next', { types: FILE_TYPES.picture, command: 'video create' }),
);

const NO_VIDEOS = refusedReply(
  msg('forms.no-video'),
  msg('forms.no-video-next', { types: FILE_TYPES.video, command: 'video edit' }),
);
