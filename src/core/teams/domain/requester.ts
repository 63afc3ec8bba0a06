/** Who asks, as the chat vouches for it in this very request. */
export interface Requester {
  readonly platform: string;
  readonly workspace: {
    /** The platform's id of the guild or workspace, or of the person for a space of their own. */
    readonly id: string;
    readonly kind: 'shared' | 'personal';
  };
  readonly person: {
    readonly id: string;
    /** What the chat calls them just now. */
    readonly name?: string;
    /** The language that the chat says they use: BCP 47, if it is anything. */
    readonly locale?: string;
  };
  /** The channel that was asked in, where the chat says so. */
  readonly channel?: string;
  readonly roles: readonly string[];
  /** May change what the team has: decided by the platform for every request anew. */
  readonly admin: boolean;
}
