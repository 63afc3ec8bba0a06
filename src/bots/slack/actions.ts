import type { AckFn, App, BlockAction, RespondFn } from '@slack/bolt';
import type { Note } from '../../core/messages/domain/reply.ts';
import type { Want } from '../../core/chat/domain/command.ts';
import { inTime } from '../shared/with-timeout.ts';
import { readAcceptId, readAmountId } from './shared/pending-action-id.ts';
import { readActionId } from './shared/action-id.ts';
import { amountModal, listenToAmounts } from './forms/quota/amount-form.ts';
import type { Answers } from './interactions/answers.ts';
import { aside } from './rendering/ephemeral.ts';
import type { Doer } from './interactions/requester.ts';
import type { Home } from './home/home.ts';
import type { SlackListenerDependencies } from './interactions/listener-types.ts';
import { noteBody } from './rendering/reply-view.ts';
import { createOpenModal } from './forms/open-view.ts';
import type { Reception } from './interactions/reception.ts';
import { pressRef } from './interactions/interaction-context.ts';

/** Buttons of cards and of answers. */
export type Press = (
  body: BlockAction,
  doer: Doer,
  by: { readonly ack: AckFn<void>; readonly respond: RespondFn; readonly sentAt: number | null },
) => Promise<void>;

export function createPress(
  app: App,
  dependencies: SlackListenerDependencies,
  {
    reception,
    answers,
    home,
  }: { readonly reception: Reception; readonly answers: Answers; readonly home: Home },
): Press {
  const { clock } = dependencies;
  listenToAmounts(app, { reception, answers });
  const openModal = createOpenModal(dependencies);

  return async (body, person, by) => {
    const action = body.actions[0];
    const id = action?.action_id ?? '';
    const arrival = reception.arrived(by.sentAt);
    if (arrival === null) return;
    const onHome = body.view?.type === 'home';
    const refused = async (note: Note) => {
      await by.ack();
      if (onHome) await home.publish(person);
      else if (body.response_url !== '') await by.respond(aside(note));
    };
    const want = pressedWant(id);
    const amount = readAmountId(id);
    if (want === null && amount === null) {
      // Links are pressed as well, and only want to be acknowledged.
      const isLink = action?.type === 'button' && action.url !== undefined;
      return isLink ? by.ack() : refused(NOT_UNDERSTOOD);
    }
    const ref = pressRef(body, person, clock.now().getTime());
    if (want?.type !== 'press' && !isShown(body, id)) return refused(NOT_UNDERSTOOD);
    if (amount !== null) {
      await by.ack();
      return openModal({
        doer: person,
        triggerId: body.trigger_id,
        view: amountModal(amount, ref),
        failed: (note) => (onHome ? home.publish(person) : by.respond(aside(note))),
      });
    }
    if (want === null) return;
    const taken = async () => {
      await by.ack();
      // What all can see keeps its buttons until somebody took it up who may.
      if (want.type !== 'accept' || ref.ts !== null) return;
      await inTime(clock, 1_000, withoutButtons(body, by.respond));
    };
    await answers.answer({
      key: body.trigger_id,
      doer: { ...person, channelId: body.channel?.id },
      ...(looksOnly(want) ? {} : { rights: 'now' }),
      arrival,
      // What was taken up costs one of the uses of its url.
      ref: want.type === 'accept' ? { ...ref, usesLeft: Math.max(0, ref.usesLeft - 1) } : ref,
      want,
      acknowledge: { taken, refused },
    });
    if (onHome) await home.publish(person);
  };
}

/** Whether it changes nothing, whoever presses it: then it does not take rights of this moment. */
function looksOnly(want: Want): boolean {
  return want.type === 'press' && (want.action === 'refresh' || want.action === 'check-now');
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

/** An offer is taken up once: what stands there afterwards only says that it was. */
async function withoutButtons(body: BlockAction, respond: RespondFn): Promise<void> {
  if (body.response_url === '') return;
  const { text, blocks } = noteBody(TAKEN_UP);
  // Gone by now, or Slack is slow: pressed again, it starts nothing twice.
  await respond({ replace_original: true, text, blocks }).catch(() => undefined);
}

const TAKEN_UP: Note = { tone: 'plain', headline: ['Taken up'], lines: [] };

/** Null for what is none of our buttons. */
function pressedWant(actionId: string): Want | null {
  const proposal = readAcceptId(actionId);
  if (proposal !== null) return { type: 'accept', proposal };
  const read = readActionId(actionId);
  return read === null ? null : { type: 'press', ...read };
}

const NOT_UNDERSTOOD: Note = {
  tone: 'refused',
  headline: ['This does not work any more'],
  lines: [
    ['It comes from an older version of this service. /video status shows what is on the way.'],
  ],
};
