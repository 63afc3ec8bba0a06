import pino from 'pino';
import type { DestinationStream } from 'pino';
import type { Logger } from '../core/shared/ports/logger.ts';

export interface LoggerOptions {
  readonly level: string;
  /** Values that must not be in any line, whoever puts them there. */
  readonly secrets: readonly string[];
  readonly write: (line: string) => void;
}

/** JSON lines. Secrets are cut out of every line as it is written, errors told without what they carry. */
export function createLogger({ level, secrets, write }: LoggerOptions): Logger {
  const hidden = secrets.filter((it) => it.length >= 8);
  const destination: DestinationStream = {
    write(line) {
      const safe = hidden.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
      write(safe.replace(INTERACTION_TOKEN, '$1[secret]').replace(SLACK_TOKEN, '$1[secret]'));
    },
  };
  return pino({ level, base: null, serializers: { err: errorFacts } }, destination);
}

/** A Discord interaction's token stands in the addresses of its routes, and those in errors. */
const INTERACTION_TOKEN = /((?:webhooks|interactions)\/\d{15,20}\/)[\w%.-]{20,}/g;

/** Slack's tokens of every workspace, and the addresses that need none. */
const SLACK_TOKEN = /(\bxox[a-z]?[.-]|\bxapp-|hooks\.slack\.com\/)[\w%./-]{8,}/g;

/** An error's own words and those of its causes. What else it carries may be anybody's request. */
function errorFacts(error: unknown): unknown {
  return factsOf(error, !isOutage(error));
}

function factsOf(error: unknown, withStack: boolean): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? { code: error.code } : {};
  const stack = withStack ? { stack: error.stack } : {};
  const cause = error.cause === undefined ? {} : { cause: factsOf(error.cause, withStack) };
  return { type: error.name, message: error.message, ...code, ...stack, ...cause };
}

/** Codes of what is to be expected of networks, disks and other people's services. */
const OUTAGES = [
  // Of the system and of TLS, but not Node's own ERR_…: those are our mistakes.
  /^E(?!RR_)[A-Z0-9_]{2,}$/,
  /^(CERT|UNABLE|SELF_SIGNED|DEPTH_ZERO)_/,
  /^(UND_ERR|CONNECT|CONNECTION|slack)_/,
  // Of Postgres: connections, rights, resources and what an operator does.
  /^(08|28|3D|53|57)[0-9A-Z]{3}$/,
  // Our own words.
  /^[a-z]+(-[a-z]+)*$/,
];

/** Nobody finds anything in the stack of an outage, and everybody reads past it. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return false;
  }
  const { code } = error;
  return OUTAGES.some((it) => it.test(code));
}
