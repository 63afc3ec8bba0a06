// The life of a render: charged when ordered, drawn at once, over when its time has come and its file is there.

import { padMp4 } from '../video/pad-mp4.ts';
import { renderVideo } from '../video/render-video.ts';
import type { RenderOptions } from '../video/render-video.ts';

/**
 * Words in a request that change how it is rendered, at every provider.
 *
 * | word        | what happens                                                      |
 * |-------------|-------------------------------------------------------------------|
 * | `!slow`     | takes five times as long                                          |
 * | `!verySlow` | never ends by itself, only by `finish(taskId)` or `fail(taskId)`  |
 * | `!big`      | ends with a file of 13 MB                                         |
 */
export const RENDER_SENTINELS = ['slow', 'verySlow', 'big'] as const;

export interface Purse {
  credits: number;
}

export interface RenderOrder {
  readonly id: string;
  /** What was asked for. */
  readonly body: unknown;
  readonly sentinels: ReadonlySet<string>;
  readonly purse: Purse;
  /** Taken when it is ordered. */
  readonly price: number;
  /** What it costs in the end when it succeeds. */
  readonly consumed: number;
  /** What comes back when it fails. */
  readonly refund: number;
  /** By the clock, unless a word makes it longer. */
  readonly renderMs: number;
  /** Why it fails when its time has come; null when it succeeds. */
  readonly fault: string | null;
  /** Gets the inputs ready. What it throws fails the render at once: bad input shows early. */
  load(signal: AbortSignal): Promise<void>;
  /** What is drawn, once the inputs are there. */
  film(): RenderOptions;
}

export type RenderState =
  | { readonly status: 'working' }
  | { readonly status: 'done'; readonly finishedAt: number; readonly video: Buffer }
  | { readonly status: 'failed'; readonly finishedAt: number; readonly message: string };

/** The file of a render that is done, and what was ordered with its words. */
export interface ResultFile {
  readonly video: Buffer;
  readonly finishedAt: number;
  readonly sentinels: ReadonlySet<string>;
}

export interface Render<order extends RenderOrder> {
  readonly order: order;
  readonly createdAt: number;
  readonly readyAt: number;
  readonly state: RenderState;
}

interface RenderRecord<order extends RenderOrder> extends Render<order> {
  readyAt: number;
  state: RenderState;
  rendering: Promise<void>;
  /** What the renderer has come to, which is told only when the time has come. */
  outcome: { readonly video: Buffer } | { readonly fault: string } | null;
}

export interface RenderStoreOptions {
  readonly now: () => number;
  readonly fastVideos: boolean;
}

const BIG_BYTES = 13 * 1024 * 1024;

export function createRenderStore<order extends RenderOrder>(options: RenderStoreOptions) {
  const { now } = options;
  const renders = new Map<string, RenderRecord<order>>();
  const closing = new AbortController();

  /** Null when the credits do not suffice. */
  function start(order: order): Render<order> | null {
    settle();
    if (order.purse.credits < order.price) return null;
    order.purse.credits -= order.price;
    const createdAt = now();
    const render: RenderRecord<order> = {
      order,
      createdAt,
      readyAt: createdAt + msOf(order),
      state: { status: 'working' },
      rendering: Promise.resolve(),
      outcome: null,
    };
    renders.set(order.id, render);
    render.rendering = work(render);
    return render;
  }

  async function work(render: RenderRecord<order>): Promise<void> {
    const { order } = render;
    try {
      await order.load(closing.signal);
    } catch (error) {
      if (!closing.signal.aborted) fail(order.id, messageOf(error));
      return;
    }
    if (order.fault !== null) render.outcome = { fault: order.fault };
    else if (!closing.signal.aborted) render.outcome = await outcomeOf(order, options.fastVideos);
  }

  /** Moves on whatever is due. Called before every look at renders or credits. */
  function settle(): void {
    for (const render of renders.values()) {
      if (render.state.status !== 'working' || render.outcome === null) continue;
      if (now() < render.readyAt) continue;
      if ('fault' in render.outcome) fail(render.order.id, render.outcome.fault);
      else succeed(render, render.outcome.video);
    }
  }

  function succeed(render: RenderRecord<order>, video: Buffer): void {
    const { purse, price, consumed } = render.order;
    purse.credits = Math.max(0, purse.credits + price - consumed);
    // The moment it was due, not the moment someone asked.
    const finishedAt = Math.max(render.createdAt, Math.min(render.readyAt, now()));
    render.state = { status: 'done', finishedAt, video };
  }

  function fail(id: string, message: string): void {
    const render = known(id);
    if (render.state.status !== 'working') return;
    render.order.purse.credits += render.order.refund;
    render.state = { status: 'failed', finishedAt: now(), message };
  }

  function known(id: string): RenderRecord<order> {
    const render = renders.get(id);
    if (render === undefined) throw new Error(`There is no render ${id}.`);
    return render;
  }

  function finishedAt(id: string): number | null {
    const state = renders.get(id)?.state;
    return state === undefined || state.status === 'working' ? null : state.finishedAt;
  }

  /** Waits until everything that has been started is drawn. */
  async function rendered(): Promise<void> {
    await Promise.all(Array.from(renders.values(), (render) => render.rendering));
  }

  /** Lets a render be over now, however long it should have taken. */
  async function finish(id: string): Promise<void> {
    const render = known(id);
    render.readyAt = Math.min(render.readyAt, now());
    await render.rendering;
    settle();
  }

  async function close(): Promise<void> {
    closing.abort();
    await rendered();
  }

  return {
    get renders(): ReadonlyMap<string, Render<order>> {
      settle();
      return renders;
    },
    /** Null as long as it is not over, as of the last settling, which spares whoever asks often the looking. */
    finishedAt,
    /** @throws when there is none */
    known: known as (id: string) => Render<order>,
    start,
    settle,
    fail,
    finish,
    rendered,
    close,
  };
}

function msOf({ renderMs, sentinels }: RenderOrder): number {
  if (sentinels.has('verySlow')) return Infinity;
  return sentinels.has('slow') ? 5 * renderMs : renderMs;
}

async function outcomeOf(
  order: RenderOrder,
  fast: boolean,
): Promise<{ video: Buffer } | { fault: string }> {
  try {
    const video = await renderVideo({ ...order.film(), fast });
    return { video: order.sentinels.has('big') ? padMp4(video, BIG_BYTES) : video };
  } catch (error) {
    return { fault: `Rendering failed: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
