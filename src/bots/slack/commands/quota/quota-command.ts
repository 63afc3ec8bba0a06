import type {
  Grantee,
  PolicyChange,
  QuotaSubject,
} from '../../../../core/chat/domain/admin-command.ts';
import { QUOTA_ACTS, quotaAct, asked, wrong } from './quota-text.ts';
import type { QuotaAct, QuotaText, QuotaTyped } from './quota-text.ts';
import { readAdmins, readChannels, readModel, readPlace, readWords } from './quota-lists.ts';
import {
  allowanceOf,
  isInherit,
  phraseOf,
  subjectOf,
  tokensOf,
  wholeNumber,
} from './quota-tokens.ts';
import type { Token } from './quota-tokens.ts';

/** Reads what was typed after `/quota`. Strict: what is not understood changes nothing. */
export function readQuotaText(text: string, channelId: string): QuotaTyped {
  const [, first = '', rest = ''] = /^\s*(\S*)\s*(.*)$/s.exec(text) ?? [];
  if (first === '') return { status: 'form', form: 'set', person: null };
  if (first.toLowerCase() === 'help') return { status: 'help' };
  // Two words as well, as people write it.
  const zone = first.toLowerCase() === 'time' ? /^zone\b\s*(.*)$/is.exec(rest) : null;
  const act = zone === null ? quotaAct(first) : 'time-zone';
  if (act === null) {
    const words = `There is no /quota ${phraseOf(first)}. There are: ${QUOTA_ACTS.join(', ')}.`;
    return { status: 'wrong', words };
  }
  const given = {
    text: (zone?.[1] ?? rest).trim(),
    here: /^[CG]/.test(channelId) ? channelId : null,
  };
  // A log needs nothing to be filled in.
  if (given.text === '' && act !== 'audit') return { status: 'form', form: act, person: null };
  return READERS[act](given);
}

const READERS: Readonly<Record<QuotaAct, (given: QuotaText) => QuotaTyped>> = {
  set: readSet,
  pool: readPool,
  grant: readGrant,
  revoke: readRevoke,
  show: readShow,
  admins: readAdmins,
  channels: readChannels,
  words: readWords,
  model: readModel,
  'time-zone': ({ text }) => asked({ act: 'time-zone', zone: phraseOf(text) }),
  inbox: (given) => readPlace('inbox', given),
  digest: (given) => readPlace('digest', given),
  report({ text }) {
    const days = wholeNumber(phraseOf(text).replace(/ ?days?$/i, ''));
    return days === null
      ? wrong('report', 'A report is of a number of days.')
      : asked({ act: 'report', days });
  },
  audit({ text }) {
    const from = text === '' ? null : wholeNumber(text.replace(/^#/, ''));
    return text !== '' && from === null
      ? wrong('audit', 'The log begins with the newest, or with the number of an entry.')
      : asked({ act: 'audit', from });
  },
  link: ({ text }) =>
    /^[\w-]{1,64}$/.test(text)
      ? asked({ act: 'link', code: text })
      : wrong('link', 'A code is one word.'),
  unlink: ({ text }) =>
    text.toLowerCase() === 'now'
      ? asked({ act: 'unlink' })
      : wrong('unlink', 'This takes apart what was linked.'),
};

interface Parts {
  readonly tokens: readonly Token[];
  readonly reason: string;
}

/** Whatever stands behind "because" is the reason, in the writer's own words. */
function partsOf(text: string): Parts {
  const found = /(?:^|\s)(?:because|(?:--|—|–)reason)(?:[\s:=]+|$)/i.exec(text);
  if (found === null) return { tokens: tokensOf(text), reason: '' };
  const reason = phraseOf(text.slice(found.index + found[0].length));
  return { tokens: tokensOf(text.slice(0, found.index)), reason };
}

interface Switched {
  readonly words: readonly Token[];
  readonly values: ReadonlyMap<string, string>;
}

/** Takes switches and their values out of it; a sentence where that cannot be done. */
function switched(tokens: readonly Token[], allowed: readonly string[]): Switched | string {
  const words: Token[] = [];
  const values = new Map<string, string>();
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.is !== 'switch') {
      words.push(token);
      continue;
    }
    const { name } = token;
    if (!allowed.includes(name)) {
      return `There is no --${name} here. There is: --${[...allowed, 'reason'].join(', --')}.`;
    }
    const next = tokens[index + 1];
    const value = token.value ?? (next?.is === 'word' ? next.text : '');
    if (token.value === null && next?.is === 'word') index += 1;
    if (value === '') return `--${name} needs a number.`;
    if (values.has(name)) return `--${name} is there twice.`;
    values.set(name, value);
  }
  return { words, values };
}

/** The change that was typed; a sentence where it is none. */
function changeOf({ words, values }: Switched): PolicyChange | string {
  const text = textOf(words);
  const allowance = text === '' ? null : allowanceOf(text);
  if (text !== '' && allowance === null) {
    return `“${text}” is no quota. It is 500/day, 500/week, 500/month, unlimited, none or inherit.`;
  }
  let change: PolicyChange = allowance === null ? {} : { allowance };
  for (const [name, field] of [
    ['per-job', 'perJob'],
    ['at-once', 'atOnce'],
  ] as const) {
    const value = values.get(name);
    if (value === undefined) continue;
    const limit = isInherit(value) ? 'inherit' : wholeNumber(value);
    if (limit === null) return `--${name} takes a whole number, or inherit.`;
    change = { ...change, [field]: limit };
  }
  return Object.keys(change).length === 0 ? 'It does not say what to set.' : change;
}

function textOf(words: readonly Token[]): string {
  const text = words.map((it) => (it.is === 'word' ? it.text : '?')).join(' ');
  return text.replace(/\s+/g, ' ').trim();
}

function readSet({ text }: QuotaText): QuotaTyped {
  const { tokens, reason } = partsOf(text);
  const [who, ...others] = tokens;
  const subject = who === undefined ? null : subjectOf(who);
  if (subject === null) return wrong('set', notWho(who));
  if (others.length === 0 && subject.kind === 'person') {
    return { status: 'form', form: 'set', person: subject.id };
  }
  const read = switched(others, ['per-job', 'at-once']);
  const change = typeof read === 'string' ? read : changeOf(read);
  if (typeof change === 'string') return wrong('set', change);
  return asked({ act: 'set', for: subject, change, reason });
}

function readPool({ text }: QuotaText): QuotaTyped {
  const { tokens, reason } = partsOf(text);
  const read = switched(tokens, ['at-once']);
  const change = typeof read === 'string' ? read : changeOf(read);
  if (typeof change === 'string') return wrong('pool', change);
  return asked({ act: 'pool', change, reason });
}

function readGrant({ text }: QuotaText): QuotaTyped {
  const { tokens, reason } = partsOf(text);
  const [who, ...others] = tokens;
  const to = granteeOf(who);
  if (typeof to === 'string') return wrong('grant', to);
  if (others.length === 0 && to.kind === 'person') {
    return { status: 'form', form: 'grant', person: to.id };
  }
  const read = switched(others, ['days']);
  if (typeof read === 'string') return wrong('grant', read);
  const words = textOf(read.words);
  const [, amount = words, forDays] = /^(.*?) for (\S+) days?$/i.exec(words) ?? [];
  const credits = wholeNumber(amount.replace(/ ?credits?$/i, ''));
  if (credits === null) return wrong('grant', 'How many credits it is, is a whole number.');
  const until = read.values.get('days') ?? forDays ?? null;
  const days = until === null ? null : wholeNumber(until);
  if (until !== null && days === null) return wrong('grant', 'Days are a whole number.');
  return asked({ act: 'grant', to, credits, days, reason });
}

function readRevoke({ text }: QuotaText): QuotaTyped {
  const { tokens, reason } = partsOf(text);
  const [who, named, ...others] = tokens;
  const from = granteeOf(who);
  if (typeof from === 'string') return wrong('revoke', from);
  if (named === undefined) return asked({ act: 'revoke', from, grant: null, reason });
  const isName = named.is === 'word' && /^[\w-]{1,64}$/.test(named.text);
  if (!isName || others.length > 0) {
    return wrong('revoke', 'It takes one name of a grant, as /quota show lists it, or nothing.');
  }
  const grant = named.text.toLowerCase() === 'all' ? null : named.text;
  return asked({ act: 'revoke', from, grant, reason });
}

function readShow({ text }: QuotaText): QuotaTyped {
  const [who, ...others] = tokensOf(text);
  const subject: QuotaSubject | null = who === undefined ? null : subjectOf(who);
  return subject === null || others.length > 0
    ? wrong('show', notWho(subject === null ? who : others[0]))
    : asked({ act: 'show', of: subject });
}

function granteeOf(token: Token | undefined): Grantee | string {
  const subject = token === undefined ? null : subjectOf(token);
  if (subject === null) return notWho(token);
  return subject.kind === 'role'
    ? 'Credits go to one person, or to the whole team, not to a group.'
    : subject;
}

function notWho(token: Token | undefined): string {
  const named = token?.is === 'word' ? `“${token.text.slice(0, 60)}” is nobody I know. ` : '';
  return `${named}Name a person or a user group with @, as Slack offers them while you type, or write team for everyone.`;
}
