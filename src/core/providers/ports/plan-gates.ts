import type { PlanGate } from '../../video/domain/plan-gates.ts';

/** A gate as it was met by one key at one model. */
export interface MetGate extends PlanGate {
  readonly provider: string;
  readonly keyHash: string;
  readonly model: string;
}

/** What plans were found not to allow, known to all workers. */
export interface PlanGates {
  /** Those that count now, whichever key met them. */
  inForce(now: Date): Promise<readonly MetGate[]>;
  /** @returns whether nobody has met it before */
  remember(gate: MetGate, until: Date, now: Date): Promise<boolean>;
}
