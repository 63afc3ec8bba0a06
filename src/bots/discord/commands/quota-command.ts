import type { AdminAct } from '../../../core/chat/domain/admin-command.ts';
import { problemIn, verbIn } from '../../../core/commands/domain/catalogue/check-values.ts';
import type { Problem } from '../../../core/commands/domain/catalogue/field.ts';
import { QUOTA_COMMANDS } from '../../../core/commands/domain/catalogue/quota.ts';
import type { Options } from '../interactions/options.ts';
import { readFields } from './read-fields.ts';

/**
 * What a `/quota` asks for, by the name of its subcommand with that of its group, or what is wrong
 * with it; null for one that is not offered any more. `everyone`: the role that all have.
 */
export function readAct(
  name: string,
  options: Options,
  everyone: string | null,
): AdminAct | Problem | null {
  const [first = '', verb = null] = name.split(' ');
  const command = QUOTA_COMMANDS.find((it) => it.name === first);
  if (command === undefined) return null;
  const { fields } = command;
  const verbs = verbIn(fields);
  const isOffered =
    verbs === null ? verb === null : verb !== null && Object.hasOwn(verbs.field.verbs, verb);
  if (!isOffered || name.split(' ').length > 2) return null;
  const read = readFields(fields, options, everyone);
  if (read.status === 'wrong') return read.problem;
  const values = verbs === null ? read.values : { ...read.values, [verbs.name]: verb };
  return problemIn(fields, values, (it) => it) ?? command.act(values);
}
