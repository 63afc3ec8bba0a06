import { isObject } from '../../shared/json.ts';
import type { Delivery } from './delivery.ts';
import { SlackError } from '../errors.ts';
import { respond } from '../http/respond.ts';
import type { ChannelRecord, PersonRecord, World } from '../world.ts';

/** What the acknowledgement of a command says is shown at once, as if posted to its response_url. */
export function answerCommand(
  world: World,
  person: PersonRecord,
  channel: ChannelRecord,
  { answer, name, workspaceId }: Delivery,
): void {
  if (answer.status !== 'acknowledged' || answer.body === null) return;
  const body = isObject(answer.body) ? answer.body : { text: answer.body };
  if (Object.keys(body).length === 0) return;
  const place = { workspaceId, channelId: channel.id, userId: person.id };
  try {
    respond(world, { ...place, sourceTs: null, threadTs: null }, body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const reason = error.brokenRule ?? 'the acknowledgement says what cannot be shown';
    world.violations.push({
      at: world.now(),
      method: name,
      workspaceId,
      error: error.code,
      reason,
    });
    world.changed();
  }
}
