import type { Quality } from '../../core/domain/video-request.ts';
import type { RenderStatus } from '../../core/ports/video-provider.ts';
import { isLink, mayGetLink, speaksOfModeration } from '../lenient.ts';
import { traced } from './answers.ts';
import { RATES, RESOLUTIONS } from './capabilities.ts';
import type { Batch, TaskOperation, TaskRecord } from './wire.ts';

/** A task that was made may not be listed at once; one that is not listed by then never will be. */
const LISTED_WITHIN_MS = 2 * 60_000;

export interface Asked extends TaskOperation {
  readonly now: Date;
  /** Whether a video may be had by plain http. */
  readonly plainLinks: boolean;
}

export function renderStatus({ records, whole }: Batch, asked: Asked): RenderStatus {
  const record = records.get(asked.taskId);
  if (record !== undefined) return statusOf(record, asked);
  if (!whole || asked.createdAt === null) return { status: 'silent' };
  const unlistedMs = asked.now.getTime() - Date.parse(asked.createdAt);
  if (unlistedMs < LISTED_WITHIN_MS) return { status: 'silent' };
  return { status: 'failed', reason: 'provider-fault', message: null };
}

/** No field names the state, so it is told from what is there, in an order that is documented. */
function statusOf(record: TaskRecord, { now, plainLinks }: Asked): RenderStatus {
  const { response, finished_at: finishedAt } = record;
  const error = response?.error ?? null;
  const videos = (response?.data ?? []).filter((video) => video !== null);
  const states = videos.map((video) => video.state);
  // Of a failure without a code it is a hiccup that passes.
  const hasFailed = response?.success === false && error?.code != null;
  if (states.includes('error') || hasFailed) return failed(record);
  const video = videos.find(({ video_url: url }) => isLink(url, plainLinks));
  if (video !== undefined && isLink(video.video_url, plainLinks)) {
    const { video_url: videoUrl, duration } = video;
    const resolution = video.resolution ?? record.request?.resolution ?? null;
    return { status: 'succeeded', videoUrl, consumed: creditsFor(duration, resolution) };
  }
  if (states.includes('succeeded')) return linkless(record, now);
  if (states.includes('pending')) return { status: 'running', progress: null };
  if (finishedAt !== null) {
    return response?.success === false ? failed(record) : linkless(record, now);
  }
  // In line or at work: the one is no news to anybody who knows of the other.
  if (response === null) return { status: 'running', progress: null };
  const word = wordOf(record);
  if (['failed', 'error', 'cancelled'].includes(word)) return failed(record);
  return ['succeeded', 'completed'].includes(word) ? linkless(record, now) : { status: 'silent' };
}

/** Done, and no link is there yet. */
function linkless(record: TaskRecord, now: Date): RenderStatus {
  return mayGetLink(record.finished_at, now)
    ? { status: 'running', progress: null }
    : failed(record);
}

/** Where others have seen a word for the state, and no document has. */
function wordOf({ state, status }: TaskRecord): string {
  return (state ?? status ?? '').toLowerCase();
}

function failed({ trace_id, response }: TaskRecord): RenderStatus {
  const code = response?.error?.code ?? null;
  const message = response?.error?.message ?? null;
  if (code === 'forbidden' || speaksOfModeration(message)) {
    return { status: 'failed', reason: 'moderated', message };
  }
  const traceId = response?.trace_id ?? trace_id;
  return { status: 'failed', reason: 'provider-fault', message: traced(message, { traceId }) };
}

/** What the seconds that were billed cost; null where that cannot be told. */
function creditsFor(seconds: number | null, resolution: string | null): number | null {
  const quality = QUALITIES.find((it) => RESOLUTIONS[it] === resolution?.toUpperCase());
  if (seconds === null || quality === undefined) return null;
  // Products of decimals come out a hair too large.
  return Math.ceil(Number((seconds * RATES[quality]).toFixed(6)));
}

const QUALITIES: readonly Quality[] = ['std', 'pro'];
