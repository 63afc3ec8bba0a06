import type { Quality } from '../../core/domain/video-request.ts';
import type { RenderStatus } from '../../core/ports/video-provider.ts';
import { speaksOfModeration } from '../lenient.ts';
import { linksAmong } from '../links.ts';
import { traced } from '../problem.ts';
import { RATES, RESOLUTIONS } from './capabilities.ts';
import type { Batch, TaskOperation, TaskRecord } from './wire.ts';

/** A task that was made may not be listed at once; one that is not listed by then never will be. */
const LISTED_WITHIN_MS = 2 * 60_000;

export interface Asked extends TaskOperation {
  readonly now: Date;
  readonly apiUrl: string;
}

export function renderStatus({ records, whole }: Batch, asked: Asked): RenderStatus {
  const record = records.get(asked.taskId.toLowerCase());
  if (record !== undefined) return statusOf(record, asked);
  if (!whole || asked.createdAt === null) return { status: 'silent' };
  const unlistedMs = asked.now.getTime() - Date.parse(asked.createdAt);
  if (unlistedMs < LISTED_WITHIN_MS) return { status: 'silent' };
  return { status: 'failed', reason: 'provider-fault', message: null, consumed: null };
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
  return ['succeeded', 'completed'].includes(word) ? succeeded : { status: 'silent' };
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
  const { name, message } = problem;
  const ofContent = name === 'forbidden' || speaksOfModeration(message);
  const reason = ofContent ? 'moderated' : 'provider-fault';
  return { status: 'failed', reason, message, consumed: null, ...traced(problem) };
}

/** What the seconds that were billed cost; null where that cannot be told. */
function creditsFor(seconds: number | null, resolution: string | null): number | null {
  const quality = QUALITIES.find((it) => RESOLUTIONS[it] === resolution?.toUpperCase());
  if (seconds === null || quality === undefined) return null;
  // Products of decimals come out a hair too large.
  return Math.ceil(Number((seconds * RATES[quality]).toFixed(6)));
}

const QUALITIES: readonly Quality[] = ['std', 'pro'];
