import { randomBytes } from 'node:crypto';
import { createAcedata } from '../acedata/emulator.ts';
import type { AcedataEmulator } from '../acedata/emulator.ts';
import { createCrun } from '../crun/emulator.ts';
import type { CrunEmulator } from '../crun/emulator.ts';
import { createHappyhorseApp } from '../happyhorse-app/emulator.ts';
import type { HappyhorseAppEmulator } from '../happyhorse-app/emulator.ts';
import type { Emulator, EmulatorOptions } from '../provider/emulator.ts';
import { createHappyhorseCustomer } from '../happyhorse-customer/emulator.ts';
import type { HappyhorseCustomerEmulator } from '../happyhorse-customer/emulator.ts';

export const PROVIDERS = ['happyhorse-app', 'happyhorse-customer', 'crun', 'acedata'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** As people read them. */
export const PROVIDER_TITLES = {
  'happyhorse-app': 'happyhorse.app',
  'happyhorse-customer': 'the HappyHorse Customer API',
  crun: 'crun.ai',
  acedata: 'Ace Data Cloud',
} as const satisfies Record<ProviderName, string>;

export interface ProviderOptions extends Pick<
  EmulatorOptions<unknown>,
  'apiKey' | 'fastVideos' | 'tls'
> {
  readonly now: () => number;
  readonly renderMs?: number;
}

export interface Emulators {
  readonly 'happyhorse-app': HappyhorseAppEmulator;
  readonly 'happyhorse-customer': HappyhorseCustomerEmulator;
  readonly crun: CrunEmulator;
  readonly acedata: AcedataEmulator;
}

export const openEmulator: {
  readonly [name in ProviderName]: (options: ProviderOptions) => Promise<Emulators[name]>;
} = {
  'happyhorse-app': createHappyhorseApp,
  'happyhorse-customer': createHappyhorseCustomer,
  crun: createCrun,
  acedata: createAcedata,
};

/** What the demo needs of an emulator, whichever it is. */
export interface Emulated extends Pick<
  Emulator<unknown, unknown>,
  'url' | 'apiKey' | 'statusCalls' | 'rendered' | 'close'
> {
  /** What the service sent that no document names. */
  readonly violations?: readonly string[];
  deliverCallbacks?(): Promise<void>;
}

/** One that looks like theirs, and is found nowhere in a log. */
export function newKey(name: ProviderName): string {
  const random = randomBytes(16).toString('hex');
  switch (name) {
    case 'happyhorse-customer':
      return `hh_live_${random}`;
    case 'crun':
      return `ak_${random}`;
    case 'happyhorse-app':
    case 'acedata':
      return random;
  }
}

/** What the service has to be told to use it. */
export function settingsOf(
  name: ProviderName,
  { url, apiKey }: Pick<Emulated, 'url' | 'apiKey'>,
): Readonly<Record<string, string>> {
  switch (name) {
    case 'happyhorse-app':
      return { HAPPYHORSE_APP_API_KEY: apiKey, HAPPYHORSE_APP_URL: url };
    case 'happyhorse-customer':
      return { HAPPYHORSE_API_KEY: apiKey, HAPPYHORSE_BASE_URL: url };
    case 'crun':
      return { CRUN_API_KEY: apiKey, CRUN_URL: url };
    case 'acedata':
      return { ACEDATA_API_TOKEN: apiKey, ACEDATA_URL: url };
  }
}
