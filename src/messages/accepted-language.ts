import { matchingLanguage } from './languages.ts';

/** More than any browser sends. */
const MOST_READ = 20;

/** The language of ours that a browser likes best, by its Accept-Language; null where none is. */
export function acceptedLanguage(header: string | undefined): string | null {
  const liked = (header ?? '')
    .split(',', MOST_READ)
    .flatMap((it) => {
      const [, tag, weight = '1'] = /^\s*([\w-]+)\s*(?:;\s*q=([\d.]+)\s*)?$/iu.exec(it) ?? [];
      return tag === undefined || !(Number(weight) > 0) ? [] : [{ tag, weight: Number(weight) }];
    })
    .toSorted((one, other) => other.weight - one.weight);
  for (const { tag } of liked) {
    const language = matchingLanguage(tag);
    if (language !== null) return language;
  }
  return null;
}
