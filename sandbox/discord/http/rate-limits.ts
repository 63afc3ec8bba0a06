import { createHash } from 'node:crypto';

export interface BucketRule {
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateLimited {
  readonly body: { message: string; retry_after: number; global: boolean };
  readonly headers: Readonly<Record<string, string>>;
}

interface Window {
  used: number;
  resetAt: number;
}

const GLOBAL: BucketRule = { limit: 50, windowMs: 1000 };

export type RateLimits = ReturnType<typeof createRateLimits>;

export function createRateLimits(clock: () => number) {
  const windows = new Map<string, Window>();

  function take(key: string, rule: BucketRule, now: number): { over: boolean; window: Window } {
    let window = windows.get(key);
    if (window === undefined || now >= window.resetAt) {
      window = { used: 0, resetAt: now + rule.windowMs };
      windows.set(key, window);
    }
    if (window.used >= rule.limit) return { over: true, window };
    window.used += 1;
    return { over: false, window };
  }

  return {
    /** Takes one request from the bucket: the headers to answer with, or the refusal. */
    take(
      route: string,
      major: string,
      rule: BucketRule,
      countsGlobally: boolean,
    ): { headers: Readonly<Record<string, string>>; refused: RateLimited | null } {
      const now = clock();
      if (countsGlobally) {
        const { over, window } = take('global', GLOBAL, now);
        if (over) {
          const refused = refusal((window.resetAt - now) / 1000, true, {
            'X-RateLimit-Global': 'true',
            'X-RateLimit-Scope': 'global',
          });
          return { headers: {}, refused };
        }
      }
      const { over, window } = take(`${route}:${major}`, rule, now);
      const resetAfter = (window.resetAt - now) / 1000;
      const headers = {
        'X-RateLimit-Limit': String(rule.limit),
        'X-RateLimit-Remaining': String(rule.limit - window.used),
        'X-RateLimit-Reset': (window.resetAt / 1000).toFixed(3),
        'X-RateLimit-Reset-After': resetAfter.toFixed(3),
        'X-RateLimit-Bucket': createHash('md5').update(route).digest('hex'),
      };
      const refused = over
        ? refusal(resetAfter, false, { ...headers, 'X-RateLimit-Scope': 'user' })
        : null;
      return { headers, refused };
    },
  };
}

function refusal(
  seconds: number,
  global: boolean,
  headers: Readonly<Record<string, string>>,
): RateLimited {
  return {
    body: {
      message: 'You are being rate limited.',
      retry_after: Number(seconds.toFixed(3)),
      global,
    },
    headers: { ...headers, 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
  };
}
