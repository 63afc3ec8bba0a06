import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../src/db/shared/json-text.ts';

describe('JSON for a statement', () => {
  it.each([
    ['a NUL', 'a\0b', 'a\ufffdb'],
    ['half of an emoji at the end', 'a horse 🐎'.slice(0, -1), 'a horse \ufffd'],
    ['the other half', '🐎!'.slice(1), '\ufffd!'],
  ])('has no %s', (_, text, readable) => {
    const value = { state: { message: text, list: [text, 1] } };
    expect(JSON.parse(jsonText(value))).toEqual({
      state: { message: readable, list: [readable, 1] },
    });
  });

  it.each(['🐎 \n\t"\\', '\\u0000', '\\\\ud83d', 'e\u0301', '\u0001', ''])(
    'leaves everything else as it is: %j',
    (text) => {
      expect(jsonText({ text })).toBe(JSON.stringify({ text }));
    },
  );

  it('writes moments as usual', () => {
    const at = new Date('2026-11-18T12:00:00Z');
    expect(jsonText({ at, text: '\0' })).toBe('{"at":"2026-11-18T12:00:00.000Z","text":"\ufffd"}');
  });
});
