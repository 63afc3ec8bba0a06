import type { JsonObject } from '../../shared/json.ts';
import { createAct, momentOf, type Act, type Moment } from './act.ts';
import type { Courier } from '../deliveries/courier.ts';
import type { EventDeliveries } from '../deliveries/deliver-events.ts';
import type { Delivery, DeliveryKind, RetryReason } from '../deliveries/delivery.ts';
import type { StateValues } from '../views/form.ts';
import type { Signing } from '../deliveries/signing.ts';
import type { PersonRecord, World } from '../world.ts';

/** Whose hands they are, and what they need. */
export interface PersonContext {
  readonly world: World;
  readonly courier: Courier;
  readonly events: EventDeliveries;
  readonly person: PersonRecord;
  /** What the person has set in the blocks of messages, by `messageKey`. */
  readonly messageState: Map<string, StateValues>;
}

/** How it is brought to the app; nothing of this is what an honest client does. */
export interface HowDelivered {
  readonly signing?: Signing;
  /** How often the same is delivered again, marked as a retry, acknowledged or not. */
  readonly retries?: number;
  readonly retryReason?: RetryReason;
}

interface Sending {
  readonly kind: DeliveryKind;
  readonly payload: JsonObject;
  readonly how: HowDelivered;
  /** From before anything changed; now if absent. */
  readonly before?: Moment;
}

/** Brings what the person did to the app, and writes down when the app let them down. */
export async function act(context: PersonContext, sending: Sending): Promise<Act> {
  const { world, courier, person } = context;
  const { kind, payload, how, before = momentOf(world, person.id) } = sending;
  const parcel = {
    kind,
    payload,
    workspaceId: person.workspaceId,
    signing: how.signing ?? 'right',
  };
  const deliveries = [await courier.deliver(parcel)];
  for (let attempt = 1; attempt <= (how.retries ?? 0); attempt += 1) {
    const reason = how.retryReason ?? 'http_timeout';
    deliveries.push(await courier.deliver({ ...parcel, retry: { attempt, reason } }));
  }
  if (parcel.signing === 'right') for (const it of deliveries) judge(world, it);
  return createAct(world, person.id, before, deliveries);
}

/** An app that is down broke no rule; one that answers late or with an error did. */
function judge(world: World, { answer, name, workspaceId, kind, payload }: Delivery): void {
  const note = (error: string | null, reason: string) => {
    world.violations.push({ at: world.now(), method: name, workspaceId, error, reason });
    world.changed();
  };
  if (answer.status === 'timeout') {
    note('operation_timeout', `not acknowledged within ${world.limits.ackMs} ms`);
  } else if (answer.status === 'refused') {
    note(null, `answered with HTTP status ${answer.httpStatus}`);
  } else if (answer.status === 'acknowledged' && answer.body !== null) {
    const read = kind === 'slash_commands' || payload.type === 'view_submission';
    if (!read) note(null, 'acknowledged with a body, which nobody reads');
  }
}
