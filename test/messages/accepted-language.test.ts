import { describe, expect, it } from 'vitest';
import { acceptedLanguage } from '../../src/messages/accepted-language.ts';

describe('the language of a browser', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.5, fr-CA ; q=0.8', 'fr'],
    ['pt-PT', 'pt-BR'],
    ['nl,sv;q=0.9,ja;q=0.1', 'ja'],
    ['de;q=0,es', 'es'],
    ['*,ko;q=0.2', 'ko'],
  ])('is the one of ours that it likes best: %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([[undefined], [''], ['nl'], ['*'], [';q=1'], ['de;q=x'], ['<b>,{de}']])(
    'is none where it names none of ours: %s',
    (header) => {
      expect(acceptedLanguage(header)).toBeNull();
    },
  );
});
