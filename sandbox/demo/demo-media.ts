import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { renderVideo } from '../video/render-video.ts';
import type { GivenFile, Kind, VideoPrompt } from './user.ts';
import { drawSampleCharacter, drawSamplePicture } from './sample-picture.ts';

/** Something about the command line is wrong; its message says what. */
export class DemoMistake extends Error {
  override readonly name = 'DemoMistake';
}

export interface GivenPaths {
  readonly images: readonly string[];
  readonly video: string | undefined;
}

/** Pictures that a kind takes, and whether samples are drawn where there are none. */
const PICTURES = {
  text: { most: 0, samples: 0 },
  frames: { most: 2, samples: 1 },
  shots: { most: 1, samples: 0 },
  references: { most: 9, samples: 2 },
  edit: { most: 5, samples: 0 },
  replace: { most: 1, samples: 1 },
} as const satisfies Record<Kind, { readonly most: number; readonly samples: number }>;

const PROMPTS = {
  text: 'The sun sets over a calm sea, slow waves, golden light',
  frames: 'The sun sets over a calm sea, slow waves, golden light',
  shots: '2s: The sun sets over a calm sea\n2s: A gull crosses the sky\n1s: The first star',
  references: 'character2 walks along the shore of character1',
  edit: 'Let it snow, and keep the rest as it is',
  replace: '',
} as const satisfies Record<Kind, string>;

/** By name: one element, shown by all the pictures. */
const NAMED_PROMPT = '@shore in the evening, somebody walks by';

export function samplePrompt(kind: Kind, named: boolean): string {
  return kind === 'references' && named ? NAMED_PROMPT : PROMPTS[kind];
}

/** The files of the command line; samples where there are none. */
export async function readGiven(
  kind: Kind,
  { images, video }: GivenPaths,
): Promise<Pick<VideoPrompt, 'images' | 'video'>> {
  const { most, samples } = PICTURES[kind];
  if (images.length > most) {
    throw new DemoMistake(`--kind ${kind} takes ${most === 0 ? 'no' : `at most ${most}`} --image.`);
  }
  const worksOnVideo = kind === 'edit' || kind === 'replace';
  if (video !== undefined && !worksOnVideo) {
    throw new DemoMistake(`--kind ${kind} takes no --video.`);
  }
  return {
    images:
      images.length > 0
        ? await Promise.all(images.map(readGivenFile))
        : await drawSamples(kind, samples),
    video: !worksOnVideo
      ? null
      : video === undefined
        ? await filmSample()
        : await readGivenFile(video),
  };
}

async function drawSamples(kind: Kind, many: number): Promise<readonly GivenFile[]> {
  const draw =
    kind === 'replace' ? [drawSampleCharacter] : [drawSamplePicture, drawSampleCharacter];
  return Promise.all(draw.slice(0, many).map((it) => it()));
}

/** Five seconds of a sea, for whoever has no video at hand. */
async function filmSample(): Promise<GivenFile> {
  const { bytes } = await drawSamplePicture();
  const film = await renderVideo({
    images: [bytes],
    seconds: 5,
    sound: true,
    role: 'frames',
    aspect: '16:9',
    quality: '480p',
  });
  return { name: 'sea.mp4', bytes: film };
}

async function readGivenFile(file: string): Promise<GivenFile> {
  try {
    return { name: path.basename(file), bytes: await readFile(file) };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new DemoMistake(
      missing ? `There is no file ${file}.` : `The file ${file} cannot be read.`,
      { cause: error },
    );
  }
}
