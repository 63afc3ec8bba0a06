import { describe, expect, it } from 'vitest';
import { helpReply } from '../../../../src/core/commands/domain/help-reply.ts';
import type { HelpFacts } from '../../../../src/core/commands/domain/help-reply.ts';
import { ALL_POSSIBLE, PLAINLY_POSSIBLE } from '../../../support/possible-settings.ts';
import { replyLines } from '../../messages/domain/plain-text.ts';

function help(over: Partial<HelpFacts> = {}): string {
  const models = [{ title: 'Fake 1', words: '3–15 s' }];
  const facts = { models, takesImages: true, possible: PLAINLY_POSSIBLE, ...over };
  return replyLines(helpReply(facts)).join('\n');
}

const KINDS = ['storyboard', 'elements', 'edit', 'replace'].map((it) => `/video ${it}`);

describe('the help', () => {
  it('lists the commands and the models', () => {
    for (const command of ['create', 'status', 'history', 'cancel']) {
      expect(help()).toContain(`/video ${command}`);
    }
    expect(help()).toContain('/credits');
    expect(help()).toContain('Fake 1: 3–15 s');
    expect(help()).not.toContain('Pictures cannot');
  });

  it('says where pictures cannot be used', () => {
    expect(help({ takesImages: false })).toContain('Pictures cannot be used');
  });

  it('names the kinds that can be made here, and no others', () => {
    const all = help({ possible: ALL_POSSIBLE });
    for (const command of KINDS) {
      expect(all).toContain(command);
      expect(help()).not.toContain(command);
    }
    const replace = help({ possible: { ...PLAINLY_POSSIBLE, kinds: ['replace'] } });
    expect(KINDS.filter((it) => replace.includes(it))).toEqual(['/video replace']);
  });

  it('names what only some models take', () => {
    expect(help({ possible: ALL_POSSIBLE })).toContain(
      'It also takes up to 9 reference pictures, a reference video, a reference sound, a style, a camera motion, how much moves and a seed.',
    );
    expect(help()).not.toContain('It also takes');
  });

  it('joins what models take the way people do', () => {
    const { advanced } = PLAINLY_POSSIBLE;
    const seed = { min: 0, max: 9 };
    const takes = (more: Partial<typeof advanced>) =>
      help({ possible: { ...PLAINLY_POSSIBLE, advanced: { ...advanced, ...more } } });
    expect(takes({ seed })).toContain('It also takes a seed.');
    expect(takes({ seed, styleLength: 50 })).toContain('It also takes a style and a seed.');
    expect(takes({ seed, styleLength: 50, motionIntensity: { min: 1, max: 5 } })).toContain(
      'It also takes a style, how much moves and a seed.',
    );
  });

  it('begins with what can be made', () => {
    expect(help()).toMatch(/^Videos from words and pictures\n/);
  });
});
