import { MOST_CREDITS } from '../../../credits/domain/allowance.ts';
import { timeZoneOf } from '../../../teams/domain/team-settings.ts';
import { msg } from '../../../messages/domain/message.ts';
import type { Message } from '../../../messages/domain/message.ts';
import { LIST } from './field.ts';
import type { Field, Fields, FieldValue, GivenValues, Problem } from './field.ts';

/** The field that says what is done with a list; null where there is none. */
export function verbIn(
  fields: Fields,
): { readonly name: string; readonly field: Extract<Field, { readonly kind: 'verb' }> } | null {
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === 'verb') return { name, field };
  }
  return null;
}

/** Whether nothing has to be filled in beside this verb. */
export function needsNothing(
  { alone = [] }: Extract<Field, { readonly kind: 'verb' }>,
  word: string,
): boolean {
  return word === LIST || alone.includes(word);
}

/** Whether nothing but the verb has to be filled in. */
export function standsAlone(fields: Fields, values: GivenValues): boolean {
  const verb = verbIn(fields);
  const word = verb === null ? null : values[verb.name];
  return verb !== null && typeof word === 'string' && needsNothing(verb.field, word);
}

/**
 * The first thing that is wrong with what was filled in, whichever chat it was read from.
 * @param nameOf how the chat calls a field
 */
export function problemIn(
  fields: Fields,
  values: GivenValues,
  nameOf: (name: string) => string | Message,
): Problem | null {
  const alone = standsAlone(fields, values);
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name] ?? null;
    if (value !== null) {
      const words = wrongIn(field, value, nameOf(name));
      if (words !== null) return { field: name, words };
    } else if (field.required === true && !alone) {
      return { field: name, words: msg('commands.missing', { field: nameOf(name) }) };
    }
  }
  return null;
}

/** Null: nothing is. */
function wrongIn(field: Field, value: FieldValue, name: string | Message): Message | null {
  switch (field.kind) {
    case 'whole':
      return typeof value !== 'number' || isWithin(value, field) ? null : rangeOf(field, name);
    case 'limit':
      if (typeof value !== 'object' || value?.kind !== 'credits') return null;
      if (value.credits === 0) {
        return msg('admin.zero-credits', { choice: msg('forms.limit-none'), field: name });
      }
      return isWithin(value.credits, LIMIT) ? null : rangeOf(LIMIT, name);
    case 'text':
      return typeof value === 'string' && value.length > field.most
        ? msg('commands.text-too-long', { field: name, most: field.most })
        : null;
    case 'id':
      return typeof value === 'string' && /^[\w-]{1,64}$/.test(value)
        ? null
        : msg('commands.one-word', { field: name });
    case 'zone':
      return typeof value !== 'string' || timeZoneOf(value) !== null
        ? null
        : msg('admin.time-zone-unknown', { zone: value });
    case 'person':
    case 'subject':
    case 'channel':
    case 'model':
    // Which there are is told by whoever does it.
    case 'language':
    case 'verb':
      return null;
  }
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const LIMIT: Range = { min: 1, max: MOST_CREDITS };

function isWithin(value: number, { min, max }: Range): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

function rangeOf({ min, max }: Range, field: string | Message): Message {
  return msg('commands.whole-number-range', { field, min, max });
}
