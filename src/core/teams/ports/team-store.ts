import type { TeamId } from '../../shared/domain/ids.ts';
import type { AuditEntry, NewAuditEntry } from '../domain/audit-entry.ts';
import type { TeamSettings } from '../domain/team-settings.ts';

/**
 * The settings of a team, and the log of what its admins did. A change and its line in the log are
 * one transaction: both or neither; two at a time wait for each other. What changes nothing writes
 * nothing.
 */
export interface TeamStore {
  settings(team: TeamId): Promise<TeamSettings>;
  /** After a change of time zone running periods end when they were to end; the next follow it. */
  change(
    team: TeamId,
    to: (settings: TeamSettings) => TeamSettings,
    entry: NewAuditEntry,
  ): Promise<{ readonly before: TeamSettings; readonly after: TeamSettings }>;
  /** An admin did something that changed nothing kept here, such as closing an order. */
  did(team: TeamId, entry: NewAuditEntry): Promise<void>;
  /** Somebody tried what they may not. */
  refused(team: TeamId, entry: NewAuditEntry): Promise<void>;
  /** Newest first, from this number back. */
  auditLog(
    team: TeamId,
    page: { readonly from: number | null; readonly most: number },
  ): Promise<readonly AuditEntry[]>;
}
