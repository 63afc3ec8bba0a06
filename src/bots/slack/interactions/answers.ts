import type { Ask } from '../../../core/chat/domain/interaction.ts';
import type { Note } from '../../../core/messages/domain/reply.ts';
import type { Want } from '../../../core/chat/domain/command.ts';
import type { Asker } from '../../../core/teams/domain/requester.ts';
import type { Doer, ReadAsker } from './requester.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import type { SlackMessageRef } from '../shared/message-ref.ts';
import type { Arrival, Reception } from './reception.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** How Slack is told that a request has arrived, each kind of request in its way. */
export interface Acknowledge {
  /** @throws when it is too late */
  taken(): Promise<void>;
  /** @throws when it is too late */
  refused(note: Note): Promise<void>;
}

export interface Request {
  /** The same when it is delivered twice. */
  readonly key: string;
  readonly doer: Doer;
  /** Their rights have to be those of this moment. */
  readonly rights?: 'now';
  readonly arrival: Arrival;
  readonly ref: SlackMessageRef;
  readonly want: Want;
  readonly acknowledge: Acknowledge;
}

export interface Answers {
  /** Has a request kept, acknowledged and answered. Ends when all of it is done. */
  answer(request: Request): Promise<void>;
  /** The same for somebody who is known already. */
  answerTo(asker: Asker, request: Omit<Request, 'doer' | 'rights'>): Promise<void>;
}

export function createAnswers(
  { logger, conversations }: SlackListenerDependencies,
  { reception, readAsker }: { readonly reception: Reception; readonly readAsker: ReadAsker },
): Answers {
  async function answerTo(
    asker: Asker,
    { key, arrival, ref, want, acknowledge }: Omit<Request, 'doer' | 'rights'>,
  ): Promise<void> {
    const ask: Ask = { key, at: arrival.cameAt, asker, message: ref, want };
    const received = await reception.receive(ask, arrival);
    const acknowledged = await acknowledge.taken().then(
      () => true,
      (error: unknown) => {
        logger.warn({ ...factsOf(error), ask: key }, 'slack: request was not acknowledged in time');
        return false;
      },
    );
    if (received === 'repeated') return;
    // Slack has told them of an error: nothing may be started for what looks dead to them.
    await conversations.answer(ask, acknowledged ? received : 'unkept');
  }

  return {
    answerTo,
    async answer({ doer, rights, ...request }) {
      const read = await readAsker(doer, rights);
      if (read.status === 'refused') await request.acknowledge.refused(read.note);
      else await answerTo(read.asker, request);
    },
  };
}
