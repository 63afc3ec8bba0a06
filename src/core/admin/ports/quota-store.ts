import type { Policy, PolicyFor } from '../../credits/domain/allowance.ts';
import type { Grant } from '../../credits/domain/grant.ts';
import type { TeamId } from '../../shared/domain/ids.ts';
import type { NewAuditEntry } from '../../teams/domain/audit-entry.ts';

/** Whose policy or credits: `subject` is a person's or role's id, and empty for the others. */
export interface PolicyKey {
  readonly kind: PolicyFor['subject']['kind'] | 'pool';
  readonly subject: string;
}

export interface NewGrant {
  readonly grantId: string;
  /** A person's id, or `pool` for the whole team. */
  readonly subject: string;
  readonly credits: number;
  readonly expiresAt: Date | null;
}

/**
 * What admins set for people's credits. Every change and its line in the audit log are one
 * transaction: both or neither; two at a time wait for each other. What changes nothing writes
 * nothing.
 */
export interface QuotaStore {
  changePolicy(
    team: TeamId,
    key: PolicyKey,
    to: (policy: Policy) => Policy,
    entry: NewAuditEntry,
  ): Promise<{ readonly before: Policy; readonly after: Policy }>;
  /** The same grant twice is one. False: it was there. */
  grant(team: TeamId, grant: NewGrant, entry: NewAuditEntry): Promise<boolean>;
  /**
   * Takes back what is neither held nor charged.
   * @param once asked for again with the same word, it does nothing more
   * @returns the credits that were taken back, by then perhaps
   */
  revoke(
    team: TeamId,
    subject: string,
    grantId: string | null,
    entry: NewAuditEntry,
    once?: string,
  ): Promise<number>;
  /** Those with something left, soonest to expire first. */
  grants(team: TeamId, subject: string, now: Date): Promise<readonly Grant[]>;
}
