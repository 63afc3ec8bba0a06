import { ENGLISH } from '../../../core/messages/domain/language.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import { matchingLanguage } from '../../../messages/languages.ts';
import { createTtlMap } from '../../shared/ttl-cache.ts';

/**
 * What Slack told of people's languages. It says none with what they do, and to ask takes longer
 * than there is before an answer.
 */
export interface KnownLocales {
  readonly learn: (userId: string, locale: string | undefined) => void;
  /** As Slack told it; null where it did not yet. */
  readonly localeOf: (userId: string) => string | null;
  /** What is said to somebody before anybody else is asked. */
  readonly languageOf: (user: { readonly userId: string }) => string;
}

const KEPT_MS = 24 * 60 * 60 * 1000;

export function createKnownLocales(clock: Pick<Clock, 'now'>): KnownLocales {
  const known = createTtlMap<string>({ clock, freshMs: KEPT_MS, most: 20_000 });
  return {
    learn(userId, locale = '') {
      if (/^[\w-]{2,35}$/.test(locale)) known.set(userId, locale);
    },
    localeOf: (userId) => known.get(userId),
    languageOf: ({ userId }) => matchingLanguage(known.get(userId)) ?? ENGLISH,
  };
}
