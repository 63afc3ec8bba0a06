import type { AdminAct } from '../../../chat/domain/admin-command.ts';
import type { MessageKey } from '../../../messages/domain/catalogue.ts';
import { standsAlone } from './check-values.ts';
import type { Fields, GivenValues, Problem, ValuesOf } from './field.ts';

/** Something admins do with `/quota`, in whichever chat and in whichever way it is asked for. */
export interface AdminCommand {
  readonly name: string;
  /** Other words that are taken for its name where it is typed. */
  readonly aliases?: readonly string[];
  readonly description: MessageKey;
  /** Of the button that sends its form off. */
  readonly submit: MessageKey;
  readonly fields: Fields;
  /** Asked for at once where nothing is filled in: there is something to see. A form opens for others. */
  readonly bare?: true;
  /** How it is typed, after its name; samples in braces are told in the reader's language. */
  readonly example: string;
  /** @param values read, checked, and whole */
  readonly act: (values: GivenValues) => AdminAct | Problem;
}

/** Declares one, with `act` typed by its fields. */
export function adminCommand<const Of extends Fields>({
  act,
  ...declared
}: Omit<AdminCommand, 'fields' | 'act'> & {
  readonly fields: Of;
  readonly act: (values: ValuesOf<Of>) => AdminAct | Problem;
}): AdminCommand {
  const { fields } = declared;
  return {
    ...declared,
    act(values) {
      const all = whole(fields, values);
      if (!isWhole(fields, all)) throw new Error(`${declared.name} was asked for unchecked`);
      return act(all);
    },
  };
}

function isWhole<Of extends Fields>(
  fields: Of,
  values: GivenValues,
): values is GivenValues & ValuesOf<Of> {
  return (
    standsAlone(fields, values) ||
    Object.entries(fields).every(([name, { required }]) =>
      required === true ? values[name] != null : name in values,
    )
  );
}

/** With what is meant where something is left out. */
function whole(fields: Fields, values: GivenValues): GivenValues {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const value = values[name] ?? null;
      if (value !== null) return [name, value];
      if (field.kind === 'subject') return [name, { kind: 'team' }];
      if (field.kind === 'verb') return [name, Object.keys(field.verbs)[0] ?? null];
      return [name, field.kind === 'whole' ? (field.usual ?? null) : null];
    }),
  );
}
