// What Ace Data Cloud makes of a request: a price, a time, and a film of what was sent.
import { randomUUID } from 'node:crypto';

import type { Purse, Render, RenderOrder } from '../provider/renders.ts';
import { factsOf } from '../provider/tasks.ts';
import type { TaskFacts } from '../provider/tasks.ts';
import type { RenderOptions } from '../video/render-video.ts';
import { actionOf, modelOf, priceOf, ratioOf, resolutionOf } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import type { ErrorCode, TaskError } from './errors.ts';
import { fetchInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { sentinelsIn } from './sentinels.ts';
import type { Sentinel } from './sentinels.ts';

export interface Task extends TaskFacts<Order> {
  readonly traceId: string;
  /** The provider behind Ace Data Cloud has an id of its own for the render. */
  readonly renderId: string;
  /** What is billed, which for an edit are the seconds of the source and those of the result. */
  readonly billedSeconds: number;
  readonly startedAt: number;
  readonly inputs: Inputs;
  readonly state: TaskState;
}

export type TaskState =
  | { readonly status: 'working' }
  | { readonly status: 'succeeded'; readonly consumed: number; readonly finishedAt: number }
  | { readonly status: 'failed'; readonly error: TaskError; readonly finishedAt: number };

export interface Order extends RenderOrder {
  readonly traceId: string;
  readonly renderId: string;
  readonly body: CreateBody;
  readonly sentinels: ReadonlySet<Sentinel>;
  /** Set aside; of an edit only once its source is known. */
  price: number;
  consumed: number;
  refund: number;
  billedSeconds: number;
  inputs: Inputs;
  /** What is told when it fails. */
  failsAs: ErrorCode;
}

/** Of a source video no more is used. */
const MOST_EDIT_SECONDS = 15;
const LEAST_EDIT_SECONDS = 3;
const BROKE = 'Your balance is not sufficient for the current request.';

export interface OrderContext {
  readonly purse: Purse;
  /** Whether it was failed by hand before its inputs were there. */
  readonly isOver: (id: string) => boolean;
}

export function orderOf(
  body: CreateBody,
  renderMs: number,
  { purse, isOver }: OrderContext,
): Order {
  const sentinels = sentinelsIn(body.prompt);
  const isEdit = actionOf(body) === 'video_edit';
  const seconds = isEdit ? 2 * LEAST_EDIT_SECONDS : (body.duration ?? 5);
  const price = priceOf(body, seconds);
  const billedSeconds = billed(seconds, sentinels);
  const order: Order = {
    id: randomUUID(),
    traceId: randomUUID(),
    renderId: randomUUID(),
    body,
    sentinels,
    purse,
    price,
    billedSeconds,
    consumed: priceOf(body, billedSeconds),
    refund: price,
    renderMs,
    inputs: { images: [], source: null },
    ...failureOf(sentinels),
    async load(signal) {
      try {
        order.inputs = await fetchInputs(body, signal);
      } catch (error) {
        if (!isOver(order.id)) order.failsAs = 'bad_request';
        throw error;
      }
      if (isEdit && !isOver(order.id)) setAsideFor(order);
    },
    film: () => filmOf(order),
  };
  return order;
}

/** Now that the source is known, the rest of the price is taken as well. */
function setAsideFor(order: Order): void {
  const { purse } = order;
  const seconds = 2 * lengthOf(order);
  const price = priceOf(order.body, seconds);
  if (purse.credits < price - order.price) {
    order.failsAs = 'used_up';
    throw new Error(BROKE);
  }
  purse.credits -= price - order.price;
  order.price = price;
  order.refund = price;
  order.billedSeconds = billed(seconds, order.sentinels);
  order.consumed = priceOf(order.body, order.billedSeconds);
}

export function taskOf(render: Render<Order>, queueMs: number): Task {
  const { order, createdAt, readyAt, state } = render;
  const { traceId, renderId, billedSeconds, inputs } = order;
  const finishedAt = state.status === 'working' ? readyAt : state.finishedAt;
  const startedAt = Math.min(createdAt + queueMs, finishedAt);
  const own = { traceId, renderId, billedSeconds, inputs, startedAt };
  return { ...factsOf(render), ...own, state: stateOf(order, state) };
}

function stateOf(order: Order, state: Render<Order>['state']): TaskState {
  switch (state.status) {
    case 'working':
      return { status: 'working' };
    case 'done':
      return { status: 'succeeded', consumed: order.consumed, finishedAt: state.finishedAt };
    case 'failed': {
      const { message, finishedAt } = state;
      return { status: 'failed', error: { code: order.failsAs, message }, finishedAt };
    }
  }
}

function failureOf(sentinels: ReadonlySet<Sentinel>): Pick<Order, 'fault' | 'failsAs'> {
  if (sentinels.has('refuse')) {
    return { fault: 'The content was rejected by moderation.', failsAs: 'forbidden' };
  }
  const fails = (['fail', 'errorstate', 'empty'] as const).some((word) => sentinels.has(word));
  return { fault: fails ? 'The generation failed upstream.' : null, failsAs: 'api_error' };
}

function billed(seconds: number, sentinels: ReadonlySet<Sentinel>): number {
  if (sentinels.has('expensive')) return seconds * 1.5;
  return sentinels.has('cheap') ? seconds / 2 : seconds;
}

/** In seconds, of the video that comes out. */
function lengthOf({ body, inputs }: Order): number {
  if (inputs.source === null) return body.duration ?? 5;
  return Math.min(Math.round(inputs.source.seconds * 100) / 100, MOST_EDIT_SECONDS);
}

function filmOf(order: Order): RenderOptions {
  const { body, inputs } = order;
  const { images, source } = inputs;
  const mark = body.watermark === true ? ' · HappyHorse' : '';
  const isOriginal = source !== null && body.audio_setting === 'origin';
  return {
    prompt: body.prompt ?? '',
    images: images.map((image) => image.data),
    ...(source === null ? {} : { source: { bytes: source.data } }),
    seconds: lengthOf(order),
    aspect: ratioOf(body) ?? sizeOf(source ?? images[0]) ?? '16:9',
    quality: resolutionOf(body) === '720P' ? '720p' : '1080p',
    sound: isOriginal ? 'source' : true,
    role: ROLES[actionOf(body)],
    label: `Ace Data Cloud · ${modelOf(body)}${mark}`,
  };
}

const ROLES = {
  generate: 'text',
  image_to_video: 'frames',
  reference_to_video: 'references',
  video_edit: 'edit',
} as const;

function sizeOf(picture: { readonly width: number; readonly height: number } | undefined) {
  return picture === undefined ? null : { width: picture.width, height: picture.height };
}
