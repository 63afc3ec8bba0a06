import type { DemandName } from '../../core/video/domain/plan-gates.ts';
import type { NamedGate } from '../../core/providers/ports/video-provider.ts';
import type { ApiError } from './wire.ts';

/** The field is called now as in the request, now without the ending that says what it holds. */
const DEMANDS: ReadonlyMap<string, DemandName> = new Map([
  ['duration', 'seconds'],
  ['resolution', 'quality'],
  ['aspectRatio', 'aspect'],
  ['style', 'style'],
  ['sourceImage', 'first-frame'],
  ['lastFrame', 'last-frame'],
  ['referenceVideo', 'guide-video'],
  ['referenceAudio', 'guide-audio'],
  ['cameraMotion', 'camera-motion'],
  ['motionIntensity', 'motion-intensity'],
  ['cfgScale', 'guidance'],
]);

/** What the plan does not allow, as routing calls it. */
export function gateOf({ field, requiredPlan: plan }: ApiError): NamedGate {
  const demand = field === null ? undefined : DEMANDS.get(field.replace(/(Key|Sec)$/, ''));
  return { demand: demand ?? null, plan };
}
