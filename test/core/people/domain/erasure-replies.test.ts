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
        'Delete your data here?',
        "Deleted for good: 12 videos with prompts and files, your defaults, name, credit requests and the buttons you haven't pressed.",
        "Kept: each video's cost, time, model and settings. Links between your accounts and the audit log stay too.",
        'Cards Showrunner can still edit will say “Deleted”. Files go within 3 h, unless someone else used the same file.',
        "This can't be undone. It doesn't reach copies others made, messages to admins or what providers keep.",
        '**[Delete everything]** p-forget',
        '[Keep] p-keep',
      ],
    );
  });

  it('says when it is done', () => {
    expect(replyLines(forgottenReply())).toEqual([
      'Your data is deleted',
      'Files follow within 3 h, and cards as fast as the chat allows.',
    ]);
  });

  it('says when it is not done after all', () => {
    expect(replyLines(keptReply())).toEqual(['Nothing was deleted']);
  });

  it('waits for videos that are on the way or got no clear answer, and says what to do', () => {
    const not = '(refused) Nothing was deleted';
    const busy = 'in progress. Wait, or cancel queued ones with /video cancel, then ask again.';
    const unclear = 'unconfirmed. An admin has to decide on the card first.';
    expect(replyLines(notYetReply(has(9, 1)))).toEqual([not, `1 video is ${busy}`]);
    expect(replyLines(notYetReply(has(9, 2, 2)))).toEqual([not, `2 videos are ${unclear}`]);
    expect(replyLines(notYetReply(has(9, 3, 1)))).toEqual([
      not,
      `2 videos are ${busy}`,
      `1 video is ${unclear}`,
    ]);
  });
});
