import { isUnreadable } from './domain/check-failures.ts';
import type { Unreadable } from './domain/check-failures.ts';
import type { Outage } from './ports/provider-health.ts';
import type { Core } from '../core.ts';

/** Providers and models that are in trouble at this moment. */
export async function outagesNow(core: Core): Promise<ReadonlyMap<string, Outage>> {
  const now = core.clock.now();
  const openCircuits = await core.health.openCircuits();
  return new Map(
    [...openCircuits].filter(
      // Since the service has a public address, files need not be sent.
      ([, { until, trouble }]) => until > now && !(trouble === 'no-uploads' && core.canLink),
    ),
  );
}

/** Those that are left alone, and until when. */
export async function downNow(core: Core): Promise<ReadonlyMap<string, Date>> {
  const outages = await outagesNow(core);
  // Routing knows better of one that takes no files: only what has none can be made there.
  return new Map(
    [...outages].flatMap(([name, { until, trouble }]) =>
      trouble === 'no-uploads' ? [] : [[name, until] as const],
    ),
  );
}

/** Why a provider tells nothing of what it renders; null where it does. */
export function unreadOf(
  core: Core,
  provider: string,
  outage: Outage | null,
): Unreadable | 'not-set-up' | null {
  if (!core.providers.has(provider)) return 'not-set-up';
  const trouble = outage?.unread?.trouble;
  return trouble !== undefined && isUnreadable(trouble) ? trouble : null;
}
