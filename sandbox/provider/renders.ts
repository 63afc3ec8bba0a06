// The life of a render: charged when ordered, drawn at once, over when its time has come and its file is there.

export interface Purse {
  credits: number;
}

export interface RenderOrder {
  readonly id: string;
  readonly purse: Purse;
  /** Taken when it is ordered. */
  readonly price: number;
  /** What it costs in the end when it succeeds. */
  readonly consumed: number;
  /** What comes back when it fails. */
  readonly refund: number;
  /** `Infinity` when it never ends by itself. */
  readonly renderMs: number;
  /** Why it fails when its time has come; null when it succeeds. */
  readonly fault: string | null;
  /** Gets the inputs ready. What it throws fails the render at once: bad input shows early. */
  load(signal: AbortSignal): Promise<void>;
  draw(): Promise<Buffer>;
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

export type RenderStore<order extends RenderOrder> = ReturnType<typeof createRenderStore<order>>;

export function createRenderStore<order extends RenderOrder>(now: () => number) {
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
      readyAt: createdAt + order.renderMs,
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
    else if (!closing.signal.aborted) render.outcome = await outcomeOf(order);
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
    finishedAt(id: string): number | null {
      const state = renders.get(id)?.state;
      return state === undefined || state.status === 'working' ? null : state.finishedAt;
    },
    start,
    settle,
    fail,
    finish,
    rendered,
    close,
  };
}

async function outcomeOf(order: RenderOrder): Promise<{ video: Buffer } | { fault: string }> {
  try {
    return { video: await order.draw() };
  } catch (error) {
    return { fault: `Rendering failed: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
