import type { AdminAct } from '../../../../core/chat/domain/admin-command.ts';
import type { AdminCommand } from '../../../../core/commands/domain/catalogue/admin-command.ts';
import { problemIn } from '../../../../core/commands/domain/catalogue/check-values.ts';
import type { GivenValues } from '../../../../core/commands/domain/catalogue/field.ts';
import { QUOTA_COMMANDS, quotaCommand } from '../../../../core/commands/domain/catalogue/quota.ts';
import { msg, msgOf } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import { phraseOf } from './quota-tokens.ts';
import { readTyped } from './typed-fields.ts';

/** What the text after `/quota` asks for. Channels in it are still those of Slack alone. */
export type QuotaTyped =
  | { readonly status: 'asked'; readonly act: AdminAct }
  | { readonly status: 'form'; readonly form: AdminCommand; readonly values: GivenValues }
  | { readonly status: 'help' }
  /** What is wrong, and with which command, where that is known. */
  | { readonly status: 'wrong'; readonly words: Message; readonly command: AdminCommand | null };

const [FIRST] = QUOTA_COMMANDS;

/** Reads what was typed after `/quota`. Strict: what is not understood changes nothing. */
export function readQuotaText(typed: string, channelId: string): QuotaTyped {
  // Two words as well, as people write it.
  const [, first = '', rest = ''] =
    /^\s*(\S*)\s*(.*)$/s.exec(typed.replace(/^\s*time zone\b/i, 'timezone')) ?? [];
  if (first === '' && FIRST !== undefined) return { status: 'form', form: FIRST, values: {} };
  if (first.toLowerCase() === 'help') return { status: 'help' };
  const command = quotaCommand(first);
  if (command === null) {
    const commands = QUOTA_COMMANDS.map(({ name }) => name);
    const words = msg('commands.unknown-subcommand', {
      command: `quota ${phraseOf(first)}`,
      commands,
    });
    return { status: 'wrong', words, command };
  }
  const text = rest.trim();
  if (text === '' && command.bare !== true) return { status: 'form', form: command, values: {} };
  return readArguments(command, text, /^[CG]/.test(channelId) ? channelId : null);
}

function readArguments(command: AdminCommand, text: string, here: string | null): QuotaTyped {
  const { fields } = command;
  const read = readTyped(fields, { text, here }, `quota ${command.name}`);
  if (read.status === 'wrong') return { status: 'wrong', words: read.problem.words, command };
  const { values } = read;
  if (namesOnlySomebody(command, values)) return { status: 'form', form: command, values };
  const nameOf = (name: string) => labelOf(command, name);
  const answer = problemIn(fields, values, nameOf) ?? command.act(values);
  return 'words' in answer
    ? { status: 'wrong', words: answer.words, command }
    : { status: 'asked', act: answer };
}

/** A person whose form is to be filled in; nothing else can be done by naming them alone. */
function namesOnlySomebody({ fields, name }: AdminCommand, values: GivenValues): boolean {
  const { who, ...others } = values;
  const isPerson = typeof who === 'object' && who?.kind === 'person';
  const needsMore = name === 'set' || Object.values(fields).some((it) => it.required === true);
  return isPerson && needsMore && Object.keys(others).length === 0;
}

function labelOf({ fields }: AdminCommand, name: string): string | Message {
  const label = fields[name]?.label;
  return label === undefined ? name : msgOf(label);
}

/** How a command is typed, for instance. */
export function exampleOf({ name, example }: AdminCommand, wording: Wording): string {
  const samples = {
    person: `@${wording.text(msg('commands.sample-person'))}`,
    channel: `#${wording.text(msg('commands.sample-channel'))}`,
    phrase: wording.text(msg('commands.sample-phrase')),
    reason: wording.text(msg('commands.sample-reason')),
  };
  const filled = example.replace(
    /\{(person|channel|phrase|reason)\}/g,
    (_found, sample: keyof typeof samples) => samples[sample],
  );
  return `/quota ${name} ${filled}`.trimEnd();
}
