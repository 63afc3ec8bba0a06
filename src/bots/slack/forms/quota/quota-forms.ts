import type { App, BlockAction } from '@slack/bolt';
import { plainReply, refusedReply } from '../../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../../core/messages/domain/reply.ts';
import { unchangedReply } from '../../../shared/replies.ts';
import { withTimeout } from '../../../shared/with-timeout.ts';
import type { Reception } from '../../../shared/reception.ts';
import type { Answers } from '../../interactions/answers.ts';
import { ephemeral } from '../../rendering/ephemeral.ts';
import { GUEST_ROLE } from '../../interactions/requester.ts';
import type { SlackUser } from '../../interactions/requester.ts';
import { readFormContext } from '../../shared/form-context.ts';
import type { SlackListenerDependencies } from '../../interactions/listener-types.ts';
import { createLatestOnly } from '../../shared/latest-only.ts';
import { isWorkspaceId } from '../../shared/message-ref.ts';
import { replyModal } from '../modal.ts';
import { createOpenModal } from '../open-view.ts';
import { onSubmission } from '../submission.ts';
import { createPeople } from '../../interactions/user-directory.ts';
import { QUOTA_ACTS, QUOTA_EXAMPLES } from '../../commands/quota/quota-text.ts';
import { readQuotaText } from '../../commands/quota/quota-command.ts';
import { readQuotaValues } from './quota-fields.ts';
import { quotaActOf, quotaModal, QUOTAS } from './quota-view.ts';
import type { NamedRole } from './quota-view.ts';
import { filledQuota } from './quota-values.ts';
import {
  commandUser,
  commandRef,
  contextOf,
  formRef,
  sentAtOf,
} from '../../interactions/interaction-context.ts';
import { factsOf } from '../../shared/slack-logger.ts';

/** What Slack has not told of user groups by then is left out of a form. */
const GROUPS_MS = 500;

export interface Quotas {
  /** Makes an open form that of what was chosen in it. Nothing for other forms. Never throws. */
  repaint(body: BlockAction, slackUser: SlackUser): Promise<void>;
}

/** Receives what admins set. Who is one is decided by the core, for every request anew. */
export function listenToQuotas(
  app: App,
  dependencies: SlackListenerDependencies,
  { reception, answers }: { readonly reception: Reception; readonly answers: Answers },
): Quotas {
  const { clients, clock, logger } = dependencies;
  const people = createPeople(dependencies);
  const openModal = createOpenModal(dependencies);
  const latestOnly = createLatestOnly();

  async function rolesOf({ team }: SlackUser): Promise<NamedRole[]> {
    const asked = people.allGroups(team).catch((error: unknown) => {
      logger.warn(factsOf(error), 'slack: user groups could not be read');
      return null;
    });
    const groups = (await withTimeout(clock, GROUPS_MS, asked)) ?? [];
    return [...groups, { id: GUEST_ROLE, name: 'Guests' }];
  }

  app.command('/quota', async ({ command, ack, respond, context }) => {
    const arrival = reception.arrived(sentAtOf(context));
    if (arrival === null) return;
    const slackUser = commandUser(command);
    const now = clock.now().getTime();
    const typed = readQuotaText(command.text, command.channel_id);
    switch (typed.status) {
      case 'wrong':
        return ack(ephemeral(unchangedReply(typed.words)));
      case 'help':
        return ack(ephemeral(HELP));
      case 'form': {
        await ack();
        const { channel_id: channelId, response_url: responseUrl } = command;
        const { teamId } = slackUser.team;
        const opened = {
          ...contextOf({ channelId, responseUrl }, now),
          ...(isWorkspaceId(teamId) ? { teamId } : {}),
        };
        const offer = { person: typed.person, roles: await rolesOf(slackUser) };
        return openModal({
          slackUser,
          triggerId: command.trigger_id,
          view: quotaModal(typed.form, opened, offer),
          failed: (reply) => respond(ephemeral(reply)),
        });
      }
      case 'asked':
        return answers.answer({
          key: command.trigger_id,
          slackUser,
          rights: 'now',
          arrival,
          ref: commandRef(command, slackUser, { private: false, now }),
          command: { type: 'admin', act: typed.act },
          acknowledge: { taken: () => ack(), refused: (reply) => ack(ephemeral(reply)) },
        });
    }
  });

  onSubmission(app, /^quota_/, reception, async ({ key, view, ack, slackUser, arrival }) => {
    const show = (reply: Reply) =>
      ack({ response_action: 'update', view: replyModal(QUOTAS, reply) });
    const act = quotaActOf(view.callback_id);
    const form = readFormContext(view.private_metadata);
    const values = readQuotaValues(view.state.values);
    if (act === null || form === null || values === null) return show(NOT_UNDERSTOOD);
    if (values.option('act') !== act) {
      return ack({ response_action: 'errors', errors: { act: NOT_YET } });
    }
    const filled = filledQuota(act, values);
    if (filled.status === 'wrong') {
      return ack({ response_action: 'errors', errors: { ...filled.errors } });
    }
    await answers.answer({
      key,
      slackUser: { ...slackUser, channelId: form.channelId ?? undefined },
      rights: 'now',
      arrival,
      ref: formRef(form.channelId, form, slackUser),
      command: { type: 'admin', act: filled.act },
      acknowledge: { taken: () => ack({ response_action: 'clear' }), refused: show },
    });
  });

  return {
    async repaint({ view }, slackUser) {
      const context = view === undefined ? null : readFormContext(view.private_metadata);
      const shown = view === undefined ? null : quotaActOf(view.callback_id);
      if (view === undefined || context === null || shown === null) return;
      const chosen = readQuotaValues(view.state.values)?.option('act') ?? '';
      const act = QUOTA_ACTS.find((it) => it === chosen);
      if (act === undefined) return;
      await latestOnly(view.id, async () => {
        try {
          const offer = { person: null, roles: await rolesOf(slackUser) };
          const client = await clients.views(slackUser.team);
          await client.views.update({ view_id: view.id, view: quotaModal(act, context, offer) });
        } catch (error) {
          // Closed by now, or Slack is slow: what is sent off then is asked to be sent again.
          logger.info(factsOf(error), 'slack: a form for admins could not be changed');
        }
      });
    },
  };
}

const NOT_YET = 'The form for this was not there yet. Fill it in and send it again.';

const HELP = plainReply(
  [{ bold: 'What admins can do here' }],
  'Type /quota alone for a form, or any of these:',
  ...Object.values(QUOTA_EXAMPLES),
);

const NOT_UNDERSTOOD = refusedReply(
  'This form does not work any more',
  'It comes from an older version of this service. Nothing was changed. Please open it again.',
);
