import type {
  AdminAct,
  Grantee,
  PolicyChange,
  QuotaSubject,
} from '../../../../core/chat/domain/admin-command.ts';
import type { Allowance } from '../../../../core/credits/domain/allowance.ts';
import type { QuotaAct } from '../../commands/quota/quota-text.ts';
import { MOST_DAYS } from '../../../../core/admin/domain/validate-admin-command.ts';
import { MOST_CREDITS } from '../../../../core/credits/domain/allowance.ts';
import { ALLOWANCE_CHOICES, MOST_AT_ONCE } from './quota-fields.ts';
import type { QuotaField, QuotaValues } from './quota-fields.ts';
import { wholeNumber } from '../../commands/quota/quota-tokens.ts';

/** What a form for admins asks for, or what is wrong with its fields. */
export type QuotaFilled =
  | { readonly status: 'asked'; readonly act: AdminAct }
  | { readonly status: 'wrong'; readonly errors: Readonly<Partial<Record<QuotaField, string>>> };

/** Channels in it are still those of Slack alone. */
export function filledQuota(act: QuotaAct, values: QuotaValues): QuotaFilled {
  return READERS[act](values);
}

const READERS: Readonly<Record<QuotaAct, (values: QuotaValues) => QuotaFilled>> = {
  set(values) {
    const subject = subjectOf(values);
    if (subject === null) return BOTH;
    const read = changeOf(values);
    if (read.status === 'wrong') return read;
    return asked({ act: 'set', for: subject, change: read.change, reason: values.text('reason') });
  },
  pool(values) {
    const read = changeOf(values);
    if (read.status === 'wrong') return read;
    return asked({ act: 'pool', change: read.change, reason: values.text('reason') });
  },
  grant(values) {
    const credits = within(values.text('amount'), 1, MOST_CREDITS);
    if (credits === null) return wrong('amount', 'A whole number from 1 to 1,000,000,000.');
    const until = values.text('days');
    const days = until === '' ? null : within(until, 1, MOST_DAYS);
    if (until !== '' && days === null) return wrong('days', 'A whole number from 1 to 365.');
    const reason = values.text('reason');
    return asked({ act: 'grant', to: granteeOf(values), credits, days, reason });
  },
  revoke(values) {
    const named = values.text('grant');
    if (!/^[\w-]{0,64}$/.test(named)) return wrong('grant', 'One name, as “Show” lists it.');
    const grant = named === '' ? null : named;
    const reason = values.text('reason');
    return asked({ act: 'revoke', from: granteeOf(values), grant, reason });
  },
  show(values) {
    const subject = subjectOf(values);
    return subject === null ? BOTH : asked({ act: 'show', of: subject });
  },
  admins(values) {
    const change = oneOf(values.option('admins_change'), ['add', 'remove'] as const);
    if (change === null) return asked({ act: 'admins', change: 'list', person: null });
    const person = values.person('person');
    return person === null
      ? wrong('person', 'Choose a person.')
      : asked({ act: 'admins', change, person });
  },
  channels(values) {
    const change = oneOf(values.option('channels_change'), ['allow', 'deny', 'clear'] as const);
    if (change === null) return asked({ act: 'channels', change: 'list', channel: null });
    const channel = values.channel('channel');
    return channel === null
      ? wrong('channel', 'Choose a channel.')
      : asked({ act: 'channels', change, channel });
  },
  words(values) {
    const change = oneOf(values.option('words_change'), ['add', 'remove'] as const);
    if (change === null) return asked({ act: 'words', change: 'list', pattern: null });
    const pattern = values.text('pattern');
    return pattern === ''
      ? wrong('pattern', 'Write a word or a phrase.')
      : asked({ act: 'words', change, pattern });
  },
  model(values) {
    const changes = ['allow', 'deny', 'prefer', 'clear'] as const;
    const change = oneOf(values.option('model_change'), changes);
    if (change === null) return asked({ act: 'model', change: 'list', model: null });
    const model = values.text('model');
    return model === ''
      ? wrong('model', 'Write its name, as /video help does.')
      : asked({ act: 'model', change, model });
  },
  'time-zone'(values) {
    const zone = values.option('zone');
    return zone === null ? wrong('zone', 'Choose one.') : asked({ act: 'time-zone', zone });
  },
  inbox: (values) => asked({ act: 'inbox', channel: values.channel('channel') }),
  digest: (values) => asked({ act: 'digest', channel: values.channel('channel') }),
  report(values) {
    const days = within(values.option('period') ?? '', 1, MOST_DAYS);
    return days === null ? wrong('period', 'Choose one.') : asked({ act: 'report', days });
  },
  audit(values) {
    const entry = values.text('from');
    const from = entry === '' ? null : within(entry, 1, Number.MAX_SAFE_INTEGER);
    return entry !== '' && from === null
      ? wrong('from', 'The number of an entry.')
      : asked({ act: 'audit', from });
  },
  link(values) {
    const code = values.text('code');
    if (!/^[\w-]{0,64}$/.test(code)) return wrong('code', 'A code is one word.');
    return asked({ act: 'link', code: code === '' ? null : code });
  },
  unlink: () => asked({ act: 'unlink' }),
};

const BOTH = wrong('person', 'Choose a person or a group, not both. With neither it is everyone.');

function asked(act: AdminAct): QuotaFilled {
  return { status: 'asked', act };
}

function wrong(field: QuotaField, words: string): Extract<QuotaFilled, { status: 'wrong' }> {
  return { status: 'wrong', errors: { [field]: words } };
}

function oneOf<choice extends string>(
  value: string | null,
  choices: readonly choice[],
): choice | null {
  return choices.find((it) => it === value) ?? null;
}

function within(text: string, least: number, most: number): number | null {
  const value = wholeNumber(text);
  return value !== null && value >= least && value <= most ? value : null;
}

/** Null where both a person and a group were chosen. */
function subjectOf(values: QuotaValues): QuotaSubject | null {
  const person = values.person('person');
  const role = values.option('group');
  if (person !== null) return role === null ? { kind: 'person', id: person } : null;
  return role === null ? { kind: 'team' } : { kind: 'role', id: role };
}

function granteeOf(values: QuotaValues): Grantee {
  const person = values.person('person');
  return person === null ? { kind: 'team' } : { kind: 'person', id: person };
}

type ChangeRead =
  | { readonly status: 'read'; readonly change: PolicyChange }
  | Extract<QuotaFilled, { status: 'wrong' }>;

function changeOf(values: QuotaValues): ChangeRead {
  const read = allowanceOf(values);
  if (read.status === 'wrong') return read;
  let { change } = read;
  const inherited = values.options('inherit');
  for (const [field, part, most] of [
    ['per_job', 'perJob', MOST_CREDITS],
    ['at_once', 'atOnce', MOST_AT_ONCE],
  ] as const) {
    const typed = values.text(field);
    const inherits = inherited.includes(field);
    if (typed === '' && !inherits) continue;
    if (typed !== '' && inherits) return wrong(field, 'Set it or take it away, not both.');
    const limit = inherits ? 'inherit' : within(typed, 1, most);
    if (limit === null) return wrong(field, `A whole number from 1 to ${String(most)}.`);
    change = { ...change, [part]: limit };
  }
  return Object.keys(change).length === 0
    ? wrong('allowance', 'Nothing is set yet.')
    : { status: 'read', change };
}

function allowanceOf(values: QuotaValues): ChangeRead {
  const choice = oneOf(values.option('allowance'), ALLOWANCE_CHOICES) ?? 'keep';
  const typed = values.text('credits');
  const of = (allowance: Allowance | 'inherit'): ChangeRead =>
    typed === ''
      ? { status: 'read', change: { allowance } }
      : wrong('credits', 'Leave this empty, or choose credits per day, week or month above.');
  switch (choice) {
    case 'keep':
      return typed === ''
        ? { status: 'read', change: {} }
        : wrong('allowance', 'Choose per day, week or month for these credits.');
    case 'inherit':
      return of('inherit');
    case 'none':
    case 'unlimited':
      return of({ kind: choice });
    case 'day':
    case 'week':
    case 'month': {
      const credits = within(typed, 0, MOST_CREDITS);
      return credits === null
        ? wrong('credits', 'A whole number up to 1,000,000,000.')
        : { status: 'read', change: { allowance: { kind: 'credits', credits, per: choice } } };
    }
  }
}
