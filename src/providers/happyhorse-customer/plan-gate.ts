import type { DemandName } from '../../core/video/domain/plan-gates.ts';
import type { NamedGate } from '../../core/providers/ports/video-provider.ts';
import type { ApiError } from './wire.ts';

/** The field is called now as in the request, now without the ending that says what it holds. */
const SETTINGS: ReadonlyMap<string, readonly [DemandName, string]> = new Map([
  ['duration', ['seconds', 'A video this long']],
  ['resolution', ['quality', 'This quality']],
  ['aspectRatio', ['aspect', 'This shape']],
  ['style', ['style', 'A style']],
  ['sourceImage', ['first-frame', 'A first frame']],
  ['lastFrame', ['last-frame', 'A last frame']],
  ['referenceVideo', ['guide-video', 'A video as a guide']],
  ['referenceAudio', ['guide-audio', 'A sound as a guide']],
  ['cameraMotion', ['camera-motion', 'A camera motion']],
  ['motionIntensity', ['motion-intensity', 'A motion intensity']],
  ['cfgScale', ['guidance', 'A guidance']],
]);

function settingOf(field: string): readonly [DemandName, string] | undefined {
  return SETTINGS.get(field.replace(/(Key|Sec)$/, ''));
}

/** What the plan does not allow, as routing calls it. */
export function gateOf({ field, requiredPlan: plan }: ApiError): NamedGate {
  return { demand: field === null ? null : (settingOf(field)?.[0] ?? null), plan };
}

/** What a person reads when the plan of this service's account does not allow a setting. */
export function gateWords({ field, requiredPlan, currentPlan, message }: ApiError): string | null {
  if (field === null) return message;
  const setting = settingOf(field)?.[1] ?? 'This setting';
  const needs = requiredPlan === null ? 'another plan' : `the plan "${requiredPlan}"`;
  const has = currentPlan === null ? '' : `; the account of this service has "${currentPlan}"`;
  return `${setting} (${field}) needs ${needs}${has}. Ask without it.`;
}
