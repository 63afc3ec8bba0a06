import type { Offer } from '../video/domain/validate.ts';
import type { MetGate } from './ports/plan-gates.ts';
import type { Core } from '../core.ts';

/** What is in force for the keys that are set here. */
export async function gatesNow(core: Core): Promise<readonly MetGate[]> {
  const gates = await core.planGates.inForce(core.clock.now());
  return gates.filter((it) => core.providers.get(it.provider)?.keyHash === it.keyHash);
}

export function gatesOf(gates: readonly MetGate[], { provider, model }: Offer): readonly MetGate[] {
  return gates.filter((it) => it.provider === provider && it.model === model.model);
}
