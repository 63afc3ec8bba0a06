import type { AdminAct } from '../../../../core/chat/domain/admin-command.ts';
import type { AdminCommand } from '../../../../core/commands/domain/catalogue/admin-command.ts';
import { problemIn } from '../../../../core/commands/domain/catalogue/check-values.ts';
import { OFF, readOr, Unclear } from '../../../../core/commands/domain/catalogue/field.ts';
import type {
  Field,
  FieldValue,
  GivenValues,
  Problem,
} from '../../../../core/commands/domain/catalogue/field.ts';
import { msg, msgOf } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { wholeNumber } from '../../../../core/shared/domain/whole-number.ts';
import type { FormState } from '../form-state.ts';
import { BLOCKS, LIMIT_CHOICES } from './quota-blocks.ts';

type State = FormState<string>;

/** Null where it is a form of another version, with other fields. */
export function filledQuota(command: AdminCommand, state: State): AdminAct | Problem | null {
  const { fields } = command;
  if (!Object.keys(fields).every((name) => state.has(name))) return null;
  return readOr(
    () => {
      const values: GivenValues = Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, valueOf(name, field, state)]),
      );
      return problemIn(fields, values, (name) => labelOf(fields[name])) ?? command.act(values);
    },
    (problem) => problem,
  );
}

function labelOf(field: Field | undefined): string | Message {
  return field === undefined ? '' : msgOf(field.label);
}

/** Null where nothing was filled in. Ids are such as Slack gives. */
function valueOf(name: string, field: Field, state: State): FieldValue {
  switch (field.kind) {
    case 'whole': {
      const number = wholeOf(name, state, field.label);
      const isReset = state.options(BLOCKS.reset).includes(name);
      if (isReset && number !== null) throw new Unclear(name, msg('admin.reset-or-set'));
      return isReset ? 'inherit' : number;
    }
    case 'limit':
      return limitOf(name, state);
    case 'text':
    case 'id':
      return textOf(name, state);
    case 'model':
      return state.option(name) ?? textOf(name, state);
    case 'zone':
    case 'language':
    case 'verb':
      return state.option(name);
    case 'person':
      return personOf(name, state);
    case 'subject': {
      const id = personOf(name, state);
      const role = field.roles ? state.option(BLOCKS.group) : null;
      if (id !== null && role !== null) throw new Unclear(name, msg('admin.person-or-group'));
      if (id !== null) return { kind: 'person', id };
      return role === null ? null : { kind: 'role', id: role };
    }
    case 'channel': {
      const id = matching(state.channel(name), /^[CG][A-Z0-9]{2,30}$/);
      const isOff = field.off === true && state.options(BLOCKS.off).length > 0;
      if (isOff && id !== null) throw new Unclear(name, msg('admin.channel-or-off'));
      return isOff ? OFF : id;
    }
  }
}

function isLimitChoice(value: string): value is keyof typeof LIMIT_CHOICES {
  return Object.hasOwn(LIMIT_CHOICES, value);
}

function limitOf(name: string, state: State): FieldValue {
  const chosen = state.option(name);
  const choice = chosen !== null && isLimitChoice(chosen) ? chosen : undefined;
  const credits = wholeOf(BLOCKS.credits, state, 'credits.credits');
  switch (choice) {
    case undefined:
      if (credits === null) return null;
      throw new Unclear(name, msg('admin.period-missing'));
    case 'day':
    case 'week':
    case 'month': {
      const field = msg('credits.credits');
      if (credits === null) throw new Unclear(BLOCKS.credits, msg('commands.missing', { field }));
      return { kind: 'credits', credits, per: choice };
    }
    case 'unlimited':
    case 'none':
    case 'inherit': {
      if (credits === null) return choice === 'inherit' ? choice : { kind: choice };
      const given = msg('credits.credits');
      const instead = msgOf(LIMIT_CHOICES[choice]);
      throw new Unclear(
        BLOCKS.credits,
        msg('admin.credits-or-choice', { credits: given, choice: instead }),
      );
    }
  }
}

function wholeOf(name: string, state: State, label: Field['label']): number | null {
  const text = state.text(name).trim();
  if (text === '') return null;
  const number = wholeNumber(text);
  if (number !== null) return number;
  const field = msgOf(label);
  throw new Unclear(name, msg('commands.whole-number', { field, example: '20' }));
}

function textOf(name: string, state: State): string | null {
  const text = state.text(name).trim();
  return text === '' ? null : text;
}

function personOf(name: string, state: State): string | null {
  return matching(state.person(name), /^[UW][A-Z0-9]{2,30}$/);
}

function matching(value: string | null, pattern: RegExp): string | null {
  return value !== null && pattern.test(value) ? value : null;
}
