import type { Interaction } from '../../../core/chat/domain/interaction.ts';
import type { Arrival, Reception } from '../../shared/reception.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { factsOf } from '../shared/slack-logger.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { Command } from '../../../core/chat/domain/command.ts';
import type { Requester } from '../../../core/teams/domain/requester.ts';
import type { SlackUser, ReadRequester } from './requester.ts';
import type { SlackMessageRef } from '../shared/message-ref.ts';

/** How Slack is told that a request has arrived, each kind of request in its way. */
export interface Acknowledge {
  /** @throws when it is too late */
  taken(): Promise<void>;
  /** @throws when it is too late */
  refused(reply: Reply): Promise<void>;
}

export interface Request {
  /** The same when it is delivered twice. */
  readonly key: string;
  readonly slackUser: SlackUser;
  /** Their rights have to be those of this moment. */
  readonly rights?: 'now';
  readonly arrival: Arrival;
  readonly ref: SlackMessageRef;
  readonly command: Command;
  readonly acknowledge: Acknowledge;
}

export interface Answers {
  /** Has a request kept, acknowledged and answered. Ends when all of it is done. */
  answer(request: Request): Promise<void>;
  /** The same for somebody who is known already. */
  answerTo(requester: Requester, request: Omit<Request, 'slackUser' | 'rights'>): Promise<void>;
}

export function createAnswers(
  { logger, conversations }: SlackListenerDependencies,
  {
    reception,
    readRequester,
  }: { readonly reception: Reception; readonly readRequester: ReadRequester },
): Answers {
  async function answerTo(
    requester: Requester,
    { key, arrival, ref, command, acknowledge }: Omit<Request, 'slackUser' | 'rights'>,
  ): Promise<void> {
    const interaction: Interaction = {
      key,
      at: arrival.cameAt,
      requester,
      message: ref,
      command,
    };
    const received = await reception.receive(interaction, arrival);
    const acknowledged = await acknowledge.taken().then(
      () => true,
      (error: unknown) => {
        logger.warn(
          { ...factsOf(error), interaction: key },
          'slack: interaction was not acknowledged in time',
        );
        return false;
      },
    );
    if (received === 'repeated') return;
    // Slack has told them of an error: nothing may be started for what looks dead to them.
    await conversations.answer(interaction, acknowledged ? received : 'late');
  }

  return {
    answerTo,
    async answer({ slackUser, rights, ...request }) {
      const read = await readRequester(slackUser, rights);
      if (read.status === 'refused') await request.acknowledge.refused(read.reply);
      else await answerTo(read.requester, request);
    },
  };
}
