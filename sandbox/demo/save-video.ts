import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDecoder } from '../../src/media/decoder/decoder.ts';
import type { UserDriver } from './user.ts';
import type { DoneEvent } from './printer.ts';

/** Saves what the person has in the chat, and looks whether it is a video. */
export async function saveVideo(
  video: ReturnType<UserDriver['video']>,
  folder: string,
): Promise<DoneEvent['video']> {
  if (video === null) return null;
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, video.name);
  await writeFile(file, video.bytes);
  const decoder = createDecoder();
  try {
    const { seconds, width, height } = await decoder.probeVideo(file, AbortSignal.timeout(30_000));
    return { path: file, bytes: video.bytes.length, seconds, width, height };
  } finally {
    await decoder.close();
  }
}
