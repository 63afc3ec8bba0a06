import type { ModelCapabilities, Range } from './capabilities.ts';
import type { Offer } from './validate.ts';
import type { CameraMotion, Kind } from './video-request.ts';

/** What can be made here beside a video from words, over all models that are set up. */
export interface Possibilities {
  /** Kinds that some model here makes, with the media they need. */
  readonly kinds: readonly Kind[];
  readonly shots: ModelCapabilities['shots'];
  readonly elements: ModelCapabilities['elements'];
  /** Whether a picture to start from is enough for some model here, without a word. */
  readonly wordless: boolean;
  /** Images that the prompt speaks of by their order. */
  readonly references: Range | null;
  readonly edit: {
    readonly images: Range;
    readonly keepsSound: boolean;
    /** How much of a video is worked on. */
    readonly mostSeconds: number;
  } | null;
  readonly mediaReferences: { readonly video: boolean; readonly audio: boolean };
  readonly advanced: ModelCapabilities['advanced'];
}

/** The widest that any model allows: what of it goes together, the answer to a request says. */
export function possibilitiesOf(offers: readonly Offer[]): Possibilities {
  const able = offers.filter((it) => it.canTakeMedia).map((it) => it.model);
  const all = offers.map((it) => it.model);
  const advanced = all.map((it) => it.advanced);
  const editing = able.filter((it) => it.kinds.includes('edit')).flatMap((it) => it.source ?? []);
  const shots = all.flatMap((it) => it.shots ?? []);
  const elements = able.flatMap((it) => it.elements ?? []);
  return {
    kinds: KINDS.filter((kind) =>
      (NEEDS_MEDIA[kind] ? able : all).some((it) => it.kinds.includes(kind)),
    ),
    shots:
      shots.length === 0
        ? null
        : {
            most: most(shots.map((it) => it.most)),
            promptLength: most(shots.map((it) => it.promptLength)),
            seconds: widest(shots.map((it) => it.seconds)),
          },
    elements:
      elements.length === 0
        ? null
        : {
            most: most(elements.map((it) => it.most)),
            images: widest(elements.map((it) => it.images)),
            beside: [...new Set(elements.flatMap((it) => it.beside))],
          },
    wordless: able.some((it) => it.frames.first && it.prompt.min === 0),
    references: widestOrNone(able.flatMap((it) => it.references ?? [])),
    edit:
      editing.length === 0
        ? null
        : {
            images: widest(editing.map((it) => it.images)),
            keepsSound: editing.some((it) => it.keepsSound),
            mostSeconds: most(editing.map((it) => it.mostSeconds)),
          },
    mediaReferences: {
      video: able.some((it) => it.mediaReferences.video !== null),
      audio: able.some((it) => it.mediaReferences.audio !== null),
    },
    advanced: {
      seed: widestOrNone(advanced.flatMap((it) => it.seed ?? [])),
      styleLength: mostOrNone(advanced.flatMap((it) => it.styleLength ?? [])),
      cameraMotions: [
        ...new Set(advanced.flatMap((it): readonly CameraMotion[] => it.cameraMotions)),
      ],
      motionIntensity: widestOrNone(advanced.flatMap((it) => it.motionIntensity ?? [])),
    },
  };
}

const NEEDS_MEDIA: Readonly<Record<Kind, boolean>> = {
  text: false,
  frames: true,
  shots: false,
  references: true,
  edit: true,
  replace: true,
};

const KINDS = ['text', 'frames', 'shots', 'references', 'edit', 'replace'] as const;

function most(numbers: readonly number[]): number {
  return Math.max(...numbers);
}

function mostOrNone(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : most(numbers);
}

function widest(ranges: readonly Range[]): Range {
  return { min: Math.min(...ranges.map((it) => it.min)), max: most(ranges.map((it) => it.max)) };
}

function widestOrNone(ranges: readonly Range[]): Range | null {
  return ranges.length === 0 ? null : widest(ranges);
}
