// What happyhorse.app makes of a request: a price, a time, and a film of the words and images.
import { randomUUID } from 'node:crypto';

import { fetchImage } from '../provider/fetch-input.ts';
import type { FetchedImage } from '../provider/fetch-input.ts';
import { createRenderStore } from '../provider/renders.ts';
import type { Purse, Render, RenderOrder, ResultFile } from '../provider/renders.ts';
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

interface Order extends RenderOrder {
  readonly body: CreateBody;
  readonly sentinels: ReadonlySet<Sentinel>;
  images: readonly FetchedImage[];
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
  const purse: Purse = { credits: options.credits };
  const store = createRenderStore<Order>(now);

  /** Null when the credits do not suffice. */
  function create(body: CreateBody): Task | null {
    const render = store.start(orderFor(body));
    return render === null ? null : taskOf(render);
  }

  function orderFor(body: CreateBody): Order {
    const sentinels = sentinelsIn(promptsOf(body));
    const price = priceOf(body);
    const urls = [
      ...(body.image_urls ?? []),
      ...(body.happyhorse_elements ?? []).flatMap((element) => element.element_input_urls),
    ];
    const order: Order = {
      id: `n92${randomUUID().replaceAll('-', '').slice(0, 14)}hh10`,
      body,
      sentinels,
      purse,
      price,
      consumed: consumedOf(price, sentinels),
      refund: price,
      renderMs: renderTime(body, sentinels),
      fault: sentinels.has('refuse') ? REFUSED : sentinels.has('fail') ? BROKEN : null,
      images: [],
      async load(signal) {
        order.images = await Promise.all(urls.map((url) => imageAt(url, signal)));
      },
      async draw() {
        const video = await renderVideo(renderOptionsFor(body, order.images, options.fastVideos));
        return sentinels.has('big') ? padMp4(video, BIG_BYTES) : video;
      },
    };
    return order;
  }

  function renderTime(body: CreateBody, sentinels: ReadonlySet<Sentinel>): number {
    if (sentinels.has('verySlow')) return Infinity;
    const ms = typeof options.renderMs === 'number' ? options.renderMs : options.renderMs(body);
    return sentinels.has('slow') ? 5 * ms : ms;
  }

  return {
    get tasks(): ReadonlyMap<string, Task> {
      return new Map(Array.from(store.renders, ([id, render]) => [id, taskOf(render)]));
    },
    task(id: string): Task | null {
      const render = store.renders.get(id);
      return render === undefined ? null : taskOf(render);
    },
    create,
    fail: store.fail,
    finish: store.finish,
    rendered: store.rendered,
    close: store.close,
    get credits(): number {
      store.settle();
      return purse.credits;
    },
    set credits(value: number) {
      purse.credits = value;
    },
    /** The file of a task that succeeded, for a day. */
    videoOf(id: string): ResultFile | null {
      const { state, order } = store.renders.get(id) ?? {};
      if (order === undefined || state?.status !== 'done') return null;
      const { sentinels } = order;
      return now() < state.finishedAt + LINK_LIFE_MS ? { ...state, sentinels } : null;
    },
  };
}

function taskOf({ order, createdAt, readyAt, state }: Render<Order>): Task {
  const { id, body, sentinels, price, images } = order;
  return { id, body, sentinels, price, images, createdAt, readyAt, state: stateOf(order, state) };
}

function stateOf(order: Order, state: Render<Order>['state']): TaskState {
  switch (state.status) {
    case 'working':
      return { status: 'IN_PROGRESS' };
    case 'done':
      return { status: 'SUCCESS', consumed: order.consumed, finishedAt: state.finishedAt };
    case 'failed':
      return { status: 'FAILED', message: state.message };
  }
}

async function imageAt(url: string, signal: AbortSignal): Promise<FetchedImage> {
  try {
    return await fetchImage(url, signal);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'failed';
    throw new Error(`Failed to load image ${url}: ${why}`, { cause: error });
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

function consumedOf(price: number, sentinels: ReadonlySet<Sentinel>): number {
  if (sentinels.has('expensive')) return Math.ceil(price * 1.5);
  return sentinels.has('cheap') ? Math.floor(price / 2) : price;
}
