import { describe, expect, it } from 'vitest';
import { checkTroubleNote, troubleLines } from '../../../src/core/domain/operator-notes.ts';
import { START } from '../../support/builders.ts';
import { plain } from './plain.ts';

const TROUBLES = [
  ['key-refused', 'happyhorse.app refuses our key', 'Check the key in the settings.'],
  ['out-of-credit', 'happyhorse.app is out of credit', 'Top up the account of the key.'],
  ['redirected', 'happyhorse.app is not at the address that is set', 'address'],
  ['maintenance', 'happyhorse.app is under maintenance', 'only waited for'],
  ['failing', 'happyhorse.app does not answer status checks', 'status page and our network'],
  ['renders-unknown', 'happyhorse.app does not know the videos it is making', 'address and key'],
] as const;

describe('what operators are told of status calls', () => {
  it.each(TROUBLES)('names the trouble and what to do: %s', (trouble, headline, toDo) => {
    const note = checkTroubleNote('happyhorse.app', trouble, null);
    expect(plain(note.headline)).toBe(headline);
    expect(plain(note.lines[0]!)).toContain(toDo);
    expect(note.lines.map(plain).at(-1)).toBe('You get a message when it is over.');
  });

  it('quotes what the provider said, shortened', () => {
    const quoted = checkTroubleNote('happyhorse.app', 'key-refused', 'x'.repeat(1_000));
    expect(plain(quoted.lines[1]!)).toMatch(/^It said: “x{200,300}…?”$/);
  });

  it('says what becomes of the videos that are being made', () => {
    const said = (trouble: (typeof TROUBLES)[number][0]) =>
      checkTroubleNote('A', trouble, null).lines.map(plain).join(' ');
    expect(said('key-refused')).toContain('The videos it is making stay open');
    expect(said('renders-unknown')).toContain('closed and its credits are returned');
  });
});

describe('what is in the way of a provider', () => {
  const told = (...[outage]: [Omit<Parameters<typeof troubleLines>[1], 'since'>]) =>
    troubleLines('A', { ...outage, since: START });
  const since = `, since ${START.toISOString()}`;

  it('is told of its orders and of its status calls, each once', () => {
    expect(told({ trouble: 'failing', unread: null })).toEqual([
      `A does not answer orders${since}`,
    ]);
    expect(told({ trouble: 'failing', unread: { trouble: 'failing' } })).toEqual([
      `A does not answer status checks${since}`,
    ]);
    expect(told({ trouble: 'out-of-credit', unread: { trouble: 'key-refused' } })).toEqual([
      `A is out of credit${since}`,
      `A refuses our key${since}`,
    ]);
  });
});
