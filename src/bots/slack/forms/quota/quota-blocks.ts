import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { AdminCommand } from '../../../../core/commands/domain/catalogue/admin-command.ts';
import type { Field, GivenValues } from '../../../../core/commands/domain/catalogue/field.ts';
import { MOST_CREDITS } from '../../../../core/credits/domain/allowance.ts';
import type { MessageKey } from '../../../../core/messages/domain/catalogue.ts';
import { msg, msgOf } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import { input, LIMITS, numberInput, optionOf, plain, select, textInput } from '../fields.ts';
import { LANGUAGE_CHOICES } from '../../../shared/choice-words.ts';
import { zoneGroups } from './time-zones.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a form offers, as far as Slack and this service tell it in time. */
export interface QuotaOffer {
  /** User groups, and all guests. */
  readonly roles: readonly Named[];
  readonly models: readonly Named[];
  /** Where it was opened; null where that is no channel. */
  readonly channelId: string | null;
}

/** Blocks beside that of a field, which has its name. */
export const BLOCKS = { group: 'group', credits: 'credits', off: 'off', reset: 'reset' } as const;

/** What a limit may be; left empty, it stays as it is. */
export const LIMIT_CHOICES = {
  day: 'forms.limit-day',
  week: 'forms.limit-week',
  month: 'forms.limit-month',
  unlimited: 'forms.limit-unlimited',
  none: 'forms.limit-none',
  inherit: 'forms.limit-default',
} as const satisfies Record<string, MessageKey>;

/** The last is for whoever has more groups than Slack takes options. */
const MOST_ROLES = LIMITS.options - 1;

/** The fields of a command, filled with what is known before anybody touched the form. */
export function blocksOf(
  { fields }: AdminCommand,
  {
    values,
    offer,
    wording,
  }: {
    readonly values: GivenValues;
    readonly offer: QuotaOffer;
    readonly wording: Wording;
  },
): KnownBlock[] {
  const words = (it: MessageKey | Message) => wording.text(typeof it === 'string' ? msgOf(it) : it);
  const optionsOf = (choices: Readonly<Record<string, MessageKey>>): PlainTextOption[] =>
    Object.entries(choices).map(([value, key]) => optionOf(value, words(key)));
  const ticks = (block: string, label: string, options: PlainTextOption[]) =>
    input(block, label, { type: 'checkboxes', options }, { optional: true });

  function blockOf(name: string, field: Field): KnownBlock[] {
    const label = words(field.label);
    const hint = field.hint === undefined ? undefined : words(field.hint);
    const optional = field.required !== true || isForVerbs;
    const how = { hint, optional };
    switch (field.kind) {
      case 'whole': {
        const { min, max, usual = null } = field;
        return [numberInput(name, label, { ...how, min, max, value: usual })];
      }
      case 'limit':
        return [
          select(name, label, optionsOf(LIMIT_CHOICES), { value: null, optional: true }),
          numberInput(BLOCKS.credits, words('credits.credits'), {
            min: 1,
            max: MOST_CREDITS,
            optional: true,
          }),
        ];
      case 'text':
        return [textInput(name, label, { ...how, most: field.most, multiline: false })];
      case 'id':
        return [textInput(name, label, { ...how, most: 64, multiline: false })];
      case 'person':
      case 'subject': {
        const who = values[name];
        const chosen = typeof who === 'object' && who?.kind === 'person' ? who.id : null;
        const initial = chosen === null ? {} : { initial_user: chosen };
        const person = input(name, label, { type: 'users_select', ...initial }, how);
        const groups = field.kind === 'subject' && field.roles ? groupOptions(offer.roles) : [];
        if (groups.length === 0) return [person];
        return [
          person,
          select(BLOCKS.group, words('forms.group'), groups, { value: null, optional: true }),
        ];
      }
      case 'channel': {
        // Talks of few people are no place for a team's rules.
        const filter = { include: ['public' as const, 'private' as const] };
        const { channelId } = offer;
        const here = field.for === 'videos' && channelId !== null && /^[CG]/.test(channelId);
        const initial = here ? { initial_conversation: channelId } : {};
        const channel = input(
          name,
          label,
          { type: 'conversations_select', filter, ...initial },
          how,
        );
        if (field.off !== true) return [channel];
        return [
          channel,
          ticks(BLOCKS.off, words('forms.off'), [optionOf('off', words('forms.off'))]),
        ];
      }
      case 'model':
        return offer.models.length === 0
          ? [textInput(name, label, { optional, most: 150, multiline: false })]
          : [select(name, label, groupOptions(offer.models), { value: null, optional })];
      case 'zone': {
        const option_groups = zoneGroups().map((it) => ({
          label: plain(it.label),
          options: it.zones.map((zone) => optionOf(zone, zone)),
        }));
        return [input(name, label, { type: 'static_select', option_groups }, how)];
      }
      case 'language': {
        const options = LANGUAGE_CHOICES.map((it) => optionOf(it.value, it.name));
        return [select(name, label, options, { ...how, value: null })];
      }
      case 'verb': {
        const options = optionsOf(field.verbs);
        return [select(name, label, options, { value: options[0]?.value ?? null })];
      }
    }
  }

  const all = Object.entries(fields);
  const isForVerbs = all.some(([, { kind }]) => kind === 'verb');
  const resets = all.flatMap(([name, field]) =>
    field.kind === 'whole' && field.orDefault === true ? [optionOf(name, words(field.label))] : [],
  );
  const reset = resets.length === 0 ? [] : [ticks(BLOCKS.reset, words('forms.reset'), resets)];
  const blocks = all.flatMap(([name, field]) => [
    ...(name === 'reason' ? reset : []),
    ...blockOf(name, field),
  ]);
  return blocks.length > 0
    ? blocks
    : [{ type: 'section', text: plain(words(msg('forms.unlink-team', { chat: 'slack' }))) }];
}

function groupOptions(named: readonly Named[]): PlainTextOption[] {
  return named.slice(0, MOST_ROLES).map(({ id, name }) => optionOf(id, name));
}
