import type { Allowance } from '../../credits/domain/allowance.ts';
import type { ConfirmOver } from '../../teams/domain/confirm-over.ts';

/** Somebody by the id of their account in the chat that was asked in, a role or group of it, or all. */
export type QuotaSubject =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'role'; readonly id: string }
  | { readonly kind: 'team' };

/** A part left out stays as it is; `inherit`: what is less specific decides again. */
export interface PolicyChange {
  readonly allowance?: Allowance | 'inherit';
  /** Credits that one job may cost at most. */
  readonly perJob?: number | 'inherit';
  /** Jobs that may be open at one time: of each person, or for the pool of the team together. */
  readonly atOnce?: number | 'inherit';
}

/** The person, or the team as a whole. */
export type Grantee = Exclude<QuotaSubject, { readonly kind: 'role' }>;

/** What an admin asks for, in whichever chat. */
export type AdminAct =
  | {
      readonly act: 'set';
      readonly for: QuotaSubject;
      readonly change: PolicyChange;
      readonly reason: string;
    }
  | { readonly act: 'pool'; readonly change: PolicyChange; readonly reason: string }
  | {
      readonly act: 'grant';
      readonly to: Grantee;
      readonly credits: number;
      /** Null: until they are used. */
      readonly days: number | null;
      readonly reason: string;
    }
  /** What is left of one grant, or of all that somebody has. */
  | {
      readonly act: 'revoke';
      readonly from: Grantee;
      readonly grant: string | null;
      readonly reason: string;
    }
  | { readonly act: 'show'; readonly of: QuotaSubject }
  | {
      readonly act: 'admins';
      readonly change: 'add' | 'remove' | 'list';
      /** Null only for `list`. */
      readonly person: string | null;
    }
  | {
      readonly act: 'channels';
      /** `clear` takes a channel off both lists. */
      readonly change: 'allow' | 'deny' | 'clear' | 'list';
      readonly channel: string | null;
    }
  | {
      readonly act: 'words';
      readonly change: 'add' | 'remove' | 'list';
      readonly pattern: string | null;
    }
  | {
      readonly act: 'model';
      readonly change: 'allow' | 'deny' | 'prefer' | 'clear' | 'list';
      readonly model: string | null;
    }
  | { readonly act: 'time-zone'; readonly zone: string }
  /** By its tag or a name. */
  | { readonly act: 'language'; readonly language: string }
  /** What asks before a video starts, for whoever set nothing of their own. */
  | { readonly act: 'confirm'; readonly over: ConfirmOver }
  /** Where requests for credits go; null: where they are made. */
  | { readonly act: 'inbox'; readonly channel: string | null }
  /** Null: no weekly report any more. */
  | { readonly act: 'digest'; readonly channel: string | null }
  | { readonly act: 'report'; readonly days: number }
  /** The log of what admins did, newest first, from this entry back; null: from the newest. */
  | { readonly act: 'audit'; readonly from: number | null }
  /** Null: makes a code for another place to join this team with; else joins the team of the code. */
  | { readonly act: 'link'; readonly code: string | null }
  /** Not sure: asks whether it is meant. */
  | { readonly act: 'unlink'; readonly sure: boolean };
