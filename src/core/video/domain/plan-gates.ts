import type { MessageKey } from '../../messages/domain/catalogue.ts';
import { msg } from '../../messages/domain/message.ts';
import type { ListItem } from '../../messages/domain/message.ts';
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

const LABELS = {
  'first-frame': 'video.first-frame',
  'last-frame': 'video.last-frame',
  'guide-video': 'video.reference-video',
  'guide-audio': 'video.reference-audio',
  style: 'video.style',
  'camera-motion': 'video.camera',
  'motion-intensity': 'video.motion',
  guidance: 'video.guidance',
} as const satisfies Record<Exclude<DemandName, 'seconds' | 'quality' | 'aspect'>, MessageKey>;

/** What a person reads of each. */
export function demandWords(demands: Demands): readonly ListItem[] {
  return DEMANDS.flatMap((name): readonly ListItem[] => {
    const value = demands[name];
    if (value === undefined) return [];
    switch (name) {
      case 'seconds':
        return [msg('video.at-least-length', { seconds: Number(value) })];
      case 'quality':
        return [msg(value === 'pro' ? 'video.quality-pro' : 'video.quality-std')];
      case 'aspect':
        return [String(value)];
      default:
        return [msg(LABELS[name])];
    }
  });
}
