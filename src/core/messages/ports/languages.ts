import type { Language } from '../domain/language.ts';

/** The languages that messages can be said in. */
export interface Languages {
  /** English first. */
  readonly all: readonly Language[];
  /**
   * The tag of the one that serves who reads `tag`, as a chat or an older version of this service
   * says it; null where none does.
   */
  matching(tag: string | null | undefined): string | null;
}
