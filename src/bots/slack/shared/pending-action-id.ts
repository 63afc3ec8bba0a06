/** A button on an answer says which request it takes up. */
export function confirmIdOf(pendingAction: string): string {
  return `accept:${pendingAction}`;
}

/** Null when it is none of ours: a client can be made to send anything. */
export function readConfirmId(actionId: string): string | null {
  return /^accept:([\w-]{1,64})$/.exec(actionId)?.[1] ?? null;
}

const MOST_CREDITS = 1_000_000_000;

/** And one that asks for a number of credits first, which it is to be filled with. */
export function amountIdOf(pendingAction: string, credits: number): string {
  const amount = Math.min(Math.max(1, Math.trunc(credits)), MOST_CREDITS);
  return `amount:${pendingAction}:${amount}`;
}

/** Null when it is none of ours. */
export function readAmountId(
  actionId: string,
): { readonly pendingAction: string; readonly credits: number } | null {
  const [, pendingAction, credits] = /^amount:([\w-]{1,64}):(\d{1,10})$/.exec(actionId) ?? [];
  return pendingAction === undefined ? null : { pendingAction, credits: Number(credits) };
}
