import type { Offer } from '../video/domain/validate.ts';
import type { MetGate, PlanGates } from './ports/plan-gates.ts';
import type { VideoProviders } from './ports/video-provider.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface PlanGatesDependencies {
  readonly planGates: PlanGates;
  readonly providers: VideoProviders;
  readonly clock: Clock;
}

/** What is in force for the keys that are set here. */
export async function gatesNow(deps: PlanGatesDependencies): Promise<readonly MetGate[]> {
  const gates = await deps.planGates.inForce(deps.clock.now());
  return gates.filter((it) => deps.providers.get(it.provider)?.keyHash === it.keyHash);
}

export function gatesOf(gates: readonly MetGate[], { provider, model }: Offer): readonly MetGate[] {
  return gates.filter((it) => it.provider === provider && it.model === model.model);
}
