import type { App, BlockAction } from '@slack/bolt';
import { plainReply, refusedReply } from '../../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../../core/messages/domain/reply.ts';
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
import { QUOTA_COMMANDS, quotaCommand } from '../../../../core/commands/domain/catalogue/quota.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import type { GivenValues } from '../../../../core/commands/domain/catalogue/field.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import { modelTitles } from '../../../../core/chat/domain/model-titles.ts';
import { exampleOf, readQuotaText } from '../../commands/quota/quota-command.ts';
import type { QuotaTyped } from '../../commands/quota/quota-command.ts';
import type { ReadRequester } from '../../interactions/requester.ts';
import { wordingOf } from '../../wording.ts';
import { readFormState } from '../form-state.ts';
import type { QuotaOffer } from './quota-blocks.ts';
import { ACT, commandOfForm, quotaModal } from './quota-view.ts';
import { filledQuota } from './quota-values.ts';
import {
  commandUser,
  commandRef,
  contextOf,
  formRef,
  sentAtOf,
} from '../../interactions/interaction-context.ts';
import { factsOf } from '../../shared/slack-logger.ts';

/** What is not told by then of user groups and models is left out of a form. */
const OFFER_MS = 500;

export interface Quotas {
  /** Makes an open form that of what was chosen in it. Nothing for other forms. Never throws. */
  repaint(body: BlockAction, slackUser: SlackUser): Promise<void>;
}

/** Receives what admins set. Who is one is decided by the core, for every request anew. */
export function listenToQuotas(
  app: App,
  dependencies: SlackListenerDependencies,
  {
    reception,
    answers,
    readRequester,
  }: {
    readonly reception: Reception;
    readonly answers: Answers;
    readonly readRequester: ReadRequester;
  },
): Quotas {
  const { clients, clock, conversations, logger } = dependencies;
  const { languageOf } = dependencies.locales;
  const people = createPeople(dependencies);
  const openModal = createOpenModal(dependencies);
  const latestOnly = createLatestOnly();

  /** What Slack or the service does not tell in time is left out. */
  async function toldInTime<Told>(asked: Promise<readonly Told[]>): Promise<readonly Told[]> {
    const told = asked.catch((error: unknown) => {
      logger.warn(factsOf(error), 'slack: a form for admins lacks what it could offer');
      return null;
    });
    return (await withTimeout(clock, OFFER_MS, told)) ?? [];
  }

  /** What the service knows of somebody; of nobody who may not use it. */
  async function formsOf(slackUser: SlackUser): Promise<readonly VideoForm[]> {
    const read = await readRequester(slackUser);
    return read.status === 'refused' ? [] : [await conversations.form(read.requester)];
  }

  async function fillingFor(slackUser: SlackUser, channelId: string | null, values: GivenValues) {
    const [groups, [form]] = await Promise.all([
      toldInTime(people.allGroups(slackUser.team)),
      toldInTime(formsOf(slackUser)),
    ]);
    const wording = wordingOf(form?.language ?? languageOf(slackUser));
    const guests = { id: GUEST_ROLE, name: wording.text(msg('forms.guests')) };
    const models = form === undefined ? [] : modelTitles(form);
    const offer: QuotaOffer = {
      roles: [...groups, guests],
      models: models.map(({ id, title }) => ({ id, name: title })),
      channelId,
    };
    return { values, offer, wording };
  }

  app.command('/quota', async ({ command, ack, respond, context }) => {
    const arrival = reception.arrived(sentAtOf(context));
    if (arrival === null) return;
    const slackUser = commandUser(command);
    const language = languageOf(slackUser);
    const now = clock.now().getTime();
    const typed = readQuotaText(command.text, command.channel_id);
    switch (typed.status) {
      case 'wrong':
        return ack(ephemeral(wrongReply(typed, wordingOf(language)), language));
      case 'help':
        return ack(ephemeral(helpReply(wordingOf(language)), language));
      case 'form': {
        await ack();
        const { channel_id: channelId, response_url: responseUrl } = command;
        const { teamId } = slackUser.team;
        const opened = {
          ...contextOf({ channelId, responseUrl }, now),
          ...(isWorkspaceId(teamId) ? { teamId } : {}),
        };
        const filling = await fillingFor(slackUser, opened.channelId, typed.values);
        return openModal({
          slackUser,
          triggerId: command.trigger_id,
          view: quotaModal(typed.form, opened, filling),
          failed: (reply) => respond(ephemeral(reply, language)),
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
          acknowledge: { taken: () => ack(), refused: (reply) => ack(ephemeral(reply, language)) },
        });
    }
  });

  onSubmission(app, /^quota_/, reception, async ({ key, view, ack, slackUser, arrival }) => {
    const form = readFormContext(view.private_metadata);
    const language = form?.language ?? languageOf(slackUser);
    const wording = wordingOf(language);
    const show = (reply: Reply) =>
      ack({
        response_action: 'update',
        view: replyModal(msg('forms.quota-title'), reply, language),
      });
    const errors = (field: string, words: Message) =>
      ack({ response_action: 'errors', errors: { [field]: wording.text(words) } });
    const command = commandOfForm(view.callback_id);
    const state = readFormState(view.state.values);
    if (command === null || form === null || state === null) return show(OUTDATED);
    if (state.option(ACT) !== command.name) return errors(ACT, msg('forms.not-ready'));
    const filled = filledQuota(command, state);
    if (filled === null) return show(OUTDATED);
    if ('words' in filled) return errors(filled.field ?? ACT, filled.words);
    await answers.answer({
      key,
      slackUser: { ...slackUser, channelId: form.channelId ?? undefined },
      rights: 'now',
      arrival,
      ref: formRef(form.channelId, form, slackUser),
      command: { type: 'admin', act: filled },
      acknowledge: { taken: () => ack({ response_action: 'clear' }), refused: show },
    });
  });

  return {
    async repaint({ view }, slackUser) {
      const context = view === undefined ? null : readFormContext(view.private_metadata);
      if (view === undefined || context === null) return;
      if (commandOfForm(view.callback_id) === null) return;
      const command = quotaCommand(readFormState(view.state.values)?.option(ACT) ?? '');
      if (command === null) return;
      await latestOnly(view.id, async () => {
        try {
          const filling = await fillingFor(slackUser, context.channelId, {});
          const client = await clients.views(slackUser.team);
          await client.views.update({
            view_id: view.id,
            view: quotaModal(command, context, filling),
          });
        } catch (error) {
          // Closed by now, or Slack is slow: what is sent off then is asked to be sent again.
          logger.info(factsOf(error), 'slack: a form for admins could not be changed');
        }
      });
    },
  };
}

function wrongReply(
  { words, command }: Extract<QuotaTyped, { readonly status: 'wrong' }>,
  wording: Wording,
): Reply {
  const example =
    command === null ? [] : [msg('commands.example', { example: exampleOf(command, wording) })];
  return refusedReply(words, ...example, msg('chat.nothing-changed'));
}

function helpReply(wording: Wording): Reply {
  return plainReply(
    [{ bold: wording.text(msg('commands.quota-help')) }],
    msg('commands.quota-help-next', { command: 'quota' }),
    ...QUOTA_COMMANDS.map((it) => [{ code: exampleOf(it, wording) }]),
  );
}

const OUTDATED = refusedReply(msg('chat.outdated'), msg('chat.open-form-again'));
