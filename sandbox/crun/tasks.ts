// What crun makes of a job: its inputs, its price, its time, and the film of it.
import { randomUUID } from 'node:crypto';

import { createRenderStore } from '../provider/renders.ts';
import type { Purse, Render, RenderOrder, RenderState, ResultFile } from '../provider/renders.ts';
import { padMp4 } from '../video/pad-mp4.ts';
import { renderVideo } from '../video/render-video.ts';
import type { RenderOptions } from '../video/render-video.ts';
import { createReadMedia, loadImage, loadVideo } from './inputs.ts';
import type { LoadedImage, LoadedVideo } from './inputs.ts';
import { imageUrlsOf, modelOf, promptOf, resolutionOf, videoUrlOf } from './job-request.ts';
import type { JobBody } from './job-request.ts';
import { EDIT_MODEL } from './models.ts';
import type { Resolution } from './models.ts';
import type { Sentinel } from './sentinels.ts';

export interface Task {
  readonly id: string;
  readonly body: JobBody;
  readonly sentinels: ReadonlySet<Sentinel>;
  /** Taken when the task was made. */
  readonly price: number;
  readonly createdAt: number;
  readonly readyAt: number;
  /** What was fetched of the inputs that the request named. */
  readonly video: Omit<LoadedVideo, 'data'> | null;
  readonly images: readonly Omit<LoadedImage, 'data'>[];
  readonly state: TaskState;
}

export type TaskState =
  | { readonly status: 'pending' | 'running' }
  | { readonly status: 'success'; readonly credits: number; readonly finishedAt: number }
  | {
      readonly status: 'failed';
      readonly credits: number;
      readonly message: string;
      readonly finishedAt: number;
    };

interface Order extends RenderOrder {
  readonly body: JobBody;
  readonly sentinels: ReadonlySet<Sentinel>;
  readonly video: LoadedVideo | null;
  images: readonly LoadedImage[];
}

export interface TaskStoreOptions {
  readonly credits: number;
  readonly now: () => number;
  readonly queueMs: number;
  readonly renderMs: number | ((request: JobBody) => number);
  readonly refundFailed: boolean;
  readonly fastVideos: boolean;
  /** The bytes behind an address of crun's own storage; null when it is not one or nothing is there. */
  readonly ownFile: (url: string) => Buffer | null;
}

const BIG_BYTES = 13 * 1024 * 1024;
const REFUSED = 'The content was blocked by the content safety policy. Please adjust your input.';
const BROKEN = 'Content generation failed, please try again later';

/** The source, or why it is of no use. */
type Source = { readonly video: LoadedVideo } | { readonly error: unknown };

export function createTaskStore(options: TaskStoreOptions) {
  const { now } = options;
  const purse: Purse = { credits: options.credits };
  const store = createRenderStore<Order>(now);
  const closing = new AbortController();
  const read = createReadMedia(options.ownFile, closing.signal);

  async function sourceOf(body: JobBody): Promise<Source> {
    try {
      const { limits } = modelOf(body);
      return { video: await loadVideo(videoUrlOf(body), read, limits.video) };
    } catch (error) {
      return { error };
    }
  }

  /** The source is measured first, because its length decides the price. @throws when it is of no use */
  async function estimate(body: JobBody): Promise<number> {
    const source = await sourceOf(body);
    if ('error' in source) throw source.error;
    return priceOf(body, source);
  }

  /** Null when the credits do not suffice. */
  async function create(body: JobBody, sentinels: ReadonlySet<Sentinel>): Promise<Task | null> {
    const source = await sourceOf(body);
    const render = store.start(orderFor(body, sentinels, source));
    return render === null ? null : taskOf(render);
  }

  function orderFor(body: JobBody, sentinels: ReadonlySet<Sentinel>, source: Source): Order {
    const price = priceOf(body, source);
    const order: Order = {
      id: `task_${randomUUID().replaceAll('-', '')}`,
      body,
      sentinels,
      purse,
      price,
      consumed: consumedOf(price, sentinels),
      refund: options.refundFailed ? price : 0,
      renderMs: renderTime(body, sentinels),
      fault: sentinels.has('refuse') ? REFUSED : failsLater(sentinels) ? BROKEN : null,
      video: 'video' in source ? source.video : null,
      images: [],
      async load() {
        if ('error' in source) throw source.error;
        const { limits } = modelOf(body);
        order.images = await Promise.all(
          imageUrlsOf(body).map((url) => loadImage(url, read, limits.image)),
        );
      },
      async draw() {
        if (order.video === null) throw new Error('there is no source');
        const video = await renderVideo(renderOptionsFor(order, order.video, options.fastVideos));
        return sentinels.has('big') ? padMp4(video, BIG_BYTES) : video;
      },
    };
    return order;
  }

  function renderTime(body: JobBody, sentinels: ReadonlySet<Sentinel>): number {
    if (sentinels.has('verySlow')) return Infinity;
    const ms = typeof options.renderMs === 'number' ? options.renderMs : options.renderMs(body);
    return sentinels.has('slow') ? 5 * ms : ms;
  }

  function taskOf(render: Render<Order>): Task {
    const { order, createdAt, readyAt } = render;
    const { id, body, sentinels, price, video, images } = order;
    const facts = { id, body, sentinels, price, video, images, createdAt, readyAt };
    return { ...facts, state: stateOf(order, createdAt, render.state) };
  }

  function stateOf(order: Order, createdAt: number, state: RenderState): TaskState {
    switch (state.status) {
      case 'working':
        return { status: now() < createdAt + options.queueMs ? 'pending' : 'running' };
      case 'done':
        return { status: 'success', credits: order.consumed, finishedAt: state.finishedAt };
      case 'failed': {
        const { message, finishedAt } = state;
        return { status: 'failed', credits: order.price - order.refund, message, finishedAt };
      }
    }
  }

  return {
    get tasks(): ReadonlyMap<string, Task> {
      return new Map(Array.from(store.renders, ([id, render]) => [id, taskOf(render)]));
    },
    task(id: string): Task | null {
      const render = store.renders.get(id);
      return render === undefined ? null : taskOf(render);
    },
    /** Null as long as it is not over, as of the last time that anything was settled. */
    finishedAt: store.finishedAt,
    settle: store.settle,
    videoOf(id: string): ResultFile | null {
      const { state, order } = store.renders.get(id) ?? {};
      if (order === undefined || state?.status !== 'done') return null;
      return { ...state, sentinels: order.sentinels };
    },
    estimate,
    create,
    fail: store.fail,
    finish: store.finish,
    rendered: store.rendered,
    get credits(): number {
      store.settle();
      return purse.credits;
    },
    set credits(value: number) {
      purse.credits = value;
    },
    async close(): Promise<void> {
      closing.abort();
      await store.close();
    },
  };
}

function failsLater(sentinels: ReadonlySet<Sentinel>): boolean {
  return sentinels.has('fail') || sentinels.has('failCode');
}

/** A source that cannot be measured is paid for as the shortest that the model takes. */
function priceOf(body: JobBody, source: Source): number {
  const model = modelOf(body);
  const seconds = 'video' in source ? source.video.seconds : model.limits.video.seconds.least;
  return model.credits(resolutionOf(body), seconds);
}

function consumedOf(price: number, sentinels: ReadonlySet<Sentinel>): number {
  if (sentinels.has('expensive')) return Math.ceil(price * 1.5);
  return sentinels.has('cheap') ? Math.floor(price / 2) : price;
}

const QUALITY = {
  '480P': '480p',
  '580P': '580p',
  '720P': '720p',
  '1080P': '1080p',
} as const satisfies Record<Resolution, RenderOptions['quality']>;

function renderOptionsFor(
  { body, images }: Order,
  video: LoadedVideo,
  fast: boolean,
): RenderOptions {
  const resolution = resolutionOf(body);
  const common = {
    prompt: promptOf(body),
    images: images.map((image) => image.data),
    source: { bytes: video.data },
    seconds: modelOf(body).seconds(video.seconds),
    aspect: { width: video.width, height: video.height },
    quality: QUALITY[resolution],
    label: `crun · ${resolution}`,
    fast,
  };
  if (body.model === EDIT_MODEL.id) {
    const sound = body.input.audio_setting === 'origin' ? 'source' : true;
    return { ...common, role: 'edit', sound };
  }
  // Whether the sound of the source survives is not documented, so nobody should count on it.
  return { ...common, role: 'replace', sound: false };
}
