// What every emulator of a provider takes, shows, and lets a test do.
import type { CheckRefusal } from './check-refusals.ts';
import type { Fault } from './faults.ts';
import type { Purse } from './renders.ts';
import type { ProviderServer, SeenRequest, Tls } from './server.ts';
import type { AcceptedCreate } from './tasks.ts';

export interface EmulatorOptions<body> {
  readonly apiKey?: string;
  /** What the account has to begin with; 10,000 unless told otherwise. */
  readonly credits?: number;
  readonly now?: () => number;
  /** How long a render takes by `now`, at least; 3 seconds unless told otherwise. */
  readonly renderMs?: number | ((request: body) => number);
  /** Small and jerky videos, which cost a test suite next to nothing. */
  readonly fastVideos?: boolean;
  readonly port?: number;
  /** Speaks https, with this certificate. */
  readonly tls?: Tls;
  /** More requests a second than this are answered with 429; null, the default, means no limit. */
  readonly ratePerSecond?: number | null;
}

export interface Emulator<body, task> {
  /** What the service has to be told to use it. */
  readonly url: string;
  readonly apiKey: string;
  /** Of the account that `apiKey` belongs to. */
  credits: number;
  readonly creates: readonly AcceptedCreate<body>[];
  readonly requests: readonly SeenRequest[];
  /** How often the status of each task was asked, alone or among others. */
  readonly statusCalls: ReadonlyMap<string, number>;
  readonly tasks: ReadonlyMap<string, task>;
  failNext(fault: Fault): void;
  /** Until told otherwise, nothing is said of any render. */
  refuseChecks(why: CheckRefusal | null): void;
  /** Lets a task be over now, once its file is drawn. */
  finish(taskId: string): Promise<void>;
  fail(taskId: string, message: string): void;
  /** Waits until every file that has been begun is drawn; with a clock of its own a test needs it. */
  rendered(): Promise<void>;
  close(): Promise<void>;
}

export type Completed<body> = Required<
  Omit<EmulatorOptions<body>, 'apiKey' | 'tls' | 'renderMs'>
> & {
  readonly renderMs: (request: body) => number;
  readonly tls: Tls | undefined;
};

/** With what was not told filled in; the key is of a form that each provider has for itself. */
export function completed<body>(options: EmulatorOptions<body>): Completed<body> {
  const { renderMs = 3000 } = options;
  return {
    credits: options.credits ?? 10_000,
    now: options.now ?? Date.now,
    renderMs: typeof renderMs === 'number' ? () => renderMs : renderMs,
    fastVideos: options.fastVideos ?? false,
    port: options.port ?? 0,
    tls: options.tls,
    ratePerSecond: options.ratePerSecond ?? null,
  };
}

type Tasks<body, task> = Pick<
  Emulator<body, task>,
  'creates' | 'statusCalls' | 'tasks' | 'finish' | 'fail' | 'rendered' | 'close'
> & {
  settle(): void;
};

export interface EmulatorParts<body, task> {
  readonly apiKey: string;
  readonly server: ProviderServer;
  readonly store: Tasks<body, task>;
  readonly purse: Purse;
  /** Ends what else there is, once nobody can call any more. */
  readonly closing?: () => Promise<void>;
}

export function createEmulator<body, task>(parts: EmulatorParts<body, task>): Emulator<body, task> {
  const { apiKey, server, store, purse, closing } = parts;
  return {
    url: server.url,
    apiKey,
    get credits() {
      store.settle();
      return purse.credits;
    },
    set credits(value) {
      purse.credits = value;
    },
    creates: store.creates,
    requests: server.requests,
    statusCalls: store.statusCalls,
    get tasks() {
      return store.tasks;
    },
    failNext: server.failNext,
    refuseChecks: server.refuseChecks,
    finish: (taskId) => store.finish(taskId),
    fail(taskId, message) {
      store.fail(taskId, message);
    },
    rendered: () => store.rendered(),
    async close() {
      // First the lines, so that whoever still waits for a video is cut off and not answered.
      await server.close();
      await closing?.();
      await store.close();
    },
  };
}

/** The same object with more members, or others in the place of its own; accessors stay accessors. */
export function extend<base extends object, more extends object>(
  base: base,
  more: more,
): Omit<base, keyof more> & more {
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(more)) as base & more;
}
