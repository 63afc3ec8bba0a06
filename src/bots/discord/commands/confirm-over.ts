import { grouped } from '../../../core/messages/domain/rich-text.ts';

/** What can be chosen without knowing what anything costs. */
export const CONFIRM_CHOICES = [
  { name: 'Always ask me first', value: 'always' },
  { name: 'Never ask, start at once', value: 'never' },
  ...[50, 100, 200, 500, 1_000].map((credits) => ({
    name: `Over ${grouped(credits)} credits`,
    value: String(credits),
  })),
] as const;

export type ConfirmRead =
  | { readonly status: 'read'; readonly credits: number | null }
  | { readonly status: 'wrong'; readonly words: string };

/** Null: never asks. */
export function readConfirmOver(typed: string): ConfirmRead {
  const words = typed.trim().toLowerCase();
  if (words === 'never') return { status: 'read', credits: null };
  if (words === 'always') return { status: 'read', credits: 0 };
  if (/^\d{1,9}$/.test(words)) return { status: 'read', credits: Number(words) };
  return {
    status: 'wrong',
    words: 'confirm_over takes a number of credits, for example 200, or always, or never.',
  };
}
