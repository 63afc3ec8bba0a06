import { firstOf, mediaReferencesOf, lastOf } from './video-request.ts';
import type { Scene, VideoSettings } from './video-request.ts';

/** What a request asks of a model that the plan of an account may rule out. */
export const DEMANDS = [
  ...(['seconds', 'quality', 'aspect', 'first-frame', 'last-frame', 'guide-video'] as const),
  ...(['guide-audio', 'style', 'camera-motion', 'motion-intensity', 'guidance'] as const),
] as const;

export type DemandName = (typeof DEMANDS)[number];

/** With a value where there are several: `{ seconds: 10, quality: 'pro', 'last-frame': true }`. */
export type Demands = { readonly [name in DemandName]?: number | string | true };

/** That an account's plan does not allow something, as its provider said of an order. */
export interface PlanGate {
  /** All of these together, or more: more seconds, or other things beside them. */
  readonly demands: Demands;
  /** The plan that would allow it, in the provider's words. */
  readonly plan: string | null;
}

export function demandsOf(scene: Scene<unknown>, settings: VideoSettings): Demands {
  const { style, cameraMotion, motionIntensity } = settings.extras ?? {};
  const { video, audio } = mediaReferencesOf(scene);
  const given = {
    'first-frame': firstOf(scene) ?? undefined,
    'last-frame': lastOf(scene) ?? undefined,
    'guide-video': video,
    'guide-audio': audio,
    style,
    'camera-motion': cameraMotion,
    'motion-intensity': motionIntensity,
    guidance: settings.guidance ?? undefined,
  };
  const used = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    seconds: settings.seconds,
    quality: settings.quality,
    aspect: settings.aspect,
    ...Object.fromEntries(used.map(([name]) => [name, true])),
  };
}

/** What a gate rules out that a request met: what its provider named, or all of it together. */
export function gatedDemands(asked: Demands, named: DemandName | null): Demands {
  const value = named === null ? undefined : asked[named];
  return named === null || value === undefined ? asked : { [named]: value };
}

export function meetsGate(asked: Demands, { demands }: PlanGate): boolean {
  return DEMANDS.every((name) => {
    const [gated, wanted] = [demands[name], asked[name]];
    if (gated === undefined) return true;
    return name === 'seconds' ? Number(wanted ?? 0) >= Number(gated) : wanted === gated;
  });
}

const WORDS = {
  seconds: (value) => `videos of ${value} seconds or more`,
  quality: (value) => `the quality ${value}`,
  aspect: (value) => `the shape ${value}`,
  'first-frame': () => 'a first frame',
  'last-frame': () => 'a last frame',
  'guide-video': () => 'a video as a guide',
  'guide-audio': () => 'a sound as a guide',
  style: () => 'a style',
  'camera-motion': () => 'a camera motion',
  'motion-intensity': () => 'a motion intensity',
  guidance: () => 'guidance',
} as const satisfies Record<DemandName, (value: string) => string>;

/** 'a last frame', or 'videos of 5 seconds or more, the quality std and a style together'. */
export function demandWords(demands: Demands): string {
  const parts = DEMANDS.flatMap((name) => {
    const value = demands[name];
    return value === undefined ? [] : [WORDS[name](String(value))];
  });
  if (parts.length < 2) return parts[0] ?? 'this';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''} together`;
}
