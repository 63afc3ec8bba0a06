import type { AckFn, App, BlockAction, RespondFn } from '@slack/bolt';
import { msg } from '../../../core/messages/domain/message.ts';
import { inLanguage, plainReply, refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { Command } from '../../../core/chat/domain/command.ts';
import { pressedCommand } from '../../shared/button-ids.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import { AMOUNT_IDS, amountModal, listenToAmounts } from '../forms/quota/amount-form.ts';
import type { Reception } from '../../shared/reception.ts';
import type { Answers } from './answers.ts';
import { ephemeral } from '../rendering/ephemeral.ts';
import type { ReadLanguage } from './read-language.ts';
import type { SlackUser } from './requester.ts';
import type { Home } from '../home/home.ts';
import { HOME_ACTIONS } from '../home/home-view.ts';
import type { Quotas } from '../forms/quota/quota-forms.ts';
import type { Forms, OpenForm } from '../forms/video/video-forms.ts';
import { formOf } from '../forms/video/view-submissions.ts';
import { NOWHERE } from '../shared/form-context.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { replyBody } from '../rendering/reply-view.ts';
import { createOpenModal } from '../forms/open-view.ts';
import { interactionUser, pressRef, sentAtOf } from './interaction-context.ts';

interface Press {
  readonly ack: AckFn<void>;
  readonly respond: RespondFn;
  readonly sentAt: number | null;
}

export interface ButtonDependencies {
  readonly reception: Reception;
  readonly answers: Answers;
  readonly forms: Forms;
  readonly home: Home;
  readonly quotas: Quotas;
  readonly readLanguage: ReadLanguage;
  readonly open: OpenForm;
}

/** Receives each press on a button: of a card, an answer, a form or the Home tab. */
export function listenToButtons(
  app: App,
  dependencies: SlackListenerDependencies,
  { reception, answers, forms, home, quotas, readLanguage, open }: ButtonDependencies,
): void {
  const { clock } = dependencies;
  const { languageOf } = dependencies.locales;
  listenToAmounts(app, { reception, answers, languageOf });
  const openModal = createOpenModal(dependencies);

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
    return answerPress(body, slackUser, { ack, respond, sentAt: sentAtOf(context) });
  });

  async function repaint(body: BlockAction, slackUser: SlackUser): Promise<void> {
    const form = body.view === undefined ? null : formOf(body.view);
    if (form === null || form.kind === 'settings' || body.view === undefined) return;
    const { filled, context, kind } = form;
    const making = filled.kind ?? kind;
    await forms.repaint({ making, slackUser, viewId: body.view.id, context, values: filled });
  }

  /** Has a press on a button of a card or an answer acknowledged, kept and answered. */
  async function answerPress(body: BlockAction, person: SlackUser, by: Press): Promise<void> {
    const action = body.actions[0];
    const id = action?.action_id ?? '';
    const arrival = reception.arrived(by.sentAt);
    if (arrival === null) return;
    const onHome = body.view?.type === 'home';
    const refused = async (reply: Reply) => {
      await by.ack();
      if (onHome) await home.publish(person);
      else if (body.response_url !== '') await by.respond(ephemeral(reply, languageOf(person)));
    };
    const command = pressedCommand(id);
    const amount = AMOUNT_IDS.read(id);
    if (command === null && amount === null) {
      // Links are pressed as well, and only want to be acknowledged.
      const isLink = action?.type === 'button' && action.url !== undefined;
      return isLink ? by.ack() : refused(NOT_UNDERSTOOD);
    }
    const ref = pressRef(body, person, clock.now().getTime());
    if (command?.type !== 'press' && !isShown(body, id)) return refused(NOT_UNDERSTOOD);
    if (amount !== null) {
      await by.ack();
      return openModal({
        slackUser: person,
        triggerId: body.trigger_id,
        view: amountModal(amount, ref, await readLanguage(person)),
        failed: (reply) =>
          onHome ? home.publish(person) : by.respond(ephemeral(reply, languageOf(person))),
      });
    }
    if (command === null) return;
    const taken = async () => {
      await by.ack();
      // What all can see keeps its buttons until somebody took it up who may.
      if (command.type !== 'accept' || ref.ts !== null) return;
      await withTimeout(clock, 1_000, withoutButtons(body, languageOf(person), by.respond));
    };
    await answers.answer({
      key: body.trigger_id,
      slackUser: { ...person, channelId: body.channel?.id },
      ...(looksOnly(command) ? {} : { rights: 'now' }),
      arrival,
      // What was confirmed costs one of the uses of its url.
      ref: command.type === 'accept' ? { ...ref, usesLeft: Math.max(0, ref.usesLeft - 1) } : ref,
      command,
      acknowledge: { taken, refused },
    });
    if (onHome) await home.publish(person);
  }
}

/** Whether it changes nothing, whoever presses it: then it does not take rights of this moment. */
function looksOnly(command: Command): boolean {
  return (
    command.type === 'press' && (command.action === 'refresh' || command.action === 'check-now')
  );
}

/**
 * Whether the message has this button. An answer may take the message's place, so that a client
 * which makes a button up must not choose where. What only one person sees is not told to us.
 */
function isShown({ message, container, view }: BlockAction, actionId: string): boolean {
  if (view !== undefined || container.is_ephemeral === true) return true;
  const blocks: unknown = message?.['blocks'];
  if (!Array.isArray(blocks)) return false;
  return blocks.some((block: unknown) => {
    const elements = memberOf(block, 'elements');
    return (
      memberOf(block, 'type') === 'actions' &&
      Array.isArray(elements) &&
      elements.some((it: unknown) => memberOf(it, 'action_id') === actionId)
    );
  });
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** An action is confirmed once: what stands there afterwards only says that it was. */
async function withoutButtons(
  body: BlockAction,
  language: string,
  respond: RespondFn,
): Promise<void> {
  if (body.response_url === '') return;
  const { text, blocks } = replyBody(inLanguage(CONFIRMED, language));
  // Gone by now, or Slack is slow: pressed again, it starts nothing twice.
  await respond({ replace_original: true, text, blocks }).catch(() => undefined);
}

const CONFIRMED = plainReply(msg('chat.confirmed'));

const NOT_UNDERSTOOD = refusedReply(
  msg('chat.outdated'),
  msg('chat.outdated-button', { command: 'video status' }),
);
