import type { BlockAction } from '@slack/bolt';
import type { Note } from '../../core/messages/domain/reply.ts';
import { createAnswers } from './interactions/answers.ts';
import { aside } from './rendering/ephemeral.ts';
import { createReadAsker } from './interactions/requester.ts';
import type { Doer } from './interactions/requester.ts';
import { filesIn, nameOf, seems } from './shared/attachment.ts';
import type { FileKind } from '../shared/likely-file.ts';
import { NOWHERE } from './shared/form-context.ts';
import type { FormFile } from './shared/form-context.ts';
import { createForms } from './forms/video/video-forms.ts';
import type { Opening } from './forms/video/video-forms.ts';
import { createHome } from './home/home.ts';
import { HOME_ACTIONS } from './home/home-view.ts';
import type { RegisterSlackListener } from './interactions/listener-types.ts';
import { isWorkspaceId } from './shared/message-ref.ts';
import { createPress } from './actions.ts';
import { listenToQuotas } from './forms/quota/quota-forms.ts';
import { createReception } from './interactions/reception.ts';
import { commandDoer, commandRef, contextOf, interactionDoer, sentAtOf, shortcutContext } from './interactions/interaction-context.ts';
import { formOf, listenToForms } from './forms/video/view-submissions.ts';
import { readVideoText } from './commands/video-command.ts';
import { createWhereabouts } from './interactions/resolve-team.ts';

/** Of the shortcuts in the app's manifest. */
export const SHORTCUTS = {
  create: 'create_video',
  animate: 'animate_image',
  edit: 'edit_video',
} as const;

/** Hears what people ask, acknowledges it in time, and has it answered. */
export const registerSlackListener: RegisterSlackListener = (app, dependencies) => {
  const { clock } = dependencies;
  const reception = createReception(dependencies);
  const readAsker = createReadAsker(dependencies);
  const answers = createAnswers(dependencies, { reception, readAsker });
  const forms = createForms(dependencies, readAsker);
  const home = createHome(dependencies, readAsker);
  const now = () => clock.now().getTime();
  const whereabouts = createWhereabouts(dependencies);
  const press = createPress(app, dependencies, { reception, answers, home });
  const quotas = listenToQuotas(app, dependencies, { reception, answers });

  app.use(async ({ body, context, next }) => {
    const teamId = await whereabouts(body, context);
    if (teamId !== undefined) context.teamId = teamId;
    await next();
  });

  app.command(/^\/(?:video|credits)$/, async ({ command, ack, respond, context }) => {
    const arrival = reception.arrived(sentAtOf(context));
    if (arrival === null) return;
    const doer = commandDoer(command);
    const typed =
      command.command === '/credits'
        ? ({ status: 'asked', want: { type: 'credits' }, private: false } as const)
        : readVideoText(command.text);
    switch (typed.status) {
      case 'wrong':
        return ack(aside(wrongNote(typed.words)));
      case 'form':
        await ack();
        return open({
          kind: typed.form,
          doer,
          triggerId: command.trigger_id,
          context: contextOf(
            { channelId: command.channel_id, responseUrl: command.response_url },
            now(),
          ),
          failed: (note) => respond(aside(note)),
        });
      case 'asked':
        return answers.answer({
          key: command.trigger_id,
          doer,
          arrival,
          ref: commandRef(command, doer, { private: typed.private, now: now() }),
          want: typed.want,
          acknowledge: { taken: () => ack(), refused: (note) => ack(aside(note)) },
        });
    }
  });

  app.shortcut(
    { type: 'shortcut', callback_id: SHORTCUTS.create },
    async ({ shortcut, ack, context }) => {
      const doer = interactionDoer(context, shortcut.user);
      await ack();
      const { trigger_id: triggerId } = shortcut;
      await open({ kind: 'create', doer, triggerId, context: NOWHERE });
    },
  );

  app.shortcut(
    { type: 'message_action', callback_id: SHORTCUTS.animate },
    async ({ shortcut, ack, respond, context }) => {
      const doer = interactionDoer(context, shortcut.user);
      await ack();
      const pictures = filesOf(shortcut.message['files'], 'picture');
      await open({
        kind: 'create',
        doer,
        triggerId: shortcut.trigger_id,
        context: { ...shortcutContext(shortcut, now()), pictures },
        failed: (note) => respond(aside(note)),
        ...(pictures.length === 0 ? { note: NO_PICTURES } : {}),
      });
    },
  );

  app.shortcut(
    { type: 'message_action', callback_id: SHORTCUTS.edit },
    async ({ shortcut, ack, respond, context }) => {
      const doer = interactionDoer(context, shortcut.user);
      await ack();
      const videos = filesOf(shortcut.message['files'], 'video');
      await open({
        kind: 'edit',
        doer,
        triggerId: shortcut.trigger_id,
        context: { ...shortcutContext(shortcut, now()), videos },
        failed: (note) => respond(aside(note)),
        ...(videos.length === 0 ? { note: NO_VIDEOS } : {}),
      });
    },
  );

  app.action({ type: 'block_actions' }, async ({ body, ack, respond, context }) => {
    const doer = interactionDoer(context, body.user);
    const id = body.actions[0]?.action_id ?? '';
    if (body.view?.type === 'modal') {
      await ack();
      await quotas.repaint(body, doer);
      return repaint(body, doer);
    }
    if (id === HOME_ACTIONS.refresh) {
      await ack();
      return home.publish(doer);
    }
    if (id === HOME_ACTIONS.create) {
      await ack();
      const { trigger_id: triggerId } = body;
      return open({ kind: 'create', doer, triggerId, context: NOWHERE });
    }
    return press(body, doer, { ack, respond, sentAt: sentAtOf(context) });
  });

  app.event('app_home_opened', async ({ event, context }) => {
    const user: unknown = event.user;
    if (event.tab !== 'home' || typeof user !== 'string') return;
    await home.publish(interactionDoer(context, { id: user }));
  });

  listenToForms(app, dependencies, { reception, readAsker, answers });

  /** What is sent off later is of the workspace in which the form was opened. */
  function open(opening: Opening): Promise<void> {
    const { teamId } = opening.doer.team;
    const known = isWorkspaceId(teamId) ? { teamId } : {};
    // Half an hour later the person may be elsewhere, however the form was opened.
    const expiresAt = opening.context.expiresAt || now() + HALF_HOUR_MS;
    return forms.open({ ...opening, context: { ...opening.context, ...known, expiresAt } });
  }

  async function repaint(body: BlockAction, doer: Doer): Promise<void> {
    const form = body.view === undefined ? null : formOf(body.view);
    if (form === null || form.kind === 'settings' || body.view === undefined) return;
    const { values, context, kind } = form;
    const making = values.kind ?? kind;
    await forms.repaint({ making, doer, viewId: body.view.id, context, values });
  }
};

function wrongNote(words: string): Note {
  return { tone: 'refused', headline: [words], lines: [['Nothing was charged.']] };
}

const HALF_HOUR_MS = 30 * 60_000;
const MOST_FILES = 10;
const NAME_LENGTH = 60;

function filesOf(files: unknown, kind: FileKind): FormFile[] {
  return filesIn(files)
    .filter((file) => seems(kind, file))
    .slice(0, MOST_FILES)
    .map((file) => ({ id: file.id, name: nameOf(file).slice(0, NAME_LENGTH).toWellFormed() }));
}

const NO_PICTURES: Note = {
  tone: 'refused',
  headline: ['There is no picture in this message'],
  lines: [
    [
      'Choose a message with a PNG, JPEG or WebP picture, or type /video to upload one of your own.',
    ],
  ],
};

const NO_VIDEOS: Note = {
  tone: 'refused',
  headline: ['There is no video in this message'],
  lines: [
    [
      'Choose a message with an MP4, MOV or WebM video, or type /video edit to upload one of yours.',
    ],
  ],
};
