const PREFIX = 'accept:';

/** A button on an answer says which request it takes up. */
export function acceptIdOf(proposal: string): string {
  return PREFIX + proposal;
}

/** Null when it is none of ours: a client can be made to send anything. */
export function readAcceptId(actionId: string): string | null {
  const proposal = actionId.startsWith(PREFIX) ? actionId.slice(PREFIX.length) : '';
  return /^[\w-]{1,64}$/.test(proposal) ? proposal : null;
}
