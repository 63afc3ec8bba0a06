/** A language that messages can be said in. */
export interface Language {
  /** BCP 47. */
  readonly tag: string;
  /** What its speakers call it. */
  readonly name: string;
}

/** What is said where no other language is known: it is always there. */
export const ENGLISH = 'en';

/** The one that somebody means by its tag, its own name or its English one; null: none. */
export function languageNamed(languages: readonly Language[], typed: string): Language | null {
  const wanted = typed.trim().toLowerCase();
  return languages.find((it) => namesOf(it).some((name) => name.toLowerCase() === wanted)) ?? null;
}

function namesOf({ tag, name }: Language): readonly string[] {
  const english = new Intl.DisplayNames(ENGLISH, { type: 'language' });
  const { language } = new Intl.Locale(tag);
  return [tag, name, language, english.of(tag) ?? tag, english.of(language) ?? tag];
}
