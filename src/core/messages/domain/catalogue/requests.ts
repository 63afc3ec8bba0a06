import type { Declarations } from '../parameter-kinds.ts';

export const REQUESTS = {
  'requests.not-started': {},
  'requests.start-when-back': {},
  'requests.too-long-video': { name: 'text', most: 'seconds' },
  'requests.use-first-seconds': { seconds: 'seconds' },
  'requests.unfit-video': { name: 'text' },
  'requests.use-smaller': {},
  'requests.costs': { price: 'credits' },
  'requests.costs-changed': { price: 'credits', agreed: 'credits' },
  'requests.cheaper': { price: 'credits' },
  'requests.asks-first-video': {},
  'requests.not-charged-yet': {},
  'requests.start': {},
  'requests.start-for': { price: 'credits' },
  'requests.start-cheaper': { price: 'credits' },
  'requests.ask-admin': {},
  'requests.ask-admin-prompt': {},
  'requests.ask-for-credits': { amount: 'credits' },
} as const satisfies Declarations;
