import { asText, type JsonObject } from '../../shared/json.ts';
import type { Courier } from './courier.ts';
import type { Answer, Delivery, Retry, RetryReason } from './delivery.ts';
import { VERIFICATION_TOKEN } from './payloads.ts';
import { isOrganisation, servedByOrganisation } from '../organisations.ts';
import { holderOf, type World } from '../world.ts';

/** What the app's manifest asks for, unless a test says otherwise. */
export const USUAL_EVENTS: readonly string[] = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'message',
  'tokens_revoked',
];

/** These are told although nothing is installed any more. */
const PARTING: readonly string[] = ['app_uninstalled', 'tokens_revoked'];

export interface EventDelivery {
  readonly eventId: string;
  /** The deliveries so far: the first, and those after failures. */
  readonly attempts: readonly Delivery[];
  /** The first attempt's end. */
  readonly first: Promise<Delivery>;
  /** Ends when the app has acknowledged it, or Slack has given up. */
  readonly settled: Promise<readonly Delivery[]>;
}

export interface EventOptions {
  /** Announced again by Slack itself, under the same event id. */
  readonly eventId?: string;
}

export type EventDeliveries = ReturnType<typeof createEventDeliveries>;

/** The Events API: what the app subscribed to, and again when it does not acknowledge. */
export function createEventDeliveries(world: World, courier: Courier) {
  let subscribed: ReadonlySet<string> = new Set(USUAL_EVENTS);

  function send(holderId: string, event: JsonObject, options: EventOptions = {}): EventDelivery {
    const eventId = options.eventId ?? world.ids.next('Ev');
    const payload = envelope(world, holderId, event, eventId);
    const attempts: Delivery[] = [];
    const attempt = async (retry: Retry | null) => {
      const kind = 'events_api';
      const delivery = await courier.deliver({ kind, workspaceId: holderId, payload, retry });
      attempts.push(delivery);
      return delivery;
    };
    const first = attempt(null);
    return { eventId, attempts, first, settled: insist(first, attempt, attempts) };
  }

  async function insist(
    first: Promise<Delivery>,
    attempt: (retry: Retry) => Promise<Delivery>,
    attempts: readonly Delivery[],
  ): Promise<readonly Delivery[]> {
    let last = await first;
    for (const [index, waitMs] of world.limits.eventRetriesMs.entries()) {
      const reason = reasonToRetry(last.answer);
      if (reason === null) break;
      if (waitMs > 0) await world.sleep(waitMs, world.closing.signal);
      if (world.closing.signal.aborted) break;
      last = await attempt({ attempt: index + 1, reason });
    }
    return attempts;
  }

  function announce(holderId: string, event: JsonObject): EventDelivery | null {
    const type = asText(event.type);
    if (!subscribed.has(type)) return null;
    if (!isThere(world, holderId) && !PARTING.includes(type)) return null;
    return send(holderId, event);
  }
  world.eventListeners.add(announce);

  return {
    /** Sends it if the app is there and asked for such events. */
    announce,
    /** Sends it whatever the app asked for. */
    send,
    subscribe(types: readonly string[]): void {
      subscribed = new Set(types);
    },
  };
}

function reasonToRetry(answer: Answer): RetryReason | null {
  switch (answer.status) {
    case 'acknowledged':
      return null;
    case 'refused':
      return answer.noRetry ? null : 'http_error';
    case 'timeout':
      return 'http_timeout';
    case 'unreachable':
      return 'connection_failed';
  }
}

function isThere(world: World, holderId: string): boolean {
  const holder = holderOf(world, holderId);
  if (holder.installation !== null) return true;
  return !isOrganisation(holder) && servedByOrganisation(world, holder) !== null;
}

/** Of an organisation as a whole it names no workspace. */
function envelope(world: World, holderId: string, event: JsonObject, eventId: string): JsonObject {
  const holder = holderOf(world, holderId);
  const ofAll = isOrganisation(holder);
  const teamId = ofAll ? null : holder.id;
  const enterpriseId = ofAll ? holder.id : holder.enterpriseId;
  const forAll = ofAll || servedByOrganisation(world, holder) !== null;
  const nowS = Math.floor(world.now() / 1000);
  return {
    token: VERIFICATION_TOKEN,
    team_id: teamId,
    ...(enterpriseId === null ? {} : { enterprise_id: enterpriseId }),
    ...(ofAll ? {} : { context_team_id: teamId, context_enterprise_id: enterpriseId }),
    api_app_id: world.app.id,
    event: { event_ts: world.ids.ts(), ...event },
    type: 'event_callback',
    event_id: eventId,
    event_time: nowS,
    authorizations: [
      {
        enterprise_id: enterpriseId,
        team_id: forAll ? null : teamId,
        user_id: holder.botUserId,
        is_bot: true,
        is_enterprise_install: forAll,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}
