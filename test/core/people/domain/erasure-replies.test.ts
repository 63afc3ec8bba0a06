import { describe, expect, it } from 'vitest';
import {
  confirmForgetReply,
  forgottenReply,
  keptReply,
  notYetReply,
} from '../../../../src/core/people/domain/erasure-replies.ts';
import { replyLines } from '../../messages/domain/plain-text.ts';

describe('forgetting somebody’s prompts and media', () => {
  const has = (videos: number, open = 0, unconfirmed = 0) => ({ videos, open, unconfirmed });

  it('is asked about first: what goes, what stays, what cannot be undone', () => {
    expect(replyLines(confirmForgetReply(has(12), { forget: 'p-forget', keep: 'p-keep' }))).toEqual(
      [
        'Forget everything of yours here?',
        'Removed for good: 12 videos, their prompts, and all pictures, videos and sounds you gave for them; your usual settings, your name here, what you asked admins for, and offers you have not taken up.',
        'Kept: what each video cost, when it was asked for and with which model and settings, because the books have to add up; links between your accounts; and the log of what admins did.',
        'Messages of yours in this chat that this service can still change will say "Forgotten". Files are deleted within three hours, unless somebody else used the very same file.',
        'This cannot be undone. Copies that others made, messages in which admins were asked for credits, and what the makers of the models keep are not in our hands.',
        '**[Forget everything]** p-forget',
        '[Keep] p-keep',
      ],
    );
  });

  it('says when it is done', () => {
    expect(replyLines(forgottenReply())).toEqual([
      'Forgotten',
      'Your prompts, media and settings here are removed, and files follow within three hours. What videos cost stays in the books.',
      'Messages with your videos change as fast as the chat allows.',
    ]);
  });

  it('says when it is not done after all', () => {
    expect(replyLines(keptReply())).toEqual(['Nothing was forgotten', 'All is as it was.']);
  });

  it('waits for videos that are on the way or got no clear answer, and says what to do', () => {
    const not = '(refused) Not while a video of yours is on the way. Nothing was forgotten.';
    const busy = 'on the way: cancel with /video cancel, or wait, then ask again.';
    const unclear = 'got no clear answer: an admin can settle that with the buttons on its card.';
    expect(replyLines(notYetReply(has(9, 1)))).toEqual([not, `1 video ${busy}`]);
    expect(replyLines(notYetReply(has(9, 2, 2)))).toEqual([not, `2 videos ${unclear}`]);
    expect(replyLines(notYetReply(has(9, 3, 1)))).toEqual([
      not,
      `2 videos ${busy}`,
      `1 video ${unclear}`,
    ]);
  });
});
