// What the Customer API makes of a request: a price, a time, and a film of its words and inputs.
import { randomBytes } from 'node:crypto';

import { createRenderStore } from '../provider/renders.ts';
import type { Render, RenderOrder, ResultFile } from '../provider/renders.ts';
import { padMp4 } from '../video/pad-mp4.ts';
import { renderVideo } from '../video/render-video.ts';
import type { RenderOptions } from '../video/render-video.ts';
import type { Account } from './accounts.ts';
import { priceOf } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { picturesOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { sentinelsIn } from './sentinels.ts';
import type { Sentinel } from './sentinels.ts';

export interface Task {
  readonly id: string;
  readonly userId: string;
  readonly body: CreateBody;
  /** The uploads that the request named by their keys. */
  readonly inputs: Inputs;
  readonly sentinels: ReadonlySet<Sentinel>;
  /** Taken when the task was made. */
  readonly price: number;
  readonly createdAt: number;
  readonly readyAt: number;
  readonly state: TaskState;
}

export type TaskState =
  | { readonly status: 'queued' }
  | { readonly status: 'processing' }
  /** The link comes a while after the status, and goes again. */
  | { readonly status: 'ready'; readonly at: number; readonly link: 'soon' | 'there' | 'gone' }
  | { readonly status: 'failed'; readonly message: string };

export interface TaskStoreOptions {
  readonly now: () => number;
  readonly renderMs: number | ((request: CreateBody) => number);
  readonly linkDelayMs: number;
  readonly refundsFailures: boolean;
  readonly fastVideos: boolean;
}

interface Order extends RenderOrder {
  readonly account: Account;
  readonly body: CreateBody;
  readonly inputs: Inputs;
  readonly sentinels: ReadonlySet<Sentinel>;
  readonly queuedMs: number;
  linkDelayMs: number;
}

const BIG_BYTES = 13 * 1024 * 1024;
const LINK_LIFE_MS = 24 * 60 * 60 * 1000;
const REFUSED = 'The content was blocked by our moderation policy. Please change your prompt.';
const BROKEN = 'Generation failed on our side. Please try again later.';

export function createTaskStore(options: TaskStoreOptions) {
  const { now } = options;
  const store = createRenderStore<Order>(now);

  /** Null when the credits do not suffice. */
  function create(account: Account, body: CreateBody, inputs: Inputs): Task | null {
    const render = store.start(orderFor(account, body, inputs));
    return render === null ? null : taskOf(render);
  }

  function orderFor(account: Account, body: CreateBody, inputs: Inputs): Order {
    const sentinels = sentinelsIn(body.prompt);
    const price = priceOf(body);
    const ms = typeof options.renderMs === 'number' ? options.renderMs : options.renderMs(body);
    let images: Buffer[] = [];
    return {
      id: timeOrderedId(now()),
      account,
      body,
      inputs,
      sentinels,
      purse: account,
      price,
      consumed: price,
      refund: options.refundsFailures ? price : 0,
      renderMs: sentinels.has('verySlow') ? Infinity : sentinels.has('slow') ? 5 * ms : ms,
      queuedMs: ms / 5,
      linkDelayMs: options.linkDelayMs,
      fault: sentinels.has('refuse') ? REFUSED : sentinels.has('fail') ? BROKEN : null,
      async load() {
        images = await picturesOf(inputs);
      },
      async draw() {
        const video = await renderVideo(filmOf(body, inputs, images, options.fastVideos));
        return sentinels.has('big') ? padMp4(video, BIG_BYTES) : video;
      },
    };
  }

  function taskOf(render: Render<Order>): Task {
    const { order, createdAt, readyAt } = render;
    const { id, body, inputs, sentinels, price } = order;
    const { userId } = order.account;
    return {
      id,
      userId,
      body,
      inputs,
      sentinels,
      price,
      createdAt,
      readyAt,
      state: stateOf(render),
    };
  }

  function stateOf({ order, createdAt, state }: Render<Order>): TaskState {
    switch (state.status) {
      case 'working':
        return { status: now() < createdAt + order.queuedMs ? 'queued' : 'processing' };
      case 'failed':
        return { status: 'failed', message: state.message };
      case 'done': {
        const linkedAt = state.finishedAt + order.linkDelayMs;
        const isGone = now() >= linkedAt + LINK_LIFE_MS;
        const link = now() < linkedAt ? 'soon' : isGone ? 'gone' : 'there';
        return { status: 'ready', at: state.finishedAt, link };
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
    create,
    settle: store.settle,
    fail: store.fail,
    rendered: store.rendered,
    close: store.close,
    /** Lets a video be over now, link and all. */
    async finish(id: string): Promise<void> {
      const render = store.renders.get(id);
      if (render !== undefined) render.order.linkDelayMs = 0;
      await store.finish(id);
    },
    /** The file of a video, from when its link is told for a day. */
    videoOf(id: string): ResultFile | null {
      const render = store.renders.get(id);
      if (render?.state.status !== 'done') return null;
      const state = stateOf(render);
      const { sentinels } = render.order;
      return state.status === 'ready' && state.link === 'there'
        ? { ...render.state, sentinels }
        : null;
    },
  };
}

function filmOf(
  body: CreateBody,
  inputs: Inputs,
  images: readonly Buffer[],
  fast: boolean,
): RenderOptions {
  const { style, cameraMotion, motionIntensity, resolution } = body;
  const motion = cameraMotion === 'none' ? [] : [cameraMotion];
  const marks = [resolution, style ?? '', ...motion, motionIntensity ?? ''].filter(
    (it) => it !== '',
  );
  return {
    prompt: body.prompt,
    images,
    seconds: body.durationSec,
    aspect: body.aspectRatio,
    quality: resolution,
    sound: true,
    role: roleOf(inputs),
    label: ['HappyHorse', ...marks].join(' · '),
    fast,
  };
}

function roleOf({
  referenceVideoKey,
  sourceImageKey,
  lastFrameKey,
}: Inputs): RenderOptions['role'] {
  if (referenceVideoKey !== undefined) return 'references';
  if (lastFrameKey !== undefined) return 'last-frame';
  return sourceImageKey === undefined ? 'text' : 'frames';
}

/** A UUID of version 7, as the document's example is. */
function timeOrderedId(at: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
