import { phraseOf, tokensOf } from './quota-tokens.ts';
import { asked, wrong } from './quota-text.ts';
import type { QuotaText, QuotaTyped } from './quota-text.ts';

/** What is done to a list, and to what of it. */
interface Listed {
  readonly verb: string;
  readonly rest: string;
}

function listedOf(text: string): Listed {
  const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
  return { verb: verb.toLowerCase(), rest: rest.trim() };
}

export function readAdmins({ text }: QuotaText): QuotaTyped {
  const { verb, rest } = listedOf(text);
  if (verb === 'list' && rest === '') return asked({ act: 'admins', change: 'list', person: null });
  if (verb !== 'add' && verb !== 'remove') {
    return wrong('admins', 'Admins are added, removed or listed: add, remove or list.');
  }
  const [who, more] = tokensOf(rest);
  return who?.is === 'person' && more === undefined
    ? asked({ act: 'admins', change: verb, person: who.id })
    : wrong('admins', 'Name one person with @, as Slack offers them while you type.');
}

const CHANNEL_CHANGES = ['allow', 'deny', 'clear'] as const;

export function readChannels({ text, here }: QuotaText): QuotaTyped {
  const { verb, rest } = listedOf(text);
  if (verb === 'list' && rest === '') {
    return asked({ act: 'channels', change: 'list', channel: null });
  }
  const change = CHANNEL_CHANGES.find((it) => it === verb);
  if (change === undefined) {
    return wrong('channels', 'Channels have four words: allow, deny, clear or list.');
  }
  const channel = channelOf(rest, here);
  return channel === null
    ? wrong('channels', NOT_A_CHANNEL)
    : asked({ act: 'channels', change, channel });
}

export function readWords({ text }: QuotaText): QuotaTyped {
  const { verb, rest } = listedOf(text);
  const pattern = phraseOf(rest);
  if (verb === 'list' && rest === '') return asked({ act: 'words', change: 'list', pattern: null });
  if (verb !== 'add' && verb !== 'remove') {
    return wrong('words', 'Words are added, removed or listed: add, remove or list.');
  }
  return pattern === ''
    ? wrong('words', 'It does not say which word or phrase.')
    : asked({ act: 'words', change: verb, pattern });
}

const MODEL_CHANGES = ['allow', 'deny', 'prefer', 'clear'] as const;

export function readModel({ text }: QuotaText): QuotaTyped {
  const { verb, rest } = listedOf(text);
  const model = phraseOf(rest);
  if (verb === 'list' && rest === '') return asked({ act: 'model', change: 'list', model: null });
  const change = MODEL_CHANGES.find((it) => it === verb);
  if (change === undefined) {
    return wrong('model', 'Models have five words: allow, deny, prefer, clear or list.');
  }
  return model === ''
    ? wrong('model', 'Name a model as /video help does.')
    : asked({ act: 'model', change, model });
}

/** A channel that something is told in, or none. */
export function readPlace(act: 'inbox' | 'digest', { text, here }: QuotaText): QuotaTyped {
  if (/^(?:off|none|nowhere)$/i.test(text)) return asked({ act, channel: null });
  const channel = channelOf(text, here);
  return channel === null ? wrong(act, NOT_A_CHANNEL) : asked({ act, channel });
}

const NOT_A_CHANNEL =
  'Name one channel with #, as Slack offers them while you type, or write here for the channel you are in.';

function channelOf(text: string, here: string | null): string | null {
  const [first, more] = tokensOf(text);
  if (first === undefined || more !== undefined) return null;
  if (first.is === 'channel') return first.id;
  return first.is === 'word' && first.text.toLowerCase() === 'here' ? here : null;
}
