import type { Json } from '../../shared/domain/json.ts';

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
