import { createFaultPlan } from '../shared/fault-plan.ts';
import type { JsonObject } from '../shared/json.ts';

/** A misfortune for requests to come. */
export interface Fault {
  /** Matched against the path after `/api/v10`, decoded: `/webhooks/1/t/messages/@original`. */
  readonly route: RegExp;
  readonly method?: string;
  /** Answers with this status. Without one the connection is cut, or only delayed. */
  readonly status?: number;
  readonly body?: JsonObject | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How many requests it meets; one unless told. */
  readonly times?: number;
  /** `after`: the request has its effect and the answer is lost. */
  readonly after?: 'before' | 'after';
  readonly delayMs?: number;
  /** Cuts with ECONNRESET, which discord.js tries again by itself, instead of a plain close. */
  readonly reset?: boolean;
}

export interface Faults {
  add(fault: Fault): void;
  next(method: string, route: string): Fault | null;
  clear(): void;
}

export function createFaults(): Faults {
  const plan = createFaultPlan<Fault>();
  return {
    add(fault) {
      plan.add(fault, fault.times);
    },
    next: (method, route) =>
      plan.next(
        (fault) =>
          (fault.method === undefined || fault.method.toUpperCase() === method) &&
          new RegExp(fault.route.source, fault.route.flags.replace('g', '')).test(route),
      ),
    clear: plan.clear,
  };
}

/** Nothing but slowness: the request is then handled as ever. */
export function onlyDelays(fault: Fault): boolean {
  return fault.delayMs !== undefined && fault.status === undefined && fault.after === undefined;
}
