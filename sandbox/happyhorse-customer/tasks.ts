// What the Customer API makes of a request: a price, a time, and a film of its words and inputs.
import { randomBytes } from 'node:crypto';

import type { Render, RenderOrder } from '../provider/renders.ts';
import { factsOf } from '../provider/tasks.ts';
import type { TaskFacts } from '../provider/tasks.ts';
import { RESULT_LIFE_MS } from '../provider/links.ts';
import type { RenderOptions } from '../video/render-video.ts';
import type { Account } from './accounts.ts';
import { priceOf } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { picturesOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { sentinelsIn } from './sentinels.ts';
import type { Sentinel } from './sentinels.ts';

export interface Task extends TaskFacts<Order> {
  readonly userId: string;
  /** The uploads that the request named by their keys. */
  readonly inputs: Inputs;
  readonly state: TaskState;
}

export type TaskState =
  | { readonly status: 'queued' }
  | { readonly status: 'processing' }
  /** The link comes a while after the status, and goes again. */
  | { readonly status: 'ready'; readonly at: number; readonly link: 'soon' | 'there' | 'gone' }
  | { readonly status: 'failed'; readonly message: string };

export interface Order extends RenderOrder {
  readonly account: Account;
  readonly body: CreateBody;
  readonly inputs: Inputs;
  readonly sentinels: ReadonlySet<Sentinel>;
  linkDelayMs: number;
}

export interface OrderOptions {
  readonly now: () => number;
  readonly renderMs: (request: CreateBody) => number;
  readonly linkDelayMs: number;
  readonly refundsFailures: boolean;
}

const REFUSED = 'The content was blocked by our moderation policy. Please change your prompt.';
const BROKEN = 'Generation failed on our side. Please try again later.';

export function createOrders({ now, renderMs, linkDelayMs, refundsFailures }: OrderOptions) {
  function orderOf(account: Account, body: CreateBody, inputs: Inputs): Order {
    const sentinels = sentinelsIn(body.prompt);
    const price = priceOf(body);
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
      refund: refundsFailures ? price : 0,
      renderMs: renderMs(body),
      linkDelayMs,
      fault: sentinels.has('refuse') ? REFUSED : sentinels.has('fail') ? BROKEN : null,
      async load() {
        images = await picturesOf(inputs);
      },
      film: () => filmOf(body, inputs, images),
    };
  }

  function taskOf(render: Render<Order>): Task {
    const { inputs, account } = render.order;
    return { ...factsOf(render), userId: account.userId, inputs, state: stateOf(render) };
  }

  function stateOf({ order, createdAt, state }: Render<Order>): TaskState {
    switch (state.status) {
      case 'working': {
        const isQueued = now() < createdAt + order.renderMs / 5;
        return { status: isQueued ? 'queued' : 'processing' };
      }
      case 'failed':
        return { status: 'failed', message: state.message };
      case 'done': {
        const linkedAt = state.finishedAt + order.linkDelayMs;
        const isGone = now() >= linkedAt + RESULT_LIFE_MS;
        const link = now() < linkedAt ? 'soon' : isGone ? 'gone' : 'there';
        return { status: 'ready', at: state.finishedAt, link };
      }
    }
  }

  return { orderOf, taskOf };
}

function filmOf(body: CreateBody, inputs: Inputs, images: readonly Buffer[]): RenderOptions {
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
