import type { CommandInteractionOption } from 'discord.js';
import { z } from 'zod';
import type { Attachment } from '../../core/domain/media.ts';

/** What was typed into the options of a command; null where nothing was. */
export interface Options {
  text(name: string): string | null;
  number(name: string): number | null;
  flag(name: string): boolean | null;
  /** While a command is still being typed, only that there is one is known of a file. */
  file(name: string): Attachment | null;
  /** Somebody or a role. Unknown: something was chosen, and Discord does not say what it is. */
  mentioned(name: string): Mentioned | 'unknown' | null;
  channel(name: string): { readonly id: string } | 'unknown' | null;
}

export interface Mentioned {
  readonly kind: 'person' | 'role';
  readonly id: string;
}

const ID = /^\d{1,20}$/;

const fileSchema = z
  .object({ url: z.string(), name: z.string(), size: z.number() })
  .transform(({ url, name, size }): Attachment => ({ url, name, bytes: size }));

/** Nothing is believed of names and types: a client can be made to send anything. */
export function optionsOf(data: readonly CommandInteractionOption[]): Options {
  const leaves = new Map(leavesOf(data).map((it) => [it.name, it]));
  const valueOf = (name: string) => leaves.get(name)?.value;
  return {
    text(name) {
      const value = valueOf(name);
      return typeof value === 'string' ? value : null;
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
      const option = leaves.get(name);
      if (option === undefined || typeof option.value !== 'string') return null;
      return fileSchema.safeParse(option.attachment).data ?? { url: '', name, bytes: null };
    },
    mentioned(name) {
      const option = leaves.get(name);
      if (option === undefined) return null;
      const { value, role, user } = option;
      if (typeof value !== 'string' || !ID.test(value)) return 'unknown';
      if (role != null) return { kind: 'role', id: value };
      return user == null ? 'unknown' : { kind: 'person', id: value };
    },
    channel(name) {
      const value = valueOf(name);
      if (value === undefined) return null;
      return typeof value === 'string' && ID.test(value) ? { id: value } : 'unknown';
    },
  };
}

function leavesOf(data: readonly CommandInteractionOption[]): CommandInteractionOption[] {
  return data.flatMap((it) => (it.options === undefined ? [it] : leavesOf(it.options)));
}
