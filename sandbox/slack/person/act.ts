import type { Answer, Delivery } from '../deliveries/delivery.ts';
import { openModals, type MessageRecord, type ViewRecord, type World } from '../world.ts';
import { PATIENCE_MS } from '../../shared/patience.ts';

/** What a person who has done something sees come of it. */
export interface Act {
  /** As it was answered the first time. */
  readonly delivery: Delivery;
  /** The same, and its repetitions. */
  readonly deliveries: readonly Delivery[];
  /** Null when the app did not acknowledge in time. */
  readonly acknowledgedAfterMs: number | null;
  /** What Slack itself tells the person when the app fails them: `operation_timeout`. */
  readonly error: string | null;
  /** Messages that have come up since and are there, those for this person's eyes alone too. */
  readonly messages: readonly MessageRecord[];
  /** Of these, what only this person sees. */
  readonly ephemerals: readonly MessageRecord[];
  /** Waits in real time for a message that came of it. */
  message(
    predicate?: (message: MessageRecord) => boolean,
    timeoutMs?: number,
  ): Promise<MessageRecord>;
  ephemeral(timeoutMs?: number): Promise<MessageRecord>;
  /** Waits in real time for a modal that was opened, pushed or changed since. */
  modal(timeoutMs?: number): Promise<ViewRecord>;
}

export interface Moment {
  readonly messages: number;
  readonly views: ReadonlyMap<string, string>;
}

/** How things are before the act. */
export function momentOf(world: World, userId: string): Moment {
  return {
    messages: world.messages.size,
    views: new Map(openModals(world, userId).map((it) => [it.id, it.hash])),
  };
}

export function createAct(
  world: World,
  userId: string,
  before: Moment,
  deliveries: readonly Delivery[],
): Act {
  const [delivery] = deliveries;
  if (delivery === undefined) throw new Error('Nothing was delivered.');
  const visible = () =>
    [...world.messages.values()]
      .slice(before.messages)
      .filter((it) => !it.deleted && isFor(world, it, userId));
  const { answer } = delivery;
  return {
    delivery,
    deliveries,
    acknowledgedAfterMs: answer.status === 'acknowledged' ? answer.afterMs : null,
    error: errorOf(answer),
    get messages() {
      return visible();
    },
    get ephemerals() {
      return visible().filter((it) => it.ephemeralFor === userId);
    },
    message: (predicate = () => true, timeoutMs = PATIENCE_MS) =>
      world.until('a message as described', () => visible().find(predicate), timeoutMs),
    ephemeral: (timeoutMs = PATIENCE_MS) =>
      world.until(
        'a message for one person alone',
        () => visible().find((it) => it.ephemeralFor === userId),
        timeoutMs,
      ),
    modal: (timeoutMs = PATIENCE_MS) =>
      world.until(
        'a modal',
        () => openModals(world, userId).findLast((it) => before.views.get(it.id) !== it.hash),
        timeoutMs,
      ),
  };
}

function isFor(world: World, message: MessageRecord, userId: string): boolean {
  if (message.ephemeralFor !== null) return message.ephemeralFor === userId;
  const channel = world.channels.get(message.channelId);
  return channel?.kind === 'public' || channel?.members.has(userId) === true;
}

function errorOf(answer: Answer): string | null {
  switch (answer.status) {
    case 'acknowledged':
      return null;
    case 'refused':
      return answer.httpStatus >= 500 ? 'http_service_error' : 'http_client_error';
    case 'timeout':
      return 'operation_timeout';
    case 'unreachable':
      return 'dispatch_failed';
  }
}
