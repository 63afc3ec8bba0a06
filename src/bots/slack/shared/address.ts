import type { Clock } from '../../../core/shared/ports/clock.ts';

/** Whether an address is Slack's own: only there may go what is for Slack alone. */
export type IsSlackAddress = (address: string) => boolean;

/** What it takes to call an address that Slack gave. */
export interface AddressDependencies {
  readonly clock: Clock;
  readonly isSlackAddress: IsSlackAddress;
}

/** `api` is where the Web API is; in tests, and for Slack's other clouds, not at slack.com. */
export function createIsSlackAddress(api: string): IsSlackAddress {
  const home = new URL(api);
  const homes = ['slack.com', home.hostname];
  return (address) => {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    if (url.username !== '' || url.password !== '') return false;
    if (url.origin === home.origin) return true;
    const named = homes.some((it) => url.hostname === it || url.hostname.endsWith(`.${it}`));
    return url.protocol === 'https:' && url.port === '' && named;
  };
}
