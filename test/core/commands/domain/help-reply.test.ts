import { describe, expect, it } from 'vitest';
import { helpReply } from '../../../../src/core/commands/domain/help-reply.ts';
import type { Possibilities } from '../../../../src/core/video/domain/possibilities.ts';
import { ALL_POSSIBLE, PLAINLY_POSSIBLE } from '../../../support/possible-settings.ts';
import { replyLines } from '../../messages/domain/plain-text.ts';

function help(possible: Possibilities = PLAINLY_POSSIBLE, takesImages = true): string {
  return replyLines(helpReply(possible, takesImages)).join('\n');
}

const KINDS = ['storyboard', 'elements', 'edit', 'replace'].map((it) => `/video ${it}`);

describe('the help', () => {
  it('shows what can be made, by an example', () => {
    expect(help().split('\n')).toEqual([
      'Videos from text and images',
      '/video create creates a video from a prompt and your images.',
      'Example: /video create A red fox runs through fresh snow at sunrise',
      '/video status shows your videos in progress, /video history your latest ones. /video cancel cancels a queued one.',
      '/credits shows your credits. You pay only for videos that arrive.',
    ]);
  });

  it('speaks of no images where they cannot be used', () => {
    expect(help(PLAINLY_POSSIBLE, false)).toContain('creates a video from a prompt.');
  });

  it('names the kinds that can be made here, and no others', () => {
    const all = help(ALL_POSSIBLE);
    for (const command of KINDS) {
      expect(all).toContain(command);
      expect(help()).not.toContain(command);
    }
    const replace = help({ ...PLAINLY_POSSIBLE, kinds: ['replace'] });
    expect(KINDS.filter((it) => replace.includes(it))).toEqual(['/video replace']);
  });

  it('names what only some models take', () => {
    expect(help(ALL_POSSIBLE)).toContain(
      'Options: Reference images, Reference video, Reference audio, Style, Camera, Motion and Seed.',
    );
    expect(help()).not.toContain('Options');
    const { advanced } = PLAINLY_POSSIBLE;
    const seed = { ...PLAINLY_POSSIBLE, advanced: { ...advanced, seed: { min: 0, max: 9 } } };
    expect(help(seed)).toContain('\nOptions: Seed.\n');
  });
});
