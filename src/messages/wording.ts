import { IntlMessageFormat } from 'intl-messageformat';
import { CATALOGUE } from '../core/messages/domain/catalogue.ts';
import type { MessageKey } from '../core/messages/domain/catalogue.ts';
import { marksOf } from '../core/messages/domain/inline.ts';
import type { Inline, Line, Mention } from '../core/messages/domain/inline.ts';
import { msg } from '../core/messages/domain/message.ts';
import type { ListItem, Message, Value } from '../core/messages/domain/message.ts';
import type { ParameterKind } from '../core/messages/domain/parameter-kinds.ts';
import type { Words } from '../core/messages/domain/rich-text.ts';
import { rich, shorten } from '../core/messages/domain/rich-text.ts';
import type { ChatRef } from '../core/shared/domain/chat-ref.ts';
import { day, days, listFormat, megabytes, moment, money, percentage, roughly } from './figures.ts';
import { isolated } from './isolated.ts';
import { textsOf } from './languages.ts';
import { parseText } from './parse-text.ts';

/** How a chat names what a message speaks of. */
export interface ChatNames {
  /** `video create` as it is typed there. */
  readonly command: (name: string) => string;
  /** What is filled in, by its label in a form or the name of its option. */
  readonly field: (name: string) => string | Message;
}

/** Messages in one language, with one chat's names. */
export interface Wording {
  readonly language: string;
  /** What stands in the line, ready to be written in the chat's markup. */
  readonly line: (words: Words) => Line;
  /** The same without any form: labels, headings, notifications. */
  readonly text: (words: Words) => string;
}

export const NO_CHAT: ChatNames = { command: (name) => `/${name}`, field: (name) => name };

export function createWording(language: string, names: ChatNames = NO_CHAT): Wording {
  const formats = new Map<MessageKey, IntlMessageFormat>();

  function formatOf(key: MessageKey): IntlMessageFormat {
    const known = formats.get(key);
    if (known !== undefined) return known;
    const parsed = parseText(textsOf(language)[key], CATALOGUE[key]);
    const format = new IntlMessageFormat(parsed, language);
    formats.set(key, format);
    return format;
  }

  function lineOf({ message, values }: Message): Line {
    const kinds: Readonly<Record<string, ParameterKind>> = CATALOGUE[message];
    const filled: Record<string, Filling> = { ...tagsFor(values) };
    for (const [name, kind] of Object.entries(kinds)) {
      const value = values[name];
      if (value !== undefined) filled[name] = filling(kind, value);
    }
    return joined([formatOf(message).format<Part>(filled)].flat().flatMap((it) => inlinesOf(it)));
  }

  function filling(kind: ParameterKind, value: Value): Part | string | number {
    if (typeof value === 'number') return number(kind, value);
    if (typeof value === 'string') return word(kind, value);
    if ('first' in value) return days(value, language);
    if ('message' in value) return part(lineOf(value));
    if ('currency' in value) return money(value, language);
    if ('platform' in value) return part([mentionOf(value, kind)]);
    if (isList(value)) {
      return part(listed(value, kind === 'or-list' ? 'disjunction' : 'conjunction'));
    }
    return part(line([value]));
  }

  function number(kind: ParameterKind, value: number): Part | number | string {
    if (kind === 'seconds') return text(msg('chat.seconds', { count: value }));
    if (kind === 'bytes') return megabytes(value, language);
    if (kind === 'percent') return percentage(value, language);
    if (kind !== 'duration') return value;
    const { unit, count } = roughly(value);
    return text(msg(`chat.${unit}`, { count }));
  }

  function word(kind: ParameterKind, value: string): Part | string {
    switch (kind) {
      case 'quote':
        return part(line([{ quote: value }]));
      case 'command':
        return part([{ code: names.command(value) }]);
      case 'field': {
        const name = names.field(value);
        return typeof name === 'string' ? name : part(lineOf(name));
      }
      case 'url':
        return part([{ link: value, label: value }]);
      case 'date':
        return day(value, language);
      case 'code':
        return value;
      default:
        return isolated(value);
    }
  }

  function marks(): readonly [open: string, close: string] {
    const [open = '“', close = '”'] = textsOf(language)['chat.quoted'].split('{text}');
    return [open, close];
  }

  function mentionOf(mention: ChatRef, kind: ParameterKind): Mention {
    const as = kind === 'role' || kind === 'channel' ? kind : 'person';
    const chat = mention.platform.charAt(0).toUpperCase() + mention.platform.slice(1);
    // In another chat, where it is no mention: an id says little, but tells one from another.
    const label = text(msg('chat.mention-elsewhere', { as, id: shorten(mention.id, 40), chat }));
    return { mention, as, label };
  }

  function listed(items: readonly ListItem[], type: 'conjunction' | 'disjunction'): Line {
    const lines = items.map((it) => line(typeof it === 'string' ? isolated(it) : [it]));
    // Standing in for the items, which may be more than words.
    const places = lines.map((_, index) => String(index));
    return listFormat(type, language)
      .formatToParts(places)
      .flatMap((it) => (it.type === 'element' ? (lines[Number(it.value)] ?? []) : [it.value]));
  }

  function line(words: Words): Line {
    return joined(
      rich(words).flatMap((it) => {
        if (typeof it === 'string') return [it];
        if ('message' in it) return lineOf(it);
        if ('bold' in it) return bold(typeof it.bold === 'string' ? [it.bold] : lineOf(it.bold));
        if ('quote' in it) return [{ marks: marks(), ...it, quote: isolated(it.quote) }];
        if ('link' in it) return [{ link: it.link, label: text(it.label) }];
        if (!('mention' in it)) return [it];
        return [
          it.label === '' ? mentionOf(it.mention, it.as) : { ...it, label: isolated(it.label) },
        ];
      }),
    );
  }

  function text(words: Words): string {
    return line(words)
      .map((it) => plainText(it, language))
      .join('');
  }

  return { language, line, text };
}

function isList(value: Value): value is readonly ListItem[] {
  return Array.isArray(value);
}

/** Inlines on their way through the formatter, which joins strings and keeps objects. */
interface Part {
  readonly line: Line;
}
type Filling = Part | string | number | ((chunks: readonly (Part | string)[]) => Part);

function part(line: Line): Part {
  return { line };
}

function inlinesOf(it: Part | string): Line {
  return typeof it === 'string' ? [it] : it.line;
}

/** What the marks in a text mean. A link goes where the parameter `link` says. */
function tagsFor({ link }: Message['values']) {
  const made = (from: (words: string) => Inline) => (chunks: readonly (Part | string)[]) =>
    part(chunks.flatMap(inlinesOf).map((it) => (typeof it === 'string' ? from(it) : it)));
  return {
    b: (chunks: readonly (Part | string)[]) => part(bold(chunks.flatMap(inlinesOf))),
    code: made((code) => ({ code })),
    link: made((label) => (typeof link === 'string' ? { link, label } : label)),
  };
}

/** Names and moments are set off by themselves. */
function bold(line: Line): Line {
  return line.map((it) => (typeof it === 'string' ? { bold: it } : it));
}

function joined(line: Line): Line {
  const whole: Inline[] = [];
  for (const inline of line) {
    const before = whole.at(-1);
    if (inline === '') continue;
    if (typeof inline === 'string' && typeof before === 'string') {
      whole[whole.length - 1] = before + inline;
    } else {
      whole.push(inline);
    }
  }
  return whole;
}

function plainText(inline: Inline, language: string): string {
  if (typeof inline === 'string') return inline;
  if ('bold' in inline) return inline.bold;
  if ('code' in inline) return inline.code;
  if ('quote' in inline) return marksOf(inline).join(inline.quote);
  if ('time' in inline) return moment(inline.time, inline.as, language);
  return inline.label;
}
