import type { Answer } from './answer.ts';

/** Why every question about a render is refused, whatever it is about. */
export type CheckRefusal = 'key' | 'credit' | 'not-found' | 'broken';

/** What the provider says then, in its own words. */
export type CheckRefusals = Readonly<Record<CheckRefusal, Answer>>;
