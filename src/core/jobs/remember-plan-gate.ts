import type { Job } from './domain/job.ts';
import { planGateReply } from '../providers/domain/operator-alerts.ts';
import { demandsOf, demandWords, gatedDemands, meetsGate } from '../video/domain/plan-gates.ts';
import type { PlanGate } from '../video/domain/plan-gates.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import type { MetGate, PlanGates } from '../providers/ports/plan-gates.ts';
import type { NamedGate, VideoProvider } from '../providers/ports/video-provider.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { TellOperators } from '../messages/ports/tell-operators.ts';

export interface RememberGateDependencies {
  readonly planGates: PlanGates;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tellOperators: TellOperators;
}

/** Plans are changed; a day later it is tried again. */
const REMEMBERED_MS = DAY_MS;

/** An order met a gate: nothing was ordered. Operators hear of it once. Never throws. @returns the gate */
export async function rememberGate(
  deps: RememberGateDependencies,
  provider: VideoProvider,
  { request, model }: Job,
  { demand, plan }: NamedGate,
  message: string | null,
): Promise<PlanGate> {
  const { name, title, keyHash } = provider;
  const demands = gatedDemands(demandsOf(request.scene, request.settings), demand);
  const now = deps.clock.now();
  const gate: MetGate = { provider: name, keyHash, model, demands, plan };
  try {
    const news = await deps.planGates.remember(gate, later(now, REMEMBERED_MS), now);
    deps.logger.warn({ provider: name, model, demands, plan, news }, 'plan gate met');
    if (news) deps.tellOperators(planGateReply(title, demandWords(demands), plan, message));
  } catch (error) {
    deps.logger.error({ provider: name, model, demands, err: error }, 'plan gate not remembered');
  }
  return { demands, plan };
}

/** The gate that the order of a job would meet; null: none that is known. */
export function gateFor(gates: readonly MetGate[], job: Job): PlanGate | null {
  const asked = demandsOf(job.request.scene, job.request.settings);
  const own = gates.filter((it) => it.provider === job.provider && it.model === job.model);
  const met = own.find((it) => meetsGate(asked, it));
  return met === undefined ? null : { demands: met.demands, plan: met.plan };
}
