// What crun makes of a job: its inputs, its price, its time, and the film of it.
import { randomUUID } from 'node:crypto';

import type { Purse, Render, RenderOrder } from '../provider/renders.ts';
import { consumedOf } from '../provider/sentinels.ts';
import { factsOf } from '../provider/tasks.ts';
import type { TaskFacts } from '../provider/tasks.ts';
import type { RenderOptions } from '../video/render-video.ts';
import { createReadMedia, loadImage, loadVideo } from './inputs.ts';
import type { LoadedImage, LoadedVideo } from './inputs.ts';
import { imageUrlsOf, modelOf, promptOf, resolutionOf, videoUrlOf } from './job-request.ts';
import type { JobBody } from './job-request.ts';
import { EDIT_MODEL } from './models.ts';
import type { Resolution } from './models.ts';
import type { Sentinel } from './sentinels.ts';

export interface Task extends TaskFacts<Order> {
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

export interface Order extends RenderOrder {
  readonly body: JobBody;
  readonly sentinels: ReadonlySet<Sentinel>;
  readonly video: LoadedVideo | null;
  images: readonly LoadedImage[];
}

export interface OrderOptions {
  readonly purse: Purse;
  readonly renderMs: (request: JobBody) => number;
  readonly refundFailed: boolean;
  /** The bytes behind an address of crun's own storage; null when it is not one or nothing is there. */
  readonly ownFile: (url: string) => Buffer | null;
}

const REFUSED = 'The content was blocked by the content safety policy. Please adjust your input.';
const BROKEN = 'Content generation failed, please try again later';

/** The source, or why it is of no use. */
type Source = { readonly video: LoadedVideo } | { readonly error: unknown };

export function createOrders({ purse, renderMs, refundFailed, ownFile }: OrderOptions) {
  const closing = new AbortController();
  const read = createReadMedia(ownFile, closing.signal);

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

  async function orderOf(body: JobBody, sentinels: ReadonlySet<Sentinel>): Promise<Order> {
    const source = await sourceOf(body);
    const price = priceOf(body, source);
    const order: Order = {
      id: `task_${randomUUID().replaceAll('-', '')}`,
      body,
      sentinels,
      purse,
      price,
      consumed: consumedOf(price, sentinels),
      refund: refundFailed ? price : 0,
      renderMs: renderMs(body),
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
      film() {
        if (order.video === null) throw new Error('there is no source');
        return filmOf(order, order.video);
      },
    };
    return order;
  }

  return {
    estimate,
    orderOf,
    close(): void {
      closing.abort();
    },
  };
}

export interface Seen {
  readonly now: number;
  readonly queueMs: number;
}

export function taskOf(render: Render<Order>, seen: Seen): Task {
  const { video, images } = render.order;
  return { ...factsOf(render), video, images, state: stateOf(render, seen) };
}

function stateOf({ order, createdAt, state }: Render<Order>, { now, queueMs }: Seen): TaskState {
  switch (state.status) {
    case 'working':
      return { status: now < createdAt + queueMs ? 'pending' : 'running' };
    case 'done':
      return { status: 'success', credits: order.consumed, finishedAt: state.finishedAt };
    case 'failed': {
      const { message, finishedAt } = state;
      return { status: 'failed', credits: order.price - order.refund, message, finishedAt };
    }
  }
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

const QUALITY = {
  '480P': '480p',
  '580P': '580p',
  '720P': '720p',
  '1080P': '1080p',
} as const satisfies Record<Resolution, RenderOptions['quality']>;

function filmOf({ body, images }: Order, video: LoadedVideo): RenderOptions {
  const resolution = resolutionOf(body);
  const common = {
    prompt: promptOf(body),
    images: images.map((image) => image.data),
    source: { bytes: video.data },
    seconds: modelOf(body).seconds(video.seconds),
    aspect: { width: video.width, height: video.height },
    quality: QUALITY[resolution],
    label: `crun · ${resolution}`,
  };
  if (body.model === EDIT_MODEL.id) {
    const sound = body.input.audio_setting === 'origin' ? 'source' : true;
    return { ...common, role: 'edit', sound };
  }
  // Whether the sound of the source survives is not documented, so nobody should count on it.
  return { ...common, role: 'replace', sound: false };
}
