import { z } from 'zod';

/** Whether a call failed for want of an answer; what else there is to throw is a bug of ours. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // What Node says to a wrong argument has a code as well, and is a bug.
  if (error instanceof TypeError || error instanceof RangeError) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  // An answer that is no JSON, or not what the chat answers: somebody in between gave it.
  if (error instanceof SyntaxError || error instanceof z.ZodError) return true;
  // Errors of sockets and of the HTTP client carry a code; those of our own making do not.
  return 'code' in error && typeof error.code === 'string';
}
