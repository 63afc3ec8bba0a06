import { asObject, type JsonObject } from '../shared/json.ts';
import type { DeliveryKind } from './deliveries/delivery.ts';

/** What Slack's documents call deprecated, on its way out or only sometimes there. */
const OPTIONAL: Readonly<Record<DeliveryKind, readonly string[]>> = {
  slash_commands: ['token', 'team_domain', 'channel_name', 'user_name'],
  interactive: ['token'],
  events_api: [
    ...['token', 'context_team_id', 'context_enterprise_id'],
    ...['is_ext_shared_channel', 'event_context'],
  ],
};

/** What is told at its barest: with nothing optional in it but what is to be told. */
export function barest(
  kind: DeliveryKind,
  payload: JsonObject,
  told: ReadonlySet<string>,
): JsonObject {
  const left = OPTIONAL[kind].filter((it) => !told.has(it));
  const bare = without(payload, left);
  if (kind !== 'interactive' || payload.user === undefined || told.has('username')) return bare;
  return { ...bare, user: without(asObject(payload.user), ['username']) };
}

function without(payload: JsonObject, left: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !left.includes(name)));
}
