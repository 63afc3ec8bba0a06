import { describe, expect, it } from 'vitest';
import { blockedIn, isPattern, textsOf } from '../../../../src/core/video/domain/blocked-words.ts';
import { patience } from '../../../support/patience.ts';

const found = (text: string, ...patterns: string[]) => blockedIn([text], patterns);

describe('a blocked word', () => {
  it('is found as a whole word and not within another', () => {
    expect(found('a gun on a table', 'gun')).toBe('gun');
    expect(found('Gun!', 'gun')).toBe('Gun');
    expect(found('the gunner has begun', 'gun')).toBeNull();
    expect(found('anything', ...[])).toBeNull();
  });

  it('is found however its letters are written', () => {
    for (const text of ['GUN', 'gün', 'g\u0308un', 'ｇｕｎ', 'ⓖⓤⓝ', 'g\u200bu\u00adn', '𝐠𝐮𝐧']) {
      expect(found(`a ${text}.`, 'gun'), text).not.toBeNull();
    }
    expect(found('STRASSE', 'straße')).toBe('STRASSE');
    expect(found('ΟΔΟΣ', 'οδός')).toBe('ΟΔΟΣ');
    // A sigma is written otherwise where a word ends.
    expect(found('ΟΔΟΣΗΜΑΝΣΗ', 'οδος*')).toBe('ΟΔΟΣΗΜΑΝΣΗ');
    expect(found('ﬁre', 'FIRE')).toBe('fire');
    expect(found('İSTANBUL', 'istanbul')).not.toBeNull();
    // Marks that are no accents are letters of their own: another word.
    expect(found('कि', 'का')).toBeNull();
  });

  it('is told as it was written', () => {
    expect(found('a caf\u00e9 at night', 'CAFE')).toBe('caf\u00e9');
  });

  it('stands with a star for any letters', () => {
    expect(found('a killer whale', 'kill*')).toBe('killer');
    expect(found('kill it', 'kill*')).toBe('kill');
    expect(found('roadkill', 'kill*')).toBeNull();
    expect(found('roadkills', '*kill*')).toBe('roadkills');
    expect(found('abcabc', 'a*b*c')).toBe('abcabc');
    expect(found('abc', 'a*b*c')).toBe('abc');
    expect(found('killer', '*kill*')).toBe('killer');
    expect(found('ab', 'ab*b')).toBeNull();
    expect(found('aXbYc', 'a*c*c')).toBeNull();
  });

  it('may be several in a row, whatever is between them', () => {
    expect(found('they kill\n  Bill', 'kill bill')).toBe('kill Bill');
    expect(found('kill-bill', 'kill bill')).toBe('kill bill');
    expect(found('kill old bill', 'kill bill')).toBeNull();
    expect(found('bill', 'kill bill')).toBeNull();
    expect(found('killing bills', 'kill* bill*')).toBe('killing bills');
  });

  it('is no expression of any other kind', () => {
    expect(found('anything at all', '.+', '(a|b)*', '[a-z]')).toBeNull();
    expect(found('x', '(x+x+)+y')).toBeNull();
  });

  it('takes no longer for being nasty', () => {
    const text = `${'a'.repeat(20_000)} `.repeat(5);
    const begun = performance.now();
    for (let n = 0; n < 20; n += 1) expect(found(text, `${'a*'.repeat(49)}b`)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(patience(1_000));
  });
});

describe('what can be blocked', () => {
  it('has a letter or a digit in each of its words', () => {
    expect(['gun', 'kill* bill', '*4*', '枪'].filter(isPattern)).toHaveLength(4);
    expect(['', '  ', '*', 'kill *', '?!', '\u200b'].filter(isPattern)).toEqual([]);
  });
});

describe('the texts of a video', () => {
  it('are all that a provider is given', () => {
    const image = 'file';
    expect(textsOf({ kind: 'text', prompt: 'a' }, { style: 's', seed: 1 })).toEqual(['a', 's']);
    const shots = [{ prompt: 'a', seconds: 3 } as const, { prompt: 'b', seconds: 4 } as const];
    expect(textsOf({ kind: 'shots', shots, first: null })).toEqual(['a', 'b']);
    const elements = [{ name: 'n', description: 'd', images: [image] }];
    expect(textsOf({ kind: 'references', prompt: 'p', images: [], elements })).toEqual([
      ...['p', 'n', 'd'],
    ]);
    expect(textsOf({ kind: 'shots', shots, first: null, elements })).toEqual([
      ...['a', 'b', 'n', 'd'],
    ]);
    expect(textsOf({ kind: 'frames', prompt: 'p', first: image, last: null, elements })).toEqual([
      'p',
      'n',
      'd',
    ]);
    const replaced = { kind: 'replace', character: image, driving: image } as const;
    expect(textsOf(replaced, { style: 's' })).toEqual(['s']);
  });
});
