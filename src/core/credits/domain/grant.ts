/** Credits beyond an allowance. */
export interface Grant {
  readonly grantId: string;
  readonly credits: number;
  /** Neither held nor charged yet. */
  readonly left: number;
  readonly reason: string;
  readonly expiresAt: Date | null;
}
