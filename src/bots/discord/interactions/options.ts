import { ApplicationCommandOptionType } from 'discord.js';
import { z } from 'zod';
import { entryOf, lenient, readable } from '../shared/lenient.ts';
import { fileOf } from './message-files.ts';
import type { MessageFile } from './message-files.ts';
import { asSeen } from './typed-text.ts';

/** What was typed into the options of a command; null where nothing was. */
export interface Options {
  /** Nothing was typed into any. */
  readonly none: boolean;
  text(name: string): string | null;
  number(name: string): number | null;
  flag(name: string): boolean | null;
  /** While a command is still being typed, only that there is one is known of a file. */
  file(name: string): MessageFile | null;
  /** Somebody or a role. Unknown: something was chosen, and Discord does not say what it is. */
  mentioned(name: string): Mentioned | 'unknown' | null;
  channel(name: string): { readonly id: string } | 'unknown' | null;
}

export interface Mentioned {
  readonly kind: 'person' | 'role';
  readonly id: string;
}

/** The option that is being typed into. */
export interface Focused {
  readonly name: string;
  readonly value: string;
}

const ID = /^\d{1,20}$/;

const optionSchema = z.object({
  name: z.string(),
  type: lenient(z.number()),
  value: lenient(z.union([z.string(), z.number(), z.boolean()])),
  focused: z.boolean().catch(false),
  options: z.unknown().optional(),
});
type Option = z.infer<typeof optionSchema>;

/** Nothing is believed of names and types: a client can be made to send anything. */
export function optionsOf(options: unknown, resolved: unknown): Options {
  const leaves = new Map(leavesOf(options).map((it) => [it.name, it]));
  const valueOf = (name: string) => leaves.get(name)?.value ?? null;
  const resolvedAs = (kind: string, id: string) => entryOf(entryOf(resolved, kind), id);
  return {
    none: leaves.size === 0,
    text(name) {
      const value = valueOf(name);
      return typeof value === 'string' ? asSeen(value) : null;
    },
    number(name) {
      const value = valueOf(name);
      return typeof value === 'number' ? value : null;
    },
    flag(name) {
      const value = valueOf(name);
      return typeof value === 'boolean' ? value : null;
    },
    file(name) {
      const id = valueOf(name);
      if (typeof id !== 'string') return null;
      const file = fileOf(resolvedAs('attachments', id));
      return file ?? { url: '', name, bytes: null, type: null };
    },
    mentioned(name) {
      if (!leaves.has(name)) return null;
      const id = valueOf(name);
      if (typeof id !== 'string' || !ID.test(id)) return 'unknown';
      if (resolvedAs('roles', id) != null) return { kind: 'role', id };
      return resolvedAs('users', id) == null ? 'unknown' : { kind: 'person', id };
    },
    channel(name) {
      if (!leaves.has(name)) return null;
      const id = valueOf(name);
      return typeof id === 'string' && ID.test(id) ? { id } : 'unknown';
    },
  };
}

/** Null where nothing is being typed. */
export function focusedOf(options: unknown): Focused | null {
  const focused = leavesOf(options).find((it) => it.focused);
  return focused === undefined ? null : { name: focused.name, value: String(focused.value ?? '') };
}

/** A group's name before it. */
export function subcommandOf(options: unknown, depth = 0): string {
  const [first] = readable(options, optionSchema);
  if (first === undefined || !isBranch(first) || depth > MOST_DEEP) return '';
  return [first.name, subcommandOf(first.options, depth + 1)].filter((it) => it !== '').join(' ');
}

const TYPES: Readonly<Record<number, string>> = {
  [ApplicationCommandOptionType.String]: 'string',
  [ApplicationCommandOptionType.Integer]: 'number',
  [ApplicationCommandOptionType.Number]: 'number',
  [ApplicationCommandOptionType.Boolean]: 'boolean',
  [ApplicationCommandOptionType.User]: 'string',
  [ApplicationCommandOptionType.Channel]: 'string',
  [ApplicationCommandOptionType.Role]: 'string',
  [ApplicationCommandOptionType.Mentionable]: 'string',
  [ApplicationCommandOptionType.Attachment]: 'string',
};

/** What cannot be told of a command: nothing is started from half of one. Null when all is there. */
export function problemIn(options: unknown, depth = 0): string | null {
  if (options == null) return null;
  if (!Array.isArray(options) || depth > MOST_DEEP) return 'options that are none';
  const items: readonly unknown[] = options;
  for (const item of items) {
    const option = optionSchema.safeParse(item).data;
    if (option === undefined) return 'an option without a name';
    const { name, type, value } = option;
    const wanted = type == null ? undefined : TYPES[type];
    const problem = isBranch(option)
      ? problemIn(option.options, depth + 1)
      : value == null || (wanted !== undefined && typeof value !== wanted)
        ? `the value of ${name}`
        : null;
    if (problem !== null) return problem;
  }
  return null;
}

const BRANCHES: readonly unknown[] = [
  ...[ApplicationCommandOptionType.Subcommand, ApplicationCommandOptionType.SubcommandGroup],
];

function isBranch({ type, options }: Option): boolean {
  return BRANCHES.includes(type) || Array.isArray(options);
}

const MOST_DEEP = 3;

function leavesOf(options: unknown, depth = 0): Option[] {
  if (depth > MOST_DEEP) return [];
  return readable(options, optionSchema).flatMap((it) =>
    isBranch(it) ? leavesOf(it.options, depth + 1) : [it],
  );
}
