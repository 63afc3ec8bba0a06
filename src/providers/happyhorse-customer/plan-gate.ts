import type { ApiError } from './wire.ts';

/** The field is called now as in the request, now without the ending that says what it holds. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['duration', 'A video this long'],
  ['resolution', 'This quality'],
  ['aspectRatio', 'This shape'],
  ['style', 'A style'],
  ['sourceImage', 'A first frame'],
  ['lastFrame', 'A last frame'],
  ['referenceVideo', 'A video as a guide'],
  ['referenceAudio', 'A sound as a guide'],
  ['cameraMotion', 'A camera motion'],
  ['motionIntensity', 'A motion intensity'],
  ['cfgScale', 'A guidance'],
]);

/** What a person reads when the plan of this service's account does not allow a setting. */
export function gateWords({ field, requiredPlan, currentPlan, message }: ApiError): string | null {
  if (field === null) return message;
  const setting = SETTINGS.get(field.replace(/(Key|Sec)$/, '')) ?? 'This setting';
  const needs = requiredPlan === null ? 'another plan' : `the plan "${requiredPlan}"`;
  const has = currentPlan === null ? '' : `; the account of this service has "${currentPlan}"`;
  return `${setting} (${field}) needs ${needs}${has}. Ask without it.`;
}
