// The tasks of an emulator: what was accepted, how each is seen from outside, how often it was asked about.
import { createRenderStore } from './renders.ts';
import type { Render, RenderOrder, RenderStoreOptions, ResultFile } from './renders.ts';

export interface AcceptedCreate<body> {
  /** With the defaults filled in, where the document names them. */
  readonly body: body;
  readonly at: number;
  readonly taskId: string;
  /** Taken when it was made. */
  readonly credits: number;
}

/** What every provider knows of a task. */
export type TaskFacts<order extends RenderOrder> = Readonly<
  Pick<order, 'id' | 'body' | 'sentinels' | 'price'>
> &
  Pick<Render<order>, 'createdAt' | 'readyAt'>;

export function factsOf<order extends RenderOrder>(render: Render<order>): TaskFacts<order> {
  const { createdAt, readyAt } = render;
  const { id, body, sentinels, price } = render.order;
  return { id, body, sentinels, price, createdAt, readyAt };
}

export interface TaskStoreOptions<order extends RenderOrder, task> extends RenderStoreOptions {
  /** A render as this provider sees it. */
  readonly taskOf: (render: Render<order>) => task;
}

export type TaskStore<order extends RenderOrder, task> = ReturnType<
  typeof createTaskStore<order, task>
>;

export function createTaskStore<order extends RenderOrder, task>(
  options: TaskStoreOptions<order, task>,
) {
  const { now, taskOf } = options;
  const store = createRenderStore<order>(options);
  const creates: AcceptedCreate<order['body']>[] = [];
  const statusCalls = new Map<string, number>();

  function task(id: string): task | null {
    const render = store.renders.get(id);
    return render === undefined ? null : taskOf(render);
  }

  return {
    creates: creates as readonly AcceptedCreate<order['body']>[],
    statusCalls: statusCalls as ReadonlyMap<string, number>,
    get tasks(): ReadonlyMap<string, task> {
      return new Map(Array.from(store.renders, ([id, render]) => [id, taskOf(render)]));
    },
    task,
    render: store.known,
    known(id: string): task {
      const found = task(id);
      if (found === null) throw new Error(`There is no task ${id}.`);
      return found;
    },
    /** Null when the credits do not suffice. */
    create(order: order): task | null {
      const render = store.start(order);
      if (render === null) return null;
      const { id, body, price } = order;
      creates.push({ body, at: render.createdAt, taskId: id, credits: price });
      return taskOf(render);
    },
    /** Notes that its status was asked, for the so manieth time. */
    asked(id: string): number {
      const times = (statusCalls.get(id) ?? 0) + 1;
      statusCalls.set(id, times);
      return times;
    },
    /** The file of a task that succeeded, for so long. */
    fileOf(id: string, lifeMs = Infinity): ResultFile | null {
      const { state, order } = store.renders.get(id) ?? {};
      if (order === undefined || state?.status !== 'done') return null;
      const { sentinels } = order;
      return now() < state.finishedAt + lifeMs ? { ...state, sentinels } : null;
    },
    finishedAt: store.finishedAt,
    settle: store.settle,
    finish: store.finish,
    fail: store.fail,
    rendered: store.rendered,
    close: store.close,
  };
}
