/** What is left at the providers, in their own credits, known to all processes. */
export interface ProviderBalances {
  /**
   * Gives one look-up at a provider's account to whoever asks first: when nobody looked since then.
   * Whoever has it looks; if they do not come to it, the next one may after the same time.
   */
  claim(provider: string, unlessSince: Date, now: Date): Promise<boolean>;
  /**
   * Writes what is left. What it was, and whether that was under the threshold, is for one writer
   * alone to hear: of many at once one is told of a change.
   * @returns whether operators are to hear of it
   */
  save(
    provider: string,
    balance: { readonly credits: number; readonly threshold: number },
    now: Date,
  ): Promise<'low' | 'fine' | null>;
}
