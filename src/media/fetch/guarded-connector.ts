import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { FetchRefused } from './fetch-refused.ts';
import type { TrustedHosts } from './fetch-url.ts';
import { isPublicAddress } from './public-address.ts';

/** Resolves a host name to every address it has. */
export type LookupAll = (hostname: string) => Promise<readonly LookupAddress[]>;

/** A host as Node's sockets want it: an IPv6 literal without its brackets. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * Opens connections to public addresses only. The addresses are checked as they are connected to,
 * not beforehand, so a name that answers differently the second time gains nothing.
 */
export function createGuardedConnector(options: {
  readonly trusted: TrustedHosts;
  readonly lookup: LookupAll;
  readonly connectTimeoutMs: number;
}): buildConnector.connector {
  const shared = { timeout: options.connectTimeoutMs, allowH2: false };
  const open = buildConnector({ ...shared, lookup: lookupFor(options.lookup, false) });
  const guarded = buildConnector({ ...shared, lookup: lookupFor(options.lookup, true) });

  return (target, callback) => {
    const url = new URL(`${target.protocol}//${target.host ?? target.hostname}`);
    if (options.trusted.has(url)) {
      open(target, callback);
      return;
    }
    const host = bareHost(target.hostname);
    // A literal address never reaches the lookup.
    if (isIP(host) !== 0 && !isPublicAddress(host)) {
      callback(privateAddress(host), null);
      return;
    }
    guarded(target, (...outcome) => {
      const socket = outcome[1];
      if (socket && !isPublicAddress(socket.remoteAddress ?? '')) {
        socket.destroy();
        callback(privateAddress(host), null);
        return;
      }
      callback(...outcome);
    });
  };
}

function lookupFor(lookup: LookupAll, publicOnly: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname).then(
      (found) => {
        const usable = publicOnly ? found.filter((it) => isPublicAddress(it.address)) : found;
        const first = usable[0];
        if (!first) {
          const error = found.length > 0 ? privateAddress(hostname) : new Error('no address');
          callback(error, '', 0);
        } else if (options.all === true) {
          callback(null, [...usable]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (cause: unknown) => {
        callback(cause instanceof Error ? cause : new Error(String(cause)), '', 0);
      },
    );
  };
}

function privateAddress(host: string): FetchRefused {
  return new FetchRefused('private-address', `${host} is not an address of the public internet`);
}
