import type { Requester } from '../../teams/domain/requester.ts';
import type { TeamId } from '../../shared/domain/ids.ts';
import type { NewAuditEntry } from '../../teams/domain/audit-entry.ts';
import type { Identity } from '../../teams/domain/identity.ts';

/** What stands in the way of a link, or of its end. */
export type LinkProblem =
  /** There is no such code, it was used, or its time is over. */
  | { readonly status: 'unknown-code' }
  /** The code was made here, or both are one already. */
  | { readonly status: 'same' }
  /** The code is for an account, and was given for a place; or the other way round. */
  | { readonly status: 'other-kind' }
  /** The account is in another team than the one the code was made in. */
  | { readonly status: 'other-team' }
  /** One of the two is linked with somebody else already. */
  | { readonly status: 'linked-already' }
  /** Jobs that would be torn from their books. */
  | { readonly status: 'jobs-open'; readonly jobs: number }
  | { readonly status: 'not-linked' };

export type Linked = { readonly status: 'done'; readonly team: TeamId } | LinkProblem;

/**
 * Which places share a team, and which accounts are one person. A link takes both sides: one makes
 * a code, the other gives it. Each method is one transaction, with its lines in the audit logs.
 */
export interface LinkStore {
  /** Whether more than one place shares the team. */
  isLinked(team: TeamId): Promise<boolean>;
  /**
   * Makes a code that works once, until then.
   * @returns the code as people type it
   */
  offer(
    who: Identity,
    requester: Requester,
    of: 'place' | 'account',
    until: Date,
    entry: NewAuditEntry,
  ): Promise<string>;
  /** The place of the requester joins the team of the code. What was used before stays in its own books. */
  joinTeam(requester: Requester, code: string, entry: NewAuditEntry): Promise<Linked>;
  /** The place of the requester leaves its team; where others joined its own, all of them leave. */
  leaveTeam(requester: Requester, entry: NewAuditEntry): Promise<Linked>;
  /** The account of the requester becomes the person of the code, with what it used and was granted. */
  joinPerson(requester: Requester, code: string, entry: NewAuditEntry): Promise<Linked>;
  /** The account of the requester is a person of its own again; where others joined its own, they are. */
  leavePerson(requester: Requester, entry: NewAuditEntry): Promise<Linked>;
}
