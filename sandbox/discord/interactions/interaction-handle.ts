import { ACKNOWLEDGE_WITHIN_MS } from './interaction-callback.ts';
import type { JsonObject } from '../../shared/json.ts';
import { isVisible, messageJson } from '../messages/messages.ts';
import type { InteractionRecord, MessageRecord, World } from '../world.ts';
import { PATIENCE_MS } from '../../shared/patience.ts';

export interface WaitOptions {
  readonly timeoutMs?: number;
}

/** What a person who has done something sees come of it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly payload: JsonObject;
  /** From the event to the acknowledgement, by the emulator's clock; null while there is none. */
  readonly acknowledgedAfterMs: number | null;
  /** "The application did not respond": the 3 s went by. */
  readonly failedToRespond: boolean;
  /** The type of the first answer; null while there is none. */
  readonly callbackType: number | null;
  /** Ids of follow-up messages. */
  readonly followUps: readonly string[];
  /** The modal that was opened, if one was. */
  readonly modal: JsonObject | null;
  /** Autocomplete suggestions, if they were asked for. */
  readonly choices: readonly JsonObject[] | null;
  readonly messageId: string | null;
  acknowledged(options?: WaitOptions): Promise<void>;
  /** The answer as it is visible now; waits until there is one. */
  message(options?: WaitOptions): Promise<JsonObject>;
  /** The first state of any of its messages, present or to come, that satisfies the predicate. */
  waitForMessage(
    predicate: (message: JsonObject) => boolean,
    timeoutMs?: number,
  ): Promise<JsonObject>;
}

export function interactionHandle(world: World, record: InteractionRecord): Interaction {
  const original = () => {
    const message = world.messages.get(record.originalId ?? '');
    return isVisible(message) ? message : undefined;
  };
  const own = () =>
    [record.originalId, ...record.followUpIds].flatMap((id): MessageRecord[] => {
      const message = world.messages.get(id ?? '');
      return isVisible(message) ? [message] : [];
    });

  return {
    id: record.id,
    token: record.token,
    payload: record.payload,
    get acknowledgedAfterMs() {
      return record.acknowledgedAt === null ? null : record.acknowledgedAt - record.createdAt;
    },
    get failedToRespond() {
      return (
        record.acknowledgedAt === null && world.now() - record.createdAt > ACKNOWLEDGE_WITHIN_MS
      );
    },
    get callbackType() {
      return record.callbackType;
    },
    get followUps() {
      return record.followUpIds;
    },
    get modal() {
      return record.modal;
    },
    get choices() {
      return record.choices;
    },
    get messageId() {
      return record.originalId;
    },
    async acknowledged(options = {}) {
      const timeoutMs = options.timeoutMs ?? PATIENCE_MS;
      await world.until(
        'an acknowledgement',
        () => record.acknowledgedAt ?? undefined,
        timeoutMs,
        record.id,
      );
    },
    async message(options = {}) {
      const timeoutMs = options.timeoutMs ?? PATIENCE_MS;
      const message = await world.until('an answer', original, timeoutMs, record.id);
      return messageJson(world, message);
    },
    async waitForMessage(predicate, timeoutMs = PATIENCE_MS) {
      return world.until(
        'a message as described',
        () =>
          own()
            .map((it) => messageJson(world, it))
            .find(predicate),
        timeoutMs,
        record.id,
      );
    },
  };
}
