import type { Quality } from '../../core/video/domain/video-request.ts';
import type { RenderStatus } from '../../core/providers/ports/video-provider.ts';
import type { Asked } from '../shared/http-provider.ts';
import { failedRender, undocumentedStatus } from '../shared/answers.ts';
import { linksAmong } from '../shared/links.ts';
import { traced } from '../shared/problem.ts';
import { RATES, RESOLUTIONS } from './capabilities.ts';
import type { TaskRecord, TaskRecords } from './wire.ts';

export function renderStatus(records: TaskRecords, asked: Asked): RenderStatus {
  const record = records.get(asked.id.toLowerCase());
  return record === undefined ? { status: 'not-found' } : statusOf(record, asked);
}

/** No field names the state, so it is told from what is there, in an order that is documented. */
function statusOf(record: TaskRecord, { apiUrl }: Asked): RenderStatus {
  const { response, problem, finished_at: finishedAt } = record;
  const videos = (response?.data ?? []).filter((video) => video !== null);
  const states = videos.map((video) => video.state);
  // Of a failure without a code it is a hiccup that passes.
  const hasFailed = response?.success === false && (problem.name ?? problem.status) !== null;
  if (states.includes('error') || hasFailed) return failed(record);
  const succeeded: RenderStatus = {
    status: 'succeeded',
    videoUrls: linksAmong(
      videos.map((video) => video.video_url),
      apiUrl,
    ),
    consumed: creditsFor(videos[0]?.duration ?? null, resolutionOf(record)),
  };
  if (succeeded.videoUrls.length > 0 || states.includes('succeeded')) return succeeded;
  if (states.includes('pending')) return { status: 'running', progress: null };
  if (finishedAt !== null) return response?.success === false ? failed(record) : succeeded;
  // In line or at work: the one is no news to anybody who knows of the other.
  if (response === null) return { status: 'running', progress: null };
  const word = wordOf(record);
  if (['failed', 'error', 'cancelled'].includes(word)) return failed(record);
  if (['succeeded', 'completed'].includes(word)) return succeeded;
  return undocumentedStatus(word, problem.message);
}

function resolutionOf({ request, response }: TaskRecord): string | null {
  return response?.data?.[0]?.resolution ?? request?.resolution ?? null;
}

/** Where others have seen a word for the state, and no document has. */
function wordOf({ state, status }: TaskRecord): string {
  return (state ?? status ?? '').toLowerCase();
}

/** What failed is not billed. */
function failed({ problem }: TaskRecord): RenderStatus {
  const told = { ...failedRender(problem.message, null), ...traced(problem) };
  return problem.name === 'forbidden' ? { ...told, reason: 'moderated' } : told;
}

/** What the seconds that were billed cost; null where that cannot be told. */
function creditsFor(seconds: number | null, resolution: string | null): number | null {
  const quality = QUALITIES.find((it) => RESOLUTIONS[it] === resolution?.toUpperCase());
  if (seconds === null || quality === undefined) return null;
  // Products of decimals come out a hair too large.
  return Math.ceil(Number((seconds * RATES[quality]).toFixed(6)));
}

const QUALITIES: readonly Quality[] = ['std', 'pro'];
