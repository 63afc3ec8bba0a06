/** Longer than any statement takes, with the wait for a connection and the grace for a silent one. */
const WITHIN_MS = 40_000;

/**
 * Groups calls that come while an earlier group is being written: alone a call waits for nothing,
 * and under load one statement serves many. Results come back in the order of the inputs.
 */
export function createBatcher<input, output>(options: {
  readonly most: number;
  /**
   * True for an error that one input brings on all it is written with, and that leaves nothing
   * written: the group is then halved until that one is alone.
   */
  readonly isolateOn: (error: unknown) => boolean;
  readonly run: (inputs: readonly input[]) => Promise<readonly output[]>;
  /** A group that is not written by then fails, and the next one goes on without it. */
  readonly withinMs?: number;
}): (input: input) => Promise<output> {
  interface Waiting {
    readonly input: input;
    readonly resolve: (output: output) => void;
    readonly reject: (reason: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running = false;

  async function drain(): Promise<void> {
    // Calls of the same turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = waiting.slice(0, options.most);
      waiting = waiting.slice(options.most);
      await flush(group);
    }
    running = false;
  }

  async function flush(group: readonly Waiting[]): Promise<void> {
    try {
      const inputs = group.map((it) => it.input);
      const outputs = await within(options.withinMs ?? WITHIN_MS, options.run(inputs));
      for (const [index, it] of group.entries()) {
        const output = outputs[index];
        if (output === undefined) it.reject(new Error('A batch answered fewer than it was asked'));
        else it.resolve(output);
      }
    } catch (error) {
      if (group.length > 1 && options.isolateOn(error)) {
        const half = Math.ceil(group.length / 2);
        await flush(group.slice(0, half));
        await flush(group.slice(half));
        return;
      }
      for (const it of group) it.reject(error);
    }
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      if (running) return;
      running = true;
      void drain();
    });
}

async function within<result>(ms: number, work: Promise<result>): Promise<result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`The database did not answer within ${ms} ms`));
  }, ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
