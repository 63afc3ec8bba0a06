const FORMATS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { dateStyle: 'long' },
  date_pretty: { dateStyle: 'long' },
  date_short: { dateStyle: 'medium' },
  date_short_pretty: { dateStyle: 'medium' },
  date_long: { dateStyle: 'full' },
  date_long_pretty: { dateStyle: 'full' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
};

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** `!date^1392734382^{date} at {time}^https://link|fallback`, without its brackets. */
export function dateText(reference: string, nowMs: number): string {
  const [wanted = '', fallback = ''] = reference.split('|');
  const [, seconds = '', form = ''] = wanted.split('^');
  const atMs = Number(seconds) * 1000;
  if (!Number.isFinite(atMs) || form === '') return fallback;
  return form.replaceAll(/\{(\w+)\}/g, (token, name: string) => {
    if (name === 'ago') return agoText(atMs, nowMs);
    const format = FORMATS[name];
    if (format === undefined) return token;
    return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...format }).format(atMs);
  });
}

function agoText(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const [unit, size] = UNITS.find(([, it]) => Math.abs(seconds) >= it) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en').format(Math.trunc(seconds / size), unit);
}
