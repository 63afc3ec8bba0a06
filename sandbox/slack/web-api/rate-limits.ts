import { rateLimited } from '../errors.ts';
import type { World } from '../world.ts';

export type Tier = 'tier-1' | 'tier-2' | 'tier-3' | 'tier-4' | 'post-message' | 'unlimited';

interface Rule {
  readonly calls: number;
  readonly windowMs: number;
}

const MINUTE_MS = 60_000;
const RULES: Readonly<Record<Exclude<Tier, 'unlimited' | 'post-message'>, Rule>> = {
  'tier-1': { calls: 1, windowMs: MINUTE_MS },
  'tier-2': { calls: 20, windowMs: MINUTE_MS },
  'tier-3': { calls: 50, windowMs: MINUTE_MS },
  'tier-4': { calls: 100, windowMs: MINUTE_MS },
};
const POSTS_IN_CHANNEL: Rule = { calls: 1, windowMs: 1000 };
/** "Several hundred" in Slack's words. */
const POSTS_IN_WORKSPACE: Rule = { calls: 300, windowMs: MINUTE_MS };

interface Window {
  used: number;
  readonly endsAt: number;
}

/**
 * Per method, workspace and app. By the emulator's clock: an app that paces itself by the same
 * clock is measured by it.
 */
export function createRateLimits(world: World) {
  const windows = new Map<string, Window>();

  function current(key: string, rule: Rule): Window {
    const now = world.now();
    const known = windows.get(key);
    if (known !== undefined && now < known.endsAt) return known;
    const fresh = { used: 0, endsAt: now + rule.windowMs };
    windows.set(key, fresh);
    return fresh;
  }

  return {
    /** @throws {SlackError} 429 with Retry-After. A refused call counts against nothing. */
    take(call: { method: string; tier: Tier; workspaceId: string; channelId: string }): void {
      const { method, tier, workspaceId, channelId } = call;
      if (tier === 'unlimited') return;
      const rules: readonly (readonly [string, Rule])[] =
        tier === 'post-message'
          ? [
              [`${method}:${workspaceId}:${channelId}`, POSTS_IN_CHANNEL],
              [`${method}:${workspaceId}`, POSTS_IN_WORKSPACE],
            ]
          : [[`${method}:${workspaceId}`, RULES[tier]]];
      const counted = rules.map(([key, rule]) => ({ window: current(key, rule), rule }));
      for (const { window, rule } of counted) {
        if (window.used >= rule.calls) throw rateLimited((window.endsAt - world.now()) / 1000);
      }
      for (const { window } of counted) window.used += 1;
    },
  };
}
