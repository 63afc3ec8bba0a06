// What happyhorse.app makes of a request: a price, a time, and a film of the words and images.
import { randomUUID } from 'node:crypto';

import { fetchImage, usable } from '../provider/fetch-input.ts';
import type { FetchedImage } from '../provider/fetch-input.ts';
import type { Purse, Render, RenderOrder } from '../provider/renders.ts';
import { consumedOf } from '../provider/sentinels.ts';
import { factsOf } from '../provider/tasks.ts';
import type { TaskFacts } from '../provider/tasks.ts';
import { nearestAspect } from '../video/render-video.ts';
import type { RenderOptions } from '../video/render-video.ts';
import { priceOf, promptsOf, secondsOf } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { sentinelsIn } from './sentinels.ts';
import type { Sentinel } from './sentinels.ts';

export interface Task extends TaskFacts<Order> {
  /** What was fetched of the images that the request named. */
  readonly images: readonly Pick<FetchedImage, 'url' | 'width' | 'height'>[];
  readonly state: TaskState;
}

export type TaskState =
  | { readonly status: 'IN_PROGRESS' }
  | { readonly status: 'SUCCESS'; readonly consumed: number; readonly finishedAt: number }
  | { readonly status: 'FAILED'; readonly message: string };

export interface Order extends RenderOrder {
  readonly body: CreateBody;
  readonly sentinels: ReadonlySet<Sentinel>;
  images: readonly FetchedImage[];
}

const REFUSED = 'The content was blocked by our moderation policy. Please change your prompt.';
const BROKEN = 'Generation failed on our side. Please try again later.';

export function orderOf(body: CreateBody, purse: Purse, renderMs: number): Order {
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
    renderMs,
    fault: sentinels.has('refuse') ? REFUSED : sentinels.has('fail') ? BROKEN : null,
    images: [],
    async load(signal) {
      order.images = await Promise.all(urls.map((url) => imageAt(url, signal)));
    },
    film: () => filmOf(body, order.images),
  };
  return order;
}

export function taskOf(render: Render<Order>): Task {
  const { order, state } = render;
  return { ...factsOf(render), images: order.images, state: stateOf(order, state) };
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

function imageAt(url: string, signal: AbortSignal): Promise<FetchedImage> {
  return usable(`Failed to load image ${url}`, () => fetchImage(url, signal));
}

function filmOf(body: CreateBody, images: readonly FetchedImage[]): RenderOptions {
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
  };
}

function roleOf(images: readonly FetchedImage[]): RenderOptions['role'] {
  return images.length === 0 ? 'text' : 'frames';
}
