import type { App } from '@slack/bolt';
import type { Reception } from '../../shared/reception.ts';
import { unchangedReply, wrongReply } from '../../shared/replies.ts';
import { readVideoText } from '../commands/video-command.ts';
import type { OpenForm } from '../forms/video/video-forms.ts';
import { ephemeral } from '../rendering/ephemeral.ts';
import type { Answers } from './answers.ts';
import { commandRef, commandUser, contextOf, sentAtOf } from './interaction-context.ts';
import type { SlackListenerDependencies } from './listener-types.ts';

/** Receives what is typed: `/video …` and `/credits`. */
export function listenToCommands(
  app: App,
  { clock, locales }: Pick<SlackListenerDependencies, 'clock' | 'locales'>,
  {
    reception,
    answers,
    open,
  }: { readonly reception: Reception; readonly answers: Answers; readonly open: OpenForm },
): void {
  const { languageOf } = locales;
  const now = () => clock.now().getTime();

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
}
