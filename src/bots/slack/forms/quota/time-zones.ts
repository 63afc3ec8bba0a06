const MOST_IN_GROUP = 100;

export interface ZoneGroup {
  readonly label: string;
  readonly zones: readonly string[];
}

/** All time zones that this machine knows, by continents; large ones in several parts. */
export function zoneGroups(): ZoneGroup[] {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((it) => it !== 'UTC')];
  const continents = Map.groupBy(zones, (zone) =>
    zone.includes('/') ? (zone.split('/')[0] ?? '') : 'Universal',
  );
  return [...continents].flatMap(([continent, all]) => {
    const parts = Math.ceil(all.length / MOST_IN_GROUP);
    return Array.from({ length: parts }, (_, part) => ({
      label: parts === 1 ? continent : `${continent} (${part + 1})`,
      zones: all.slice(part * MOST_IN_GROUP, (part + 1) * MOST_IN_GROUP),
    }));
  });
}
