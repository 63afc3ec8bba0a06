import { refused } from '../errors.ts';
import { FLAG, has } from '../flags.ts';
import { asNumber, type JsonObject } from '../../shared/json.ts';
import type { RouteRequest } from '../http/route.ts';
import { placeLimit } from '../http/uploads.ts';
import type { InteractionRecord, World } from '../world.ts';
import type { Placement } from '../messages/write-message.ts';
import type { WriteRequest } from '../messages/write-request.ts';

export function writeRequest(
  request: RouteRequest,
  interaction: InteractionRecord,
  body: JsonObject,
): WriteRequest {
  const channel = request.world.channels.get(interaction.channelId);
  const limit = channel === undefined ? 0 : placeLimit(request.world, channel);
  return {
    body,
    files: request.files,
    route: 'interaction',
    limitBytes: Math.max(limit, interaction.attachmentSizeLimit),
    note: request.note,
  };
}

export function placementOf(
  world: World,
  interaction: InteractionRecord,
  data: JsonObject,
): Placement {
  const channel = world.channels.get(interaction.channelId);
  if (channel === undefined) throw refused.unknownChannel();
  const guild = world.guilds.get(interaction.guildId ?? '');
  // Where a server does not want outside apps, what they say is for the one who asked.
  const forced = guild?.externalApps === false && interaction.owners['0'] === undefined;
  const ephemeral = forced || has(asNumber(data.flags), FLAG.ephemeral);
  return { channel, interaction, viewer: ephemeral ? interaction.userId : null };
}
