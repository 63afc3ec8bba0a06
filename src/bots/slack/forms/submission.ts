import type { App, SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { Arrival, Reception } from '../../shared/reception.ts';
import { interactionUser, sentAtOf } from '../interactions/interaction-context.ts';
import type { SlackUser } from '../interactions/requester.ts';

/** A form that somebody sent off. */
export interface Submission {
  /** The same when it is delivered twice. */
  readonly key: string;
  readonly view: ViewOutput;
  readonly ack: SlackViewMiddlewareArgs<ViewSubmitAction>['ack'];
  readonly slackUser: SlackUser;
  readonly arrival: Arrival;
}

/** Hears of forms that are sent off in time, by what Slack calls them. */
export function onSubmission(
  app: App,
  callbackId: string | RegExp,
  reception: Reception,
  handle: (submission: Submission) => Promise<void>,
): void {
  app.view<ViewSubmitAction>(
    { type: 'view_submission', callback_id: callbackId },
    async (submitted) => {
      const { body, view, ack, context } = submitted;
      const arrival = reception.arrived(sentAtOf(context));
      const slackUser = interactionUser(context, body.user);
      if (arrival === null) return;
      await handle({ key: body.trigger_id, view, ack, slackUser, arrival });
    },
  );
}
