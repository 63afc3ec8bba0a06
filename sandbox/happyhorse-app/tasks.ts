// The life of a task: charged when made, rendered at once, over when its time has come and its file is there.
import { randomUUID } from 'node:crypto';

import { fetchImage } from '../provider/fetch-input.ts';
import type { FetchedImage } from '../provider/fetch-input.ts';
import { padMp4 } from '../video/pad-mp4.ts';
import { nearestAspect, renderVideo } from '../video/render-video.ts';
import type { RenderOptions } from '../video/render-video.ts';
import { priceOf, promptsOf, secondsOf } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { sentinelsIn } from './sentinels.ts';
import type { Sentinel } from './sentinels.ts';

export interface Task {
  readonly id: string;
  readonly body: CreateBody;
  readonly sentinels: ReadonlySet<Sentinel>;
  /** Taken when the task was made. */
  readonly price: number;
  readonly createdAt: number;
  readonly readyAt: number;
  /** What was fetched of the images that the request named. */
  readonly images: readonly Pick<FetchedImage, 'url' | 'width' | 'height'>[];
  readonly state: TaskState;
}

export type TaskState =
  | { readonly status: 'IN_PROGRESS' }
  | { readonly status: 'SUCCESS'; readonly consumed: number; readonly finishedAt: number }
  | { readonly status: 'FAILED'; readonly message: string };

interface TaskRecord extends Task {
  readyAt: number;
  images: readonly FetchedImage[];
  state: TaskState;
  rendering: Promise<void>;
  /** What the renderer has come to, which is told only when the time has come. */
  outcome: { readonly video: Buffer } | { readonly fault: string } | null;
}

export interface TaskStoreOptions {
  readonly credits: number;
  readonly now: () => number;
  readonly renderMs: number | ((request: CreateBody) => number);
  readonly fastVideos: boolean;
}

export type TaskStore = ReturnType<typeof createTaskStore>;

const BIG_BYTES = 13 * 1024 * 1024;
const LINK_LIFE_MS = 24 * 60 * 60 * 1000;
const REFUSED = 'The content was blocked by our moderation policy. Please change your prompt.';
const BROKEN = 'Generation failed on our side. Please try again later.';

export function createTaskStore(options: TaskStoreOptions) {
  const { now } = options;
  const tasks = new Map<string, TaskRecord>();
  const closing = new AbortController();
  let credits = options.credits;

  /** Null when the credits do not suffice. */
  function create(body: CreateBody): Task | null {
    settle();
    const price = priceOf(body);
    if (credits < price) return null;
    credits -= price;
    const sentinels = sentinelsIn(promptsOf(body));
    const createdAt = now();
    const task: TaskRecord = {
      id: `n92${randomUUID().replaceAll('-', '').slice(0, 14)}hh10`,
      body,
      sentinels,
      price,
      createdAt,
      readyAt: createdAt + renderTime(body, sentinels),
      images: [],
      state: { status: 'IN_PROGRESS' },
      rendering: Promise.resolve(),
      outcome: null,
    };
    tasks.set(task.id, task);
    task.rendering = work(task);
    return task;
  }

  function renderTime(body: CreateBody, sentinels: ReadonlySet<Sentinel>): number {
    if (sentinels.has('verySlow')) return Infinity;
    const ms = typeof options.renderMs === 'number' ? options.renderMs : options.renderMs(body);
    return sentinels.has('slow') ? 5 * ms : ms;
  }

  async function work(task: TaskRecord): Promise<void> {
    const urls = [
      ...(task.body.image_urls ?? []),
      ...(task.body.happyhorse_elements ?? []).flatMap((element) => element.element_input_urls),
    ];
    try {
      task.images = await Promise.all(urls.map((url) => imageAt(url)));
    } catch (error) {
      // Bad input shows at once, long before a render would be done.
      if (closing.signal.aborted) return;
      fail(task.id, error instanceof Error ? error.message : 'An image could not be loaded');
      return;
    }
    if (task.sentinels.has('refuse')) task.outcome = { fault: REFUSED };
    else if (task.sentinels.has('fail')) task.outcome = { fault: BROKEN };
    else if (!closing.signal.aborted) task.outcome = await outcomeOf(task, options.fastVideos);
  }

  async function imageAt(url: string): Promise<FetchedImage> {
    try {
      return await fetchImage(url, closing.signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'failed';
      throw new Error(`Failed to load image ${url}: ${why}`, { cause: error });
    }
  }

  /** Moves on whatever is due. Called before every look at tasks or credits. */
  function settle(): void {
    for (const task of tasks.values()) {
      if (task.state.status !== 'IN_PROGRESS' || task.outcome === null) continue;
      if (now() < task.readyAt) continue;
      if ('fault' in task.outcome) fail(task.id, task.outcome.fault);
      else succeed(task);
    }
  }

  function succeed(task: TaskRecord): void {
    const consumed = consumedBy(task);
    credits = Math.max(0, credits + task.price - consumed);
    // The moment it was due, not the moment someone asked.
    const finishedAt = Math.max(task.createdAt, Math.min(task.readyAt, now()));
    task.state = { status: 'SUCCESS', consumed, finishedAt };
  }

  function fail(id: string, message: string): void {
    const task = known(id);
    if (task.state.status !== 'IN_PROGRESS') return;
    credits += task.price;
    task.state = { status: 'FAILED', message };
  }

  function known(id: string): TaskRecord {
    const task = tasks.get(id);
    if (task === undefined) throw new Error(`There is no task ${id}.`);
    return task;
  }

  return {
    tasks: tasks as ReadonlyMap<string, Task>,
    create,
    settle,
    fail,
    get credits(): number {
      settle();
      return credits;
    },
    set credits(value: number) {
      credits = value;
    },
    /** Lets a task be over now, however long it should have taken. */
    async finish(id: string): Promise<void> {
      const task = known(id);
      task.readyAt = Math.min(task.readyAt, now());
      await task.rendering;
      settle();
    },
    /** The file of a task that succeeded, for a day. */
    videoOf(id: string): Buffer | null {
      settle();
      const task = tasks.get(id);
      if (task?.state.status !== 'SUCCESS') return null;
      if (task.outcome === null || 'fault' in task.outcome) return null;
      return now() < task.state.finishedAt + LINK_LIFE_MS ? task.outcome.video : null;
    },
    /** Waits until everything that has been started is drawn. */
    async rendered(): Promise<void> {
      await Promise.all(Array.from(tasks.values(), (task) => task.rendering));
    },
    async close(): Promise<void> {
      closing.abort();
      await Promise.all(Array.from(tasks.values(), (task) => task.rendering));
    },
  };
}

async function outcomeOf(task: TaskRecord, fast: boolean): Promise<TaskRecord['outcome']> {
  try {
    const video = await renderVideo(renderOptionsFor(task.body, task.images, fast));
    return { video: task.sentinels.has('big') ? padMp4(video, BIG_BYTES) : video };
  } catch (error) {
    return { fault: `Rendering failed: ${error instanceof Error ? error.message : 'unknown'}` };
  }
}

function renderOptionsFor(
  body: CreateBody,
  images: readonly FetchedImage[],
  fast: boolean,
): RenderOptions {
  const [first] = images;
  const hasElements = (body.happyhorse_elements ?? []).length > 0;
  // "When provided, aspect_ratio is auto-adapted": it is the first frame that decides.
  const leads = (body.image_urls ?? []).length > 0 && first !== undefined;
  const mode = body.mode ?? 'std';
  return {
    prompt: body.prompt ?? '',
    shots: (body.multi_prompt ?? []).map(({ prompt, duration }) => ({ prompt, seconds: duration })),
    images: images.map((image) => image.data),
    seconds: secondsOf(body),
    aspect: leads ? nearestAspect(first) : (body.aspect_ratio ?? '16:9'),
    quality: mode,
    sound: body.sound ?? true,
    role: body.multi_shots === true ? 'shots' : hasElements ? 'references' : roleOf(images),
    label: `happyhorse.app · ${mode}`,
    fast,
  };
}

function roleOf(images: readonly FetchedImage[]): RenderOptions['role'] {
  return images.length === 0 ? 'text' : 'frames';
}

function consumedBy({ price, sentinels }: Task): number {
  if (sentinels.has('expensive')) return Math.ceil(price * 1.5);
  return sentinels.has('cheap') ? Math.floor(price / 2) : price;
}
