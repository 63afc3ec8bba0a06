import { ENGLISH } from '../core/messages/domain/language.ts';
import { matchingLanguage } from './languages.ts';
import { createWording } from './wording.ts';
import type { ChatNames, Wording } from './wording.ts';

/** The wording of each language with one chat's names; English where none is said, or none of ours. */
export type Wordings = (language: string | null | undefined) => Wording;

export function createWordings(names?: ChatNames): Wordings {
  const made = new Map<string, Wording>();
  return (language) => {
    const tag = matchingLanguage(language) ?? ENGLISH;
    const known = made.get(tag) ?? createWording(tag, names);
    made.set(tag, known);
    return known;
  };
}
