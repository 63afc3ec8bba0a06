import { describe, expect, it } from 'vitest';
import { filledIn } from '../../../../src/bots/discord/interactions/form-values.ts';
import { optionsOf } from '../../../../src/bots/discord/interactions/options.ts';

const typed = (value: string) => optionsOf([{ name: 'prompt', type: 3, value }], {}).text('prompt');
const filled = (value: string) =>
  filledIn([{ type: 18, component: { type: 4, custom_id: 'prompt', value } }], {}).text('prompt');

describe('what is typed in Discord', () => {
  it.each([
    ['a <:kite:123456789012345678> over <a:sea:123456789012345678>', 'a :kite: over :sea:'],
    ['<@123456789012345678> and <@!123456789012345678> dance', 'someone and someone dance'],
    ['<@&123456789012345678>', 'someone'],
    ['as in <#123456789012345678>', 'as in #channel'],
    ['like </video create:123456789012345678>', 'like /video create'],
    ['see <https://example.com/a?b=1&c=2>', 'see https://example.com/a?b=1&c=2'],
    ['a fox\nin the snow\n\nat night', 'a fox\nin the snow\n\nat night'],
    ['Tom &amp; Jerry, 1 < 2 > 0, <b>', 'Tom &amp; Jerry, 1 < 2 > 0, <b>'],
  ])('is read as it was seen: %j', (markup, words) => {
    expect(typed(markup)).toBe(words);
    expect(filled(markup)).toBe(words);
  });
});
