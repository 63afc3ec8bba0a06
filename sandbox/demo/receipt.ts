export interface Receipt {
  readonly quoted: number;
  readonly held: number;
  readonly charged: number;
  readonly released: number;
  /** What the person has left afterwards. */
  readonly balance: number;
}
