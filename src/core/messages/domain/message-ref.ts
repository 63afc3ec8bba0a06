import type { Json } from '../../shared/domain/json.ts';

/** Where an answer goes: the platform's own handle on a message. Only the platform reads it. */
export type MessageRef = Json;
