import { FetchRefused } from './fetch-refused.ts';

export interface TrustedHosts {
  has(url: URL): boolean;
}

/** Reads a `host:port` list, as written in TRUSTED_HOSTS. */
export function readTrustedHosts(entries: readonly string[]): TrustedHosts {
  const known = new Set(entries.map((entry) => entry.trim().toLowerCase()));
  return { has: (url) => known.has(`${url.hostname}:${portOf(url)}`) };
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

/** @throws {FetchRefused} `bad-url` for what is never asked, whatever its address */
export function readUrl(address: string, trusted: TrustedHosts): URL {
  const url = URL.parse(address);
  if (!url) throw new FetchRefused('bad-url', 'not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchRefused('bad-url', `${url.protocol} is not fetched`);
  }
  if (url.username || url.password) throw new FetchRefused('bad-url', 'credentials in a URL');
  const usualPort = url.protocol === 'https:' ? '443' : '80';
  if (portOf(url) !== usualPort && !trusted.has(url)) {
    throw new FetchRefused('bad-url', `port ${url.port} is not fetched from`);
  }
  return url;
}

/** @throws {FetchRefused} `bad-url` */
export function readRedirect(from: URL, location: string | null, trusted: TrustedHosts): URL {
  const target = location === null ? null : URL.parse(location, from.href);
  if (!target) throw new FetchRefused('bad-url', 'a redirect to nowhere');
  if (from.protocol === 'https:' && target.protocol !== 'https:') {
    throw new FetchRefused('bad-url', 'a redirect from https to http');
  }
  return readUrl(target.href, trusted);
}
