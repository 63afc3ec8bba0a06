import { FALLBACK_LANGUAGE } from './languages.ts';
import { createWording } from './wording.ts';
import type { ChatNames, Wording } from './wording.ts';

/** The wording of each language with one chat's names; English where none is said. */
export type Wordings = (language: string | null | undefined) => Wording;

export function createWordings(names?: ChatNames): Wordings {
  const made = new Map<string, Wording>();
  return (language) => {
    const tag = language ?? FALLBACK_LANGUAGE;
    const known = made.get(tag) ?? createWording(tag, names);
    made.set(tag, known);
    return known;
  };
}
