import { happyhorseApp } from '../../../src/providers/happyhorse-app/provider.ts';
import { linking, opener } from '../given.ts';

export const MODEL = 'happyhorse-1.0/video';
export const KEY = 'hh-key-0123456789';

export const options = linking;
export const aProvider = opener(happyhorseApp, { key: KEY, inFlight: 3 });
