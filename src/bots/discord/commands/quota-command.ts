import { z } from 'zod';
import type {
  AdminAct,
  Grantee,
  PolicyChange,
  QuotaSubject,
} from '../../../core/chat/domain/admin-command.ts';
import type { Allowance } from '../../../core/credits/domain/allowance.ts';
import type { Options } from '../interactions/options.ts';
import { NOT_OFFERED } from './command-options.ts';
import { PERIODS, REPORT_DAYS, WITHOUT_NUMBER } from './quota-definition.ts';

export type ActRead =
  | { readonly status: 'read'; readonly act: AdminAct }
  /** A sentence for whoever typed it. */
  | { readonly status: 'wrong'; readonly words: string };

const USUAL_REPORT_DAYS = 30;

/** What cannot be meant, in words for whoever typed it. */
class Unclear extends Error {}

/**
 * What a `/quota` asks for, by the name of its subcommand with that of its group; null for one that
 * is not offered any more. `everyone`: the role that all have.
 */
export function readAct(name: string, options: Options, everyone: string | null): ActRead | null {
  const read = isOffered(name) ? ACTS[name] : null;
  if (read === null) return null;
  try {
    return { status: 'read', act: read(options, everyone) };
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    return { status: 'wrong', words: error.message };
  }
}

const ACTS = {
  set: (options, everyone) => ({
    act: 'set',
    for: subjectOf(options, everyone),
    change: changeOf(options, 'perJob'),
    reason: reasonOf(options),
  }),
  pool: (options) => ({ act: 'pool', change: changeOf(options), reason: reasonOf(options) }),
  grant: (options, everyone) => ({
    act: 'grant',
    to: granteeOf(options, everyone),
    credits: needed(wholeOf(options, 'credits'), 'credits'),
    days: wholeOf(options, 'days'),
    reason: reasonOf(options),
  }),
  revoke: (options, everyone) => ({
    act: 'revoke',
    from: granteeOf(options, everyone),
    grant: textOf(options, 'grant'),
    reason: reasonOf(options),
  }),
  show: (options, everyone) => ({ act: 'show', of: subjectOf(options, everyone) }),
  'admins add': (options) => ({ act: 'admins', change: 'add', person: personOf(options) }),
  'admins remove': (options) => ({ act: 'admins', change: 'remove', person: personOf(options) }),
  'admins list': () => ({ act: 'admins', change: 'list', person: null }),
  'channels allow': (options) => ({ act: 'channels', change: 'allow', channel: chosen(options) }),
  'channels deny': (options) => ({ act: 'channels', change: 'deny', channel: chosen(options) }),
  'channels clear': (options) => ({ act: 'channels', change: 'clear', channel: chosen(options) }),
  'channels list': () => ({ act: 'channels', change: 'list', channel: null }),
  'words add': (options) => ({ act: 'words', change: 'add', pattern: neededText(options, 'word') }),
  'words remove': (options) => ({
    act: 'words',
    change: 'remove',
    pattern: neededText(options, 'word'),
  }),
  'words list': () => ({ act: 'words', change: 'list', pattern: null }),
  'model allow': (options) => ({ act: 'model', change: 'allow', model: modelOf(options) }),
  'model deny': (options) => ({ act: 'model', change: 'deny', model: modelOf(options) }),
  'model prefer': (options) => ({ act: 'model', change: 'prefer', model: modelOf(options) }),
  'model clear': (options) => ({ act: 'model', change: 'clear', model: modelOf(options) }),
  'model list': () => ({ act: 'model', change: 'list', model: null }),
  timezone: (options) => ({ act: 'time-zone', zone: neededText(options, 'zone') }),
  inbox: (options) => ({ act: 'inbox', channel: channelOf(options) }),
  digest: (options) => ({ act: 'digest', channel: channelOf(options) }),
  report: (options) => ({ act: 'report', days: reportDaysOf(options) }),
  audit: (options) => ({ act: 'audit', from: wholeOf(options, 'from') }),
  link: (options) => ({ act: 'link', code: textOf(options, 'code') }),
  unlink: () => ({ act: 'unlink' }),
} as const satisfies Record<string, (options: Options, everyone: string | null) => AdminAct>;

function isOffered(name: string): name is keyof typeof ACTS {
  return Object.hasOwn(ACTS, name);
}

const allowanceSchema = z.object({
  per: z.enum(PERIODS).nullable(),
  allowance: z.enum(WITHOUT_NUMBER).nullable(),
});

function changeOf(options: Options, perJob?: 'perJob'): PolicyChange {
  const allowance = allowanceOf(options);
  const most = perJob === undefined ? null : wholeOf(options, 'most_per_job');
  const atOnce = wholeOf(options, 'at_once');
  if (allowance === null && most === null && atOnce === null) {
    throw new Unclear(
      'There is nothing to set in it. Give credits and per, or allowance, or one of the other limits: for example credits 500 and per week.',
    );
  }
  return {
    ...(allowance === null ? {} : { allowance }),
    ...(most === null ? {} : { perJob: ownOrInherited(most) }),
    ...(atOnce === null ? {} : { atOnce: ownOrInherited(atOnce) }),
  };
}

function allowanceOf(options: Options): Allowance | 'inherit' | null {
  const read = allowanceSchema.safeParse({
    per: options.text('per'),
    allowance: options.text('allowance'),
  });
  if (!read.success) throw new Unclear(NOT_OFFERED);
  const { per, allowance } = read.data;
  const credits = wholeOf(options, 'credits');
  if (allowance !== null && (credits !== null || per !== null)) {
    throw new Unclear(
      'It says both a number of credits and what is in place of a number. Give credits and per, or allowance: not both.',
    );
  }
  if (allowance === 'inherit') return 'inherit';
  if (allowance !== null) return { kind: allowance };
  if (credits === null && per === null) return null;
  if (per === null) {
    throw new Unclear('Credits are for a period: choose per too, a day, a week or a month.');
  }
  if (credits === null) {
    throw new Unclear('It says a period but not how many credits: give credits too.');
  }
  if (credits === 0) {
    throw new Unclear('For no credits at all choose None in allowance, without a number.');
  }
  return { kind: 'credits', credits, per };
}

function ownOrInherited(limit: number): number | 'inherit' {
  return limit === 0 ? 'inherit' : limit;
}

function subjectOf(options: Options, everyone: string | null): QuotaSubject {
  const who = options.mentioned('who');
  if (who === 'unknown') throw new Unclear(UNKNOWN_WHO);
  if (who === null || who.id === everyone) return { kind: 'team' };
  return who;
}

function granteeOf(options: Options, everyone: string | null): Grantee {
  const subject = subjectOf(options, everyone);
  if (subject.kind === 'role') {
    throw new Unclear('Extra credits are for a person or for the whole team, not for a role.');
  }
  return subject;
}

function personOf(options: Options): string {
  const who = options.mentioned('who');
  if (who === null || who === 'unknown') throw new Unclear(UNKNOWN_WHO);
  if (who.kind === 'role') throw new Unclear('That is a role. Name one person.');
  return who.id;
}

const UNKNOWN_WHO =
  'Discord did not say who that is. Choose them from the list that Discord shows.';

/** Null where none was chosen. */
function channelOf(options: Options): string | null {
  const channel = options.channel('channel');
  if (channel === 'unknown') {
    throw new Unclear('That is no channel here. Choose one from the list that Discord shows.');
  }
  return channel?.id ?? null;
}

function chosen(options: Options): string {
  return needed(channelOf(options), 'channel');
}

function modelOf(options: Options): string {
  return neededText(options, 'model');
}

function reasonOf(options: Options): string {
  return textOf(options, 'reason') ?? '';
}

function reportDaysOf(options: Options): number {
  const days = wholeOf(options, 'days') ?? USUAL_REPORT_DAYS;
  if (!REPORT_DAYS.some((it) => it === days)) throw new Unclear(NOT_OFFERED);
  return days;
}

/** Null where it is left out or blank. */
function textOf(options: Options, name: string): string | null {
  const text = options.text(name)?.trim() ?? '';
  return text === '' ? null : text;
}

function neededText(options: Options, name: string): string {
  return needed(textOf(options, name), name);
}

function needed<value>(given: value | null, name: string): value {
  if (given === null) throw new Unclear(`It does not say which ${name}. Give ${name} too.`);
  return given;
}

/** Null where it is left out. A client can be made to send any number. */
function wholeOf(options: Options, name: string): number | null {
  const number = options.number(name);
  if (number === null) return null;
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new Unclear(`${name} is a whole number, for example 20.`);
  }
  return number;
}
