import { createFaultPlan } from '../shared/fault-plan.ts';

/** What befalls a call: an answer that is not the true one, a cut connection, or slowness. */
export type Fault =
  | { readonly error: string }
  | { readonly status: number }
  | { readonly rateLimited: number }
  | { readonly delayMs: number }
  /** Nothing was done and no answer comes. */
  | 'drop-before'
  /** It was done, and no answer comes. */
  | 'drop-after';

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  const plan = createFaultPlan<{ readonly method: string; readonly fault: Fault }>();
  return {
    /** `*` stands for any method. */
    add(method: string, fault: Fault, times: number): void {
      plan.add({ method, fault }, times);
    },
    next(method: string): Fault | null {
      return plan.next((it) => it.method === method || it.method === '*')?.fault ?? null;
    },
    clear: plan.clear,
  };
}
