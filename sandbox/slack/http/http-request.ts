import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../../shared/json.ts';
import type { Faults } from '../faults.ts';
import type { Call, World } from '../world.ts';

export interface HttpOptions {
  readonly world: World;
  readonly faults: Faults;
  readonly rateLimits: boolean;
  readonly rotation: boolean;
  readonly connectionUrl: () => string;
  readonly callListeners: ReadonlySet<(call: Call) => void | Promise<void>>;
}

export interface HttpRequest {
  readonly world: World;
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly bytes: Buffer;
  readonly call: Call;
  /** Writes down a broken rule. */
  readonly note: (reason: string, error?: string) => void;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: JsonObject | string | Buffer;
}
