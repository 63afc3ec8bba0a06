import { isUnreadable } from './domain/check-failures.ts';
import type { Unreadable } from './domain/check-failures.ts';
import type { Outage, ProviderHealth } from './ports/provider-health.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { VideoProviders } from './ports/video-provider.ts';

export interface OutagesDependencies {
  readonly health: ProviderHealth;
  readonly clock: Clock;
  /** True when providers can fetch media from here. */
  readonly canLink: boolean;
}

/** Providers and models that are in trouble at this moment. */
export async function outagesNow(deps: OutagesDependencies): Promise<ReadonlyMap<string, Outage>> {
  const now = deps.clock.now();
  const openCircuits = await deps.health.openCircuits();
  return new Map(
    [...openCircuits].filter(
      // Since the service has a public address, files need not be sent.
      ([, { until, trouble }]) => until > now && !(trouble === 'no-uploads' && deps.canLink),
    ),
  );
}

/** Those that are left alone, and until when. */
export async function downNow(deps: OutagesDependencies): Promise<ReadonlyMap<string, Date>> {
  const outages = await outagesNow(deps);
  // Routing knows better of one that takes no files: only what has none can be made there.
  return new Map(
    [...outages].flatMap(([name, { until, trouble }]) =>
      trouble === 'no-uploads' ? [] : [[name, until] as const],
    ),
  );
}

/** Why a provider tells nothing of what it renders; null where it does. */
export function unreadOf(
  deps: { readonly providers: VideoProviders },
  provider: string,
  outage: Outage | null,
): Unreadable | 'not-set-up' | null {
  if (!deps.providers.has(provider)) return 'not-set-up';
  const trouble = outage?.unread?.trouble;
  return trouble !== undefined && isUnreadable(trouble) ? trouble : null;
}
