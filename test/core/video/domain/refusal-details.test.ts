import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../../src/core/video/domain/refusal.ts';
import { refusalWords } from '../../../../src/core/video/domain/refusal-words.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';

const name = 'cat.png';

describe('the words of a refusal', () => {
  it.each([
    [['One'], 'needs One, which is not set up'],
    [['One', 'Two'], 'needs One or Two, neither of which is set up'],
    [['One', 'Two', 'Three'], 'needs One, Two or Three, none of which is set up'],
  ])('name who could make it: %j', (providers, words) => {
    expect(plain(refusalWords({ code: 'not-set-up', need: 'text', providers }))).toContain(words);
  });

  const words = (refusal: Refusal) => plain(refusalWords(refusal));

  it('never say that a file is as big as is allowed and too big', () => {
    const big = { media: 'image', code: 'too-big', name, maxBytes: 10_000_000 } as const;
    expect(words({ ...big, bytes: 10_000_001 })).toBe(`${name} is too big. Up to 10 MB works.`);
    expect(words({ ...big, bytes: null })).toBe(`${name} is too big. Up to 10 MB works.`);
    expect(words({ ...big, bytes: 10_900_000 })).toContain('is 11 MB');
  });

  it('shorten a long name of a file and keep it on one line', () => {
    const text = words({ media: 'image', code: 'broken', name: `a\n${'b'.repeat(500)}.png` });
    expect(text.length).toBeLessThan(180);
    expect(text).toMatch(/^a b+… is damaged/);
  });

  it('know what to call an unknown content', () => {
    expect(words({ media: 'image', code: 'wrong-media', name, found: null })).toMatch(
      /is not an image\. Send/,
    );
  });

  it('count in words that fit the number', () => {
    expect(words({ code: 'too-many-open', most: 1 })).toContain('1 video on the way');
    expect(words({ code: 'too-dear', cost: 1, most: 0 })).toContain('cost 1 credit;');
  });

  it('list one, two and three choices', () => {
    const offered = (...values: string[]) =>
      words({ code: 'aspect-not-offered', aspect: '4:3', offered: values });
    expect(offered('1:1')).toContain('Choose 1:1.');
    expect(offered('1:1', '16:9')).toContain('Choose 1:1 or 16:9.');
    expect(offered('1:1', '16:9', '9:16')).toContain('Choose 1:1, 16:9 or 9:16.');
  });

  it('say what there is instead, or that there is nothing', () => {
    expect(words({ code: 'model-unknown', model: 'x', offered: [] })).toBe(
      'There is no model x here.',
    );
    expect(words({ code: 'model-unknown', model: 'x', offered: ['a/1'] })).toBe(
      'There is no model x here. Choose a/1.',
    );
    const models = ['a/1', 'b/2'];
    expect(words({ code: 'model-denied', models, offered: [] })).toBe(
      'a/1 and b/2 may not be used in this team. No model here may be: ask an admin of this place.',
    );
    expect(words({ code: 'model-denied', models, offered: ['c/3'] })).toBe(
      'a/1 and b/2 may not be used in this team. Choose c/3.',
    );
  });

  it('name five channels at most in which videos may be asked for', () => {
    const denied = (count: number) =>
      words({
        code: 'channel-denied',
        allowed: Array.from({ length: count }, (_, n) => ({ platform: 'slack', id: `C${n}` })),
      });
    expect(denied(0)).toBe('Videos may not be asked for here. Ask in another channel.');
    expect(denied(1)).toBe('Videos may not be asked for here. Ask in #another channel.');
    const five = Array(5).fill('#another channel').join(' or ');
    expect(denied(5)).toBe(`Videos may not be asked for here. Ask in ${five}.`);
    expect(denied(6)).toBe(denied(5));
  });

  it('offer a first frame only where a last one alone is what nobody can', () => {
    const lacking = (need: 'last-frame' | 'last-frame-alone') =>
      words({ code: 'not-set-up', need, providers: ['One'] });
    expect(lacking('last-frame')).toMatch(/Whoever runs the service can add it\.$/);
    expect(lacking('last-frame-alone')).toMatch(/can add it; or give a first frame too\.$/);
  });

  it('say of a style how many characters it may have, of other settings their numbers', () => {
    expect(words({ code: 'extra-out-of-range', extra: 'style', min: 1, max: 50 })).toBe(
      'The style must have 1 to 50 characters.',
    );
    expect(words({ code: 'extra-out-of-range', extra: 'seed', min: 0, max: 2_147_483_647 })).toBe(
      'The seed must be a whole number, 0 to 2,147,483,647.',
    );
    expect(words({ code: 'extra-not-offered', extra: 'style', model: 'Horse 1' })).toBe(
      'Horse 1 has no style. Leave it out.',
    );
  });

  it('say when a provider is tried again', () => {
    expect(words({ code: 'providers-down', providers: ['One', 'Two'], until: 5 })).toBe(
      'One or Two cannot take new videos right now. It is tried again <relative>.',
    );
  });

  it('count one of a thing as one', () => {
    expect(words({ code: 'prompt-too-short', length: 1, least: 3 })).toBe(
      'The prompt has 1 character; 3 is the least. Say a little more.',
    );
    expect(words({ code: 'too-many-images', images: 1, min: 2, most: 4 })).toBe(
      '1 picture was given; 2 to 4 work.',
    );
    expect(words({ code: 'too-many-images', images: 2, min: 1, most: 1 })).toBe(
      '2 pictures were given; it must be 1.',
    );
    expect(words({ code: 'too-many-open-in-team', most: 1 })).toBe(
      'This team has 1 video on the way, the most at one time. Wait for one to finish.',
    );
  });

  it('tell seconds to a tenth', () => {
    expect(words({ media: 'video', code: 'too-short', name, seconds: 1.26, minSeconds: 3 })).toBe(
      'cat.png is 1.3 s long. It must be 3 s at least.',
    );
  });

  it('have room for 60 characters of a name and 100 of blocked words', () => {
    const sixty = atMost(60);
    const broken = (file: string) => words({ media: 'image', code: 'unreachable', name: file });
    expect(broken(sixty.whole)).toMatch(`${sixty.whole} could not be fetched`);
    expect(broken(`${sixty.whole}x`)).toMatch(`${sixty.cut} could not be fetched`);
    const hundred = atMost(100);
    const blocked = (text: string) => words({ code: 'words-blocked', words: text });
    expect(blocked(hundred.whole)).toContain(`“${hundred.whole}”`);
    expect(blocked(`${hundred.whole}x`)).toContain(`“${hundred.cut}”`);
  });
});
