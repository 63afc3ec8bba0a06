import type { UploadedFile } from '../messages/write-request.ts';
import type { BucketRule } from './rate-limits.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { World } from '../world.ts';

export interface RouteRequest {
  readonly world: World;
  readonly gateway: Gateway;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
  /** When the request came in, by the emulator's clock. */
  readonly at: number;
  /** Writes down a broken rule although the request succeeds. */
  readonly note: (reason: string) => void;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path after `/api/v10`, parameters in braces. */
  readonly path: string;
  /** `bot`: the bot's own token. `url`: the token in the path suffices. */
  readonly auth: 'bot' | 'url' | 'none';
  /** Left out: not limited, as interaction callbacks are not. */
  readonly bucket?: BucketRule;
  readonly handle: (request: RouteRequest) => Answer | Promise<Answer>;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export function createRouter(routes: readonly Route[]) {
  const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }));
  return (method: string, path: string): RouteMatch | null => {
    const parts = path.split('/');
    for (const { route, segments } of compiled) {
      if (route.method !== method) continue;
      const params = match(segments, parts);
      if (params !== null) return { route, params };
    }
    return null;
  };
}

function match(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | null {
  if (segments.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== part) return null;
      continue;
    }
    const name = segment.slice(1, -1);
    // Ids are digits: `/users/@me` is not a user's id.
    const isId = name.endsWith('_id') && name !== 'response_id';
    if (part === '' || (isId && !/^\d+$/.test(part))) return null;
    params[name] = part;
  }
  return params;
}

/** What a bucket is kept apart by, besides its route. */
export function majorParameter(params: Readonly<Record<string, string>>): string {
  return params.token ?? params.channel_id ?? params.guild_id ?? '';
}
