// What is to be seen when: a list of scenes, each a still picture that the camera moves over.
import { backdrop, caption, photograph, tiles, title } from './artwork.ts';
import type { Size } from './artwork.ts';
import type { Overlay, Planes, Rect } from './planes.ts';

/** What is made of words and images alone. */
export type StillRole = 'text' | 'frames' | 'last-frame' | 'shots' | 'references';

export interface Shot {
  readonly prompt: string;
  readonly seconds: number;
}

export interface Scene {
  readonly start: number;
  readonly end: number;
  /** Seconds over which the scene before it fades into this one, counted from `start`. */
  readonly fade: number;
  readonly picture: Planes;
  readonly from: Rect;
  readonly to: Rect;
  readonly words: Overlay | null;
}

export interface Story {
  readonly prompt: string;
  readonly shots: readonly Shot[];
  readonly images: readonly Buffer[];
  readonly seconds: number;
  readonly role: StillRole;
}

/** Pictures are kept this much larger than the frame, so that a zoom never runs out of pixels. */
const IMAGE_ZOOM = 1.25;
const BACKDROP_ZOOM = 1.7;

/** The part of a picture that a zoom of 1 (all of it) or more shows, leaning to one side. */
function view(picture: Planes, zoom: number, leanX = 0, leanY = 0): Rect {
  const width = picture.width / zoom;
  const height = picture.height / zoom;
  const x = ((picture.width - width) * (1 + leanX)) / 2;
  const y = ((picture.height - height) * (1 + leanY)) / 2;
  return { x, y, width, height };
}

export async function scenesOf(story: Story, size: Size): Promise<Scene[]> {
  switch (story.role) {
    case 'shots':
      return shotScenes(story, size);
    case 'references':
      return story.images.length === 0 ? textScenes(story, size) : tileScenes(story, size);
    case 'frames':
      return story.images.length === 0 ? textScenes(story, size) : frameScenes(story, size);
    case 'last-frame':
      return story.images.length === 0 ? textScenes(story, size) : lastFrameScenes(story, size);
    case 'text':
      return textScenes(story, size);
  }
}

async function textScenes({ prompt, seconds }: Story, size: Size): Promise<Scene[]> {
  const words = await title(prompt, size);
  return [await driftScene(prompt, { start: 0, end: seconds, fade: 0, words }, size)];
}

type Stretch = Pick<Scene, 'start' | 'end' | 'fade' | 'words'>;

/** The camera crosses a backdrop from corner to corner. */
async function driftScene(seed: string, stretch: Stretch, size: Size): Promise<Scene> {
  const picture = await backdrop(seed, size, BACKDROP_ZOOM);
  const from = view(picture, BACKDROP_ZOOM, -1, -1);
  return { ...stretch, picture, from, to: view(picture, BACKDROP_ZOOM * 0.8, 1, 1) };
}

/** Begins with the whole image and moves slowly in. */
async function zoomScene(image: Buffer, stretch: Stretch, size: Size): Promise<Scene> {
  const picture = await photograph(image, size, IMAGE_ZOOM);
  return { ...stretch, picture, from: view(picture, 1), to: view(picture, 1.22, 0.35, -0.2) };
}

/** Ends on the whole image, as a last frame must. */
async function settleScene(image: Buffer, stretch: Stretch, size: Size): Promise<Scene> {
  const picture = await photograph(image, size, IMAGE_ZOOM);
  return { ...stretch, picture, from: view(picture, 1.15, -0.3, 0.2), to: view(picture, 1) };
}

async function frameScenes(story: Story, size: Size): Promise<Scene[]> {
  const [first, last] = story.images;
  if (first === undefined) return [];
  const words = await caption(story.prompt, size);
  const end = story.seconds;
  if (last === undefined) return [await zoomScene(first, { start: 0, end, fade: 0, words }, size)];
  const turn = end * 0.55;
  return [
    await zoomScene(first, { start: 0, end, fade: 0, words }, size),
    await settleScene(last, { start: turn, end, fade: end * 0.25, words }, size),
  ];
}

async function lastFrameScenes(story: Story, size: Size): Promise<Scene[]> {
  const [last] = story.images;
  if (last === undefined) return [];
  const words = await caption(story.prompt, size);
  const end = story.seconds;
  return [
    await driftScene(story.prompt, { start: 0, end, fade: 0, words }, size),
    await settleScene(last, { start: end * 0.45, end, fade: end * 0.3, words }, size),
  ];
}

async function tileScenes(story: Story, size: Size): Promise<Scene[]> {
  const words = await caption(story.prompt, size);
  const stretch = { start: 0, end: story.seconds, fade: 0, words };
  return [await tileScene(story.images, story.prompt, stretch, size)];
}

/** The camera passes along the tiles. */
async function tileScene(
  images: readonly Buffer[],
  seed: string,
  stretch: Stretch,
  size: Size,
): Promise<Scene> {
  const picture = await tiles(images, seed, size, IMAGE_ZOOM);
  const from = view(picture, 1.12, -0.6, -0.3);
  return { ...stretch, picture, from, to: view(picture, 1.12, 0.6, 0.3) };
}

/** One image is where the first shot begins; several are references, which every shot shows. */
async function shotScenes(story: Story, size: Size): Promise<Scene[]> {
  const shots = story.shots.length > 0 ? story.shots : [story];
  const { images } = story;
  const scenes: Scene[] = [];
  let start = 0;
  for (const [index, shot] of shots.entries()) {
    const text = `${index + 1}/${shots.length}  ${shot.prompt}`;
    const first = index === 0 ? images[0] : undefined;
    const words = await (images.length > 1 || first !== undefined ? caption : title)(text, size);
    const fade = index === 0 ? 0 : Math.min(0.4, shot.seconds / 3);
    const stretch = { start, end: start + shot.seconds, fade, words };
    if (images.length > 1) scenes.push(await tileScene(images, text, stretch, size));
    else if (first !== undefined) scenes.push(await zoomScene(first, stretch, size));
    else scenes.push(await driftScene(text, stretch, size));
    start += shot.seconds;
  }
  return scenes;
}
