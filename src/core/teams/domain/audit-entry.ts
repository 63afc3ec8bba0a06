import type { Json } from '../../shared/domain/json.ts';

/** Why the service turned a weekly report off. Entries of older versions have a sentence. */
export const CHANNEL_CLOSED = 'channel-closed';

/** An entry of the audit log, but for what the store itself knows. */
export interface NewAuditEntry {
  readonly at: Date;
  /** The person; `service` for what happens by itself. */
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly reason: string;
}

export interface AuditEntry extends NewAuditEntry {
  readonly seq: number;
  readonly outcome: 'done' | 'refused';
  readonly before: Json;
  readonly after: Json;
}
