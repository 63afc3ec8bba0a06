import { LogLevel } from '@slack/bolt';
import type { Logger as SdkLogger } from '@slack/bolt';
import type { Logger } from '../../../core/shared/ports/logger.ts';

/** Tokens of every kind, and the addresses that work like tokens. */
const SECRET = /\b(?:xox[a-z]?[.-]|xapp-)[\w.%-]{8,}|https:\/\/hooks\.slack\.com\/[^\s"'<>]+/g;

export function withoutSecrets(text: string): string {
  return text.replace(SECRET, '[secret]');
}

/**
 * Slack's packages log through ours. What they say for debugging has whole requests in it, so it is
 * not asked for; and of an error only its own words are taken, not the request that it carries.
 */
export function createSdkLogger(logger: Logger): SdkLogger {
  const write = (level: 'info' | 'warn' | 'error') => {
    return (...said: readonly unknown[]) => {
      logger[level]({}, `slack: ${withoutSecrets(said.map(wordsOf).join(' '))}`);
    };
  };
  return {
    debug: () => undefined,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}

function wordsOf(said: unknown): string {
  if (typeof said === 'string' || typeof said === 'number') return String(said);
  return said instanceof Error ? factsOf(said).words : '';
}

/** What may be logged of an error, whoever threw it. */
export function factsOf(error: unknown): { readonly code: string | null; readonly words: string } {
  if (!(error instanceof Error)) return { code: null, words: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { code, words: withoutSecrets(error.message) };
}
