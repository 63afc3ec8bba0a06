import { createReception } from '../shared/reception.ts';
import { createForms } from './forms/video/video-forms.ts';
import type { Opening } from './forms/video/video-forms.ts';
import { listenToForms } from './forms/video/view-submissions.ts';
import { listenToQuotas } from './forms/quota/quota-forms.ts';
import { createHome } from './home/home.ts';
import { createAnswers } from './interactions/answers.ts';
import { listenToButtons } from './interactions/button-press.ts';
import { interactionUser } from './interactions/interaction-context.ts';
import type { RegisterSlackListener } from './interactions/listener-types.ts';
import { createReadLanguage } from './interactions/read-language.ts';
import { createReadRequester } from './interactions/requester.ts';
import { createResolveTeam } from './interactions/resolve-team.ts';
import { listenToShortcuts } from './interactions/shortcuts.ts';
import { listenToCommands } from './interactions/slash-command.ts';
import { isWorkspaceId } from './shared/message-ref.ts';
import { factsOf } from './shared/slack-logger.ts';

/** Each kind of interaction is received, acknowledged in time and handled by what listens to it. */
export const registerSlackListener: RegisterSlackListener = (app, dependencies) => {
  const { clock } = dependencies;
  const reception = createReception({ ...dependencies, chat: 'slack', factsOf });
  const readRequester = createReadRequester(dependencies);
  const readLanguage = createReadLanguage(dependencies, readRequester);
  const answers = createAnswers(dependencies, { reception, readRequester });
  const forms = createForms(dependencies, readRequester);
  const home = createHome(dependencies, readRequester);
  const now = () => clock.now().getTime();
  const resolveTeam = createResolveTeam(dependencies);
  const quotas = listenToQuotas(app, dependencies, { reception, answers, readRequester });

  app.use(async ({ body, context, next }) => {
    const teamId = await resolveTeam(body, context);
    if (teamId !== undefined) context.teamId = teamId;
    await next();
  });

  app.event('app_home_opened', async ({ event, context }) => {
    const user: unknown = event.user;
    if (event.tab !== 'home' || typeof user !== 'string') return;
    await home.publish(interactionUser(context, { id: user }));
  });

  listenToCommands(app, dependencies, { reception, answers, open });
  listenToShortcuts(app, dependencies, open);
  listenToButtons(app, dependencies, {
    reception,
    answers,
    forms,
    home,
    quotas,
    readLanguage,
    open,
  });
  listenToForms(app, dependencies, { reception, readRequester, answers });

  /** What is sent off later is of the workspace in which the form was opened. */
  function open(opening: Opening): Promise<void> {
    const { teamId } = opening.slackUser.team;
    const known = isWorkspaceId(teamId) ? { teamId } : {};
    // Half an hour later the person may be elsewhere, however the form was opened.
    const expiresAt = opening.context.expiresAt || now() + HALF_HOUR_MS;
    return forms.open({ ...opening, context: { ...opening.context, ...known, expiresAt } });
  }
};

const HALF_HOUR_MS = 30 * 60_000;
