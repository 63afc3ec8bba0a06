import { ApplicationCommandType, ComponentType, InteractionType } from 'discord.js';
import { z } from 'zod';
import { filledIn, problemInFields } from './form-values.ts';
import type { Filled } from './form-values.ts';
import { entryOf, lenient, snowflake } from '../shared/lenient.ts';
import { filesIn, stickersIn } from './message-files.ts';
import type { MessageFile } from './message-files.ts';
import { focusedOf, optionsOf, problemIn, subcommandOf } from './options.ts';
import type { Focused, Options } from './options.ts';

/** The message that was acted on. */
export interface SourceMessage {
  readonly id: string;
  readonly flags: number;
}

export interface Typed {
  readonly name: string;
  /** With its group before it; empty where there is none. */
  readonly subcommand: string;
  readonly options: Options;
}

export interface CommandDeed extends Typed {
  readonly type: 'command';
}

/** A command that is still being typed. */
export interface TypingDeed extends Typed {
  readonly type: 'typing';
  readonly focused: Focused;
}

/** A command in the menu of a message. */
export interface MenuDeed {
  readonly type: 'menu';
  readonly name: string;
  readonly files: readonly MessageFile[];
  /** What its stickers are called: they are no files. */
  readonly stickers: readonly string[];
}

export interface ButtonDeed {
  readonly type: 'button';
  readonly customId: string;
  readonly message: SourceMessage;
}

export interface FormDeed {
  readonly type: 'form';
  readonly customId: string;
  readonly filled: Filled;
  /** Null where it was opened from no message. */
  readonly message: SourceMessage | null;
}

export type Deed = CommandDeed | TypingDeed | MenuDeed | ButtonDeed | FormDeed;

const commandSchema = z.object({
  name: z.string(),
  type: lenient(z.number()),
  options: z.unknown().optional(),
  resolved: z.unknown().optional(),
  target_id: lenient(z.string()),
});

const customSchema = z.object({
  custom_id: z.string(),
  component_type: lenient(z.number()),
  components: z.unknown().optional(),
  resolved: z.unknown().optional(),
});

const MENU: number = ApplicationCommandType.Message;
const TYPED: number = ApplicationCommandType.ChatInput;
const BUTTON: number = ComponentType.Button;

const messageSchema = z.object({ id: snowflake, flags: z.number().catch(0) });

/** What was done, or what of it cannot be told. */
export function deedOf(
  type: number | null | undefined,
  packet: unknown,
  application: string,
): Deed | string {
  const data = entryOf(packet, 'data');
  switch (type) {
    case InteractionType.ApplicationCommand:
      return commandOf(data, application);
    case InteractionType.ApplicationCommandAutocomplete:
      return typingOf(data);
    case InteractionType.MessageComponent:
    case InteractionType.ModalSubmit: {
      const message = messageSchema.safeParse(entryOf(packet, 'message')).data ?? null;
      return type === InteractionType.ModalSubmit ? formOf(data, message) : pressOf(data, message);
    }
    default:
      return `interactions of type ${type ?? 'none'} are not known`;
  }
}

function commandOf(data: unknown, application: string): Deed | string {
  const read = commandSchema.safeParse(data);
  if (!read.success) return z.prettifyError(read.error);
  const { name, type, target_id: target, options, resolved } = read.data;
  if (type === MENU || (type == null && target != null)) {
    const message = entryOf(entryOf(resolved, 'messages'), target ?? '');
    const files = filesIn(message, application);
    return { type: 'menu', name, files, stickers: stickersIn(message) };
  }
  if (type != null && type !== TYPED) {
    return `commands of type ${type} are not known`;
  }
  const problem = problemIn(options);
  if (problem !== null) return problem;
  return {
    type: 'command',
    name,
    subcommand: subcommandOf(options),
    options: optionsOf(options, resolved),
  };
}

function typingOf(data: unknown): Deed | string {
  const read = commandSchema.safeParse(data);
  if (!read.success) return z.prettifyError(read.error);
  const { name, options, resolved } = read.data;
  const focused = focusedOf(options);
  if (focused === null) return 'nothing is being typed';
  return {
    type: 'typing',
    name,
    subcommand: subcommandOf(options),
    options: optionsOf(options, resolved),
    focused,
  };
}

function pressOf(data: unknown, message: SourceMessage | null): Deed | string {
  const read = customSchema.safeParse(data);
  if (!read.success) return z.prettifyError(read.error);
  if (message === null) return 'no message';
  const { custom_id: customId, component_type: type } = read.data;
  if (type != null && type !== BUTTON) return `nothing of type ${type} is pressed`;
  return { type: 'button', customId, message };
}

function formOf(data: unknown, message: SourceMessage | null): Deed | string {
  const read = customSchema.safeParse(data);
  if (!read.success) return z.prettifyError(read.error);
  const { custom_id: customId, components, resolved } = read.data;
  const problem = problemInFields(components);
  if (problem !== null) return problem;
  return { type: 'form', customId, filled: filledIn(components, resolved), message };
}
