import type { VideoForm } from './form-state.ts';
import { UNSET_SETTINGS } from '../../video/domain/video-request.ts';
import type { VideoDraft } from '../../video/domain/video-request.ts';

/** All that can make any kind of video. */
export function modelTitles(
  form: Pick<VideoForm, 'models'>,
): readonly { readonly id: string; readonly title: string }[] {
  const titles = new Map(
    SAMPLES.flatMap((scene) => form.models({ scene, settings: UNSET_SETTINGS })).map(
      ({ id, title }) => [id, title] as const,
    ),
  );
  return [...titles].map(([id, title]) => ({ id, title }));
}

/** A prompt that every model takes. */
const STILL_TO_WRITE = '…'.repeat(9);

const FILE = { url: '', name: 'file', bytes: null };

/** One of each kind. */
const SAMPLES: readonly VideoDraft['scene'][] = [
  { kind: 'text', prompt: STILL_TO_WRITE },
  { kind: 'frames', prompt: STILL_TO_WRITE, first: FILE, last: null },
  { kind: 'references', prompt: STILL_TO_WRITE, images: [FILE], elements: [] },
  { kind: 'edit', prompt: STILL_TO_WRITE, source: FILE, images: [], keepSound: true },
  { kind: 'replace', character: FILE, driving: FILE },
];
