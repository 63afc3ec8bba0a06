// What a test orders of crun beyond the faults that every provider can have.
import type { Fault } from '../provider/faults.ts';
import { createFaultPlan } from '../shared/fault-plan.ts';
import { refusal, refused } from './answers.ts';
import type { ErrorCode, ErrorStatus } from './answers.ts';
import type { Sentinel } from './sentinels.ts';

/** Answers with a code of crun's own in its envelope, and nothing is done. */
export interface CodeFault {
  readonly path: string;
  readonly kind: 'code';
  readonly code: ErrorCode;
  readonly message?: string;
  readonly times?: number;
}

/** The next CreateTask behaves as if the word stood in its prompt, which not every model has. */
export interface TaskFault {
  readonly kind: 'task';
  readonly sentinel: Sentinel;
  readonly times?: number;
}

export type CrunFault = Fault | CodeFault | TaskFault;

export function faultOfCode(fault: CodeFault, errorStatus: ErrorStatus): Fault {
  const { path, code, message, times = 1 } = fault;
  const answer = refused(refusal(code, message), errorStatus);
  return {
    path,
    kind: 'status',
    status: answer.status,
    headers: answer.headers ?? {},
    body: answer.body,
    times,
  };
}

export function createTaskFaults() {
  const plan = createFaultPlan<Sentinel>();
  return {
    add({ sentinel, times }: TaskFault): void {
      plan.add(sentinel, times);
    },
    /** All that are still ordered, each counted down. */
    take: plan.all,
  };
}
