import type { CreateCommand } from '../../chat/domain/command.ts';
import type { Interaction } from '../../chat/domain/interaction.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';
import type { ToldIn } from '../domain/replies.ts';
import type { PersonId, TeamId } from '../../shared/domain/ids.ts';

/** Somebody asks the admins of their team for the credits that a video lacks. */
export interface CreditRequest {
  readonly teamId: TeamId;
  readonly requestId: string;
  readonly personId: PersonId;
  /** Whose credits did not suffice. */
  readonly of: Shortage['of'];
  readonly credits: number;
  /** The request for the video, as it goes on once there are credits. */
  readonly interaction: Interaction<CreateCommand>;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly state: CreditRequestState;
}

export type CreditRequestState =
  | { readonly status: 'open'; readonly told: false }
  /** The admins were told; null: where is not known, of requests of before. */
  | { readonly status: 'open'; readonly told: true; readonly toldIn: ToldIn | null }
  | { readonly status: 'approved'; readonly by: string; readonly credits: number }
  | { readonly status: 'denied'; readonly by: string }
  | { readonly status: 'expired' };

export interface CreditRequestAnswer {
  /** Null: denied. */
  readonly credits: number | null;
  /** The person, as the audit log names them. */
  readonly by: string;
  readonly at: Date;
  /** Of what is granted. */
  readonly expiresAt: Date;
}

export interface CreditRequests {
  /**
   * The same request twice is one.
   * @returns what is kept by now, or `too-many` where the person has that many open already
   */
  open(
    request: Omit<CreditRequest, 'state'>,
    mostOpen: number,
  ): Promise<CreditRequest | 'too-many'>;
  /** The admins were told of it. */
  told(team: TeamId, requestId: string, toldIn: ToldIn): Promise<void>;
  /**
   * Decides an open request, grants what was approved and writes both down in the audit log, in
   * one transaction: the first decision counts. The same grants are never made twice.
   * @returns the request as it is now, and whether this decision is the one
   */
  answer(
    team: TeamId,
    requestId: string,
    answer: CreditRequestAnswer,
  ): Promise<{ readonly request: CreditRequest; readonly decided: boolean } | null>;
  /** Open ones whose time is over; nobody else gets them within the lease. */
  claimExpired(now: Date, leaseMs: number, room: number): Promise<readonly CreditRequest[]>;
  /** Its person was told that nobody answered. */
  expired(team: TeamId, requestId: string): Promise<void>;
}
