import { linksTold } from '../provider/links.ts';
import type { Task } from './tasks.ts';

/** What GET /api/v1/videos/{id} tells of a video. */
export function videoData(task: Task, url: string, now: number) {
  const { id, body, sentinels, state } = task;
  const link = `${url}/cdn/videos/outputs/${id}.mp4`;
  const links =
    state.status === 'ready' && state.link !== 'soon'
      ? linksTold(link, { sentinels, finishedAt: state.at }, now)
      : [];
  return {
    id,
    status: statusOf(task),
    prompt: body.prompt,
    style: body.style ?? null,
    durationSec: body.durationSec,
    aspectRatio: body.aspectRatio,
    resolution: body.resolution,
    videoUrl: links[0] ?? null,
    thumbnailUrl: null,
    errorMessage: state.status === 'failed' ? state.message : null,
    readyAt: state.status === 'ready' ? new Date(state.at).toISOString() : null,
  };
}

function statusOf({ state, sentinels }: Task): string {
  const isOver = state.status === 'ready' || state.status === 'failed';
  return !isOver && sentinels.has('odd') ? 'upscaling' : state.status;
}
