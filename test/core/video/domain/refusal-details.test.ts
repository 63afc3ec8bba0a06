import { describe, expect, it } from 'vitest';
import type { Need, Refusal } from '../../../../src/core/video/domain/refusal.ts';
import { refusalWords } from '../../../../src/core/video/domain/refusal-words.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';

const words = (refusal: Refusal) => plain(refusalWords(refusal));

describe('the words of a refusal', () => {
  it('name what is needed, and who could be added', () => {
    const lacking = (need: Need) => words({ code: 'not-set-up', need, providers: ['One'] });
    expect(lacking('sound')).toBe(
      'Not available here: Choice of sound. Ask the operator to add One.',
    );
    expect(lacking('last-frame')).toContain('First and last frame.');
    expect(lacking('guide-audio')).toContain('Reference audio.');
    // What the person can do comes first.
    expect(lacking('last-frame-alone')).toBe(
      'A last frame needs a first frame. Add one, or ask the operator to add One.',
    );
  });

  it('count one of a thing as one', () => {
    expect(words({ code: 'too-dear', cost: 1, most: 0 })).toMatch(/^This video costs 1 credit\./);
    expect(words({ code: 'too-many-open', most: 1 })).toContain('1 video at once');
    expect(words({ code: 'providers-down', providers: ['One'], waits: true })).toMatch(
      /^One isn't available/,
    );
  });

  it('say how many images are right', () => {
    const images = (min: number, most: number) =>
      words({ code: 'too-many-images', images: 2, min, most });
    expect(images(1, 1)).toBe('Add exactly 1 image. You added 2.');
    expect(images(0, 1)).toBe('Add up to 1 image. You added 2.');
    expect(images(3, 4)).toBe('Add 3–4 images. You added 2.');
  });

  it('say what there is instead, or that there is nothing', () => {
    expect(words({ code: 'model-unknown', model: 'x', offered: [] })).toBe('No model named “x”.');
    expect(words({ code: 'model-denied', models: ['Fake 1'], offered: [] })).toBe(
      "Your admins don't allow any model. Ask an admin.",
    );
    const demands = { seconds: 8 };
    expect(words({ code: 'plan-gate', provider: 'One', demands, able: ['Two'] })).toBe(
      "Not in the service's plan at One: 8 s or longer. Choose something else, or ask the operator to add Two.",
    );
  });

  it('name five channels at most in which videos may be asked for', () => {
    const denied = (count: number) =>
      words({
        code: 'channel-denied',
        allowed: Array.from({ length: count }, (_, n) => ({ platform: 'slack', id: `C${n}` })),
      });
    expect(denied(1)).toMatch(/^Videos are off in this channel\. Use #[^#]+\.$/);
    expect(denied(5).match(/#/g)).toHaveLength(5);
    expect(denied(6)).toBe(denied(5));
  });

  it('say of a style how many characters it may have, of other settings their numbers', () => {
    expect(words({ code: 'extra-out-of-range', extra: 'style', min: 1, max: 50 })).toBe(
      'Style must have 1–50 characters.',
    );
    expect(words({ code: 'extra-out-of-range', extra: 'motionIntensity', min: 1, max: 5 })).toBe(
      'Motion must be 1–5.',
    );
  });

  it('promise no more credits where none are renewed', () => {
    const left = { cost: 300, left: 20, renewsAt: null };
    expect(words({ code: 'no-credits', ...left })).toBe(
      'This video costs 300 credits. You have 20 left.',
    );
    expect(words({ code: 'pool-empty', ...left })).toBe(
      'This video costs 300 credits. The team budget has 20 left.',
    );
  });

  it('have room for 60 characters of a name and 100 of blocked words', () => {
    const sixty = atMost(60);
    const unknown = (model: string) => words({ code: 'model-unknown', model, offered: [] });
    expect(unknown(sixty.whole)).toContain(`“${sixty.whole}”`);
    expect(unknown(`${sixty.whole}x`)).toContain(`“${sixty.cut}”`);
    const hundred = atMost(100);
    const blocked = (text: string) => words({ code: 'words-blocked', words: text });
    expect(blocked(hundred.whole)).toContain(`“${hundred.whole}”`);
    expect(blocked(`${hundred.whole}x`)).toContain(`“${hundred.cut}”`);
  });
});
