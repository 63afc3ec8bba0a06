import { linksTold } from '../provider/links.ts';
import type { Task } from './tasks.ts';

/** What GET /api/v1/videos/{id} tells of a video. */
export function videoData(task: Task, url: string, now: number) {
  const { body, state } = task;
  return {
    id: task.id,
    status: statusOf(task),
    prompt: body.prompt,
    style: body.style ?? null,
    durationSec: body.durationSec,
    aspectRatio: body.aspectRatio,
    resolution: body.resolution,
    videoUrl:
      state.status === 'ready' && state.link !== 'soon' ? videoUrl(task, url, state.at, now) : null,
    thumbnailUrl: null,
    errorMessage: state.status === 'failed' ? state.message : null,
    readyAt: state.status === 'ready' ? new Date(state.at).toISOString() : null,
  };
}

function statusOf({ state, sentinels }: Task): string {
  const isOver = state.status === 'ready' || state.status === 'failed';
  return !isOver && sentinels.has('odd') ? 'upscaling' : state.status;
}

function videoUrl(
  { id, sentinels }: Task,
  url: string,
  finishedAt: number,
  now: number,
): string | null {
  if (sentinels.has('nourl')) return null;
  if (sentinels.has('deadlink')) return `${url}/cdn/videos/outputs/gone-${id}.mp4`;
  if (sentinels.has('private')) return `http://169.254.169.254/videos/outputs/${id}.mp4`;
  const link = `${url}/cdn/videos/outputs/${id}.mp4`;
  return linksTold(link, { sentinels, finishedAt }, now)[0] ?? null;
}
