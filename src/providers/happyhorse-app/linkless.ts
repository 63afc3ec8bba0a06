import { later } from '../../core/domain/steps.ts';

/** A render that is never asked about again is not remembered for ever. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/**
 * Since when renders are seen done without a link. The provider does not say when one was done, so
 * this process remembers when it saw it first; one that starts anew is patient anew.
 */
export function rememberLinkless(): (taskId: string, now: Date) => Date {
  const seen = new Map<string, Date>();
  return (taskId, now) => {
    // The oldest are first.
    for (const [id, at] of seen) {
      if (later(at, REMEMBERED_MS) > now) break;
      seen.delete(id);
    }
    const since = seen.get(taskId) ?? now;
    seen.set(taskId, since);
    return since;
  };
}
