// What a plan allows. The document names the kinds of gates; where they stand is ours.
import type { Answer } from '../provider/answer.ts';
import type { CreateBody } from './create-request.ts';
import { errorAnswer } from './errors.ts';

const PLANS = ['free', 'basic', 'pro'] as const;

export type Plan = (typeof PLANS)[number];

interface Gate {
  /** As the error names it, which is not how the request does. */
  readonly field: string;
  readonly required: (body: CreateBody) => Plan;
}

const GATES: readonly Gate[] = [
  {
    field: 'duration',
    required: ({ durationSec }) => (durationSec > 8 ? 'pro' : durationSec > 5 ? 'basic' : 'free'),
  },
  { field: 'resolution', required: (body) => (body.resolution === '1080p' ? 'basic' : 'free') },
  { field: 'lastFrame', required: (body) => withKey(body.lastFrameKey, 'basic') },
  { field: 'referenceVideo', required: (body) => withKey(body.referenceVideoKey, 'pro') },
  { field: 'referenceAudio', required: (body) => withKey(body.referenceAudioKey, 'pro') },
];

function withKey(key: string | undefined, plan: Plan): Plan {
  return key === undefined ? 'free' : plan;
}

export interface ClosedGate {
  readonly field: string;
  readonly requiredPlan: Plan;
  readonly currentPlan: Plan;
}

/** The first gate that the plan does not pass. */
export function closedGate(body: CreateBody, currentPlan: Plan): ClosedGate | null {
  for (const { field, required } of GATES) {
    const requiredPlan = required(body);
    if (PLANS.indexOf(requiredPlan) > PLANS.indexOf(currentPlan)) {
      return { field, requiredPlan, currentPlan };
    }
  }
  return null;
}

export function gateAnswer({ field, requiredPlan, currentPlan }: ClosedGate): Answer {
  const message = 'Your plan does not allow this video setting.';
  return errorAnswer('plan_gate_exceeded', message, { field, requiredPlan, currentPlan });
}
