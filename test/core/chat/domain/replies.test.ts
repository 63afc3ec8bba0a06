import { describe, expect, it } from 'vitest';
import type { Asking } from '../../../../src/core/teams/domain/confirm-over.ts';
import type { Job, JobState } from '../../../../src/core/jobs/domain/job.ts';
import { jobId } from '../../../../src/core/shared/domain/ids.ts';
import {
  confirmOverReply,
  failedReply,
  historyReply,
  outOfOrderReply,
  resumingReply,
  statusReply,
  confirmTranscodeReply,
  usualReply,
} from '../../../../src/core/chat/domain/replies.ts';
import type { ListedJob } from '../../../../src/core/chat/domain/replies.ts';
import { plainReply, refusedReply } from '../../../../src/core/messages/domain/reply.ts';
import { aJob, aRequest, START } from '../../../support/builders.ts';
import { atMost, replyLines, plain } from '../../messages/domain/plain-text.ts';
import { STATES } from '../../jobs/domain/states.ts';

function listed(state: JobState, over: Partial<ListedJob> = {}, job: Partial<Job> = {}): ListedJob {
  const it = { job: aJob(state, job), ahead: null, unread: false, link: null, video: null };
  return { ...it, ...over };
}

describe('the list of what is on the way', () => {
  it('says where to begin when there is nothing', () => {
    expect(replyLines(statusReply([]))).toEqual([
      'No videos in progress',
      'Start one with /video create.',
    ]);
  });

  it('says how each is, what it holds and where it is', () => {
    const link = 'https://chat.test/m1';
    const reply = statusReply([
      listed(STATES.waiting, { ahead: 0 }),
      listed(STATES.waiting, { ahead: 4, link }),
      listed(STATES.rendering, {}, { quote: 1_200, jobId: jobId('0123456789abcdef') }),
    ]);
    expect(replyLines(reply)).toEqual([
      'Your videos in progress',
      'Queued · next up · “a horse on a beach” · 300 credits on hold · job-1',
      `Queued · 4 ahead · “a horse on a beach” · 300 credits on hold · job-1 · [Open](${link})`,
      'Rendering · “a horse on a beach” · 1,200 credits on hold · 89abcdef',
    ]);
  });

  it('says how many more there are', () => {
    const lines = (more: number) => replyLines(statusReply([listed(STATES.rendering)], more));
    expect(lines(3)[2]).toBe('3 more');
    expect(lines(0)).toHaveLength(2);
    expect(lines(-9)).toHaveLength(2);
  });

  it('says of what renders that nothing is known of it, where that is so', () => {
    const states = [STATES.rendering, STATES.overdue, STATES.collecting];
    const words = statusReply(states.map((it) => listed(it, { unread: true }))).lines.map(plain);
    expect(words.map((it) => it.split(' · ')[0])).toEqual([
      ...['Status unknown', 'Status unknown', 'Downloading'],
    ]);
    const [line] = historyReply([listed(STATES.rendering, { unread: true })]).lines;
    expect(plain(line!)).toContain(' · Status unknown · ');
  });

  it('keeps each on one line of its own', () => {
    const request = aRequest({ scene: { kind: 'text', prompt: `a\n${'b'.repeat(900)}` } });
    const [line] = statusReply([listed(STATES.rendering, {}, { request })]).lines;
    expect(plain(line!).length).toBeLessThan(130);
    expect(plain(line!)).not.toContain('\n');
  });
});

describe('the list of what was made', () => {
  it('says where to begin when there is nothing', () => {
    expect(replyLines(historyReply([]))).toEqual([
      'No videos yet',
      'Start one with /video create.',
    ]);
  });

  it.each([
    ['waiting', 'Queued', '300 credits on hold'],
    ['submitting', 'Starting', '300 credits on hold'],
    ['unconfirmed', 'Unconfirmed', '300 credits on hold'],
    ['rendering', 'Rendering', '300 credits on hold'],
    ['overdue', 'Slower than usual', '300 credits on hold'],
    ['collecting', 'Downloading', '300 credits on hold'],
    ['succeeded', 'Done', '280 credits, 20 returned'],
    ['failed', 'Failed', 'Not charged'],
    ['cancelled', 'Cancelled', 'Not charged'],
    ['expired', 'Timed out', 'Not charged'],
  ] as const)('says what became of a job that is %s, and what it cost', (status, words, cost) => {
    expect(replyLines(historyReply([listed(STATES[status])]))).toEqual([
      'Your latest videos',
      `<day> · ${words} · “a horse on a beach” · ${cost}`,
    ]);
  });

  it('has room for 80 characters of a prompt', () => {
    const { whole, cut } = atMost(80);
    const of = (prompt: string) => {
      const request = aRequest({ scene: { kind: 'text', prompt } });
      return replyLines(historyReply([listed(STATES.rendering, {}, { request })]))[1];
    };
    expect(of(whole)).toBe(`<day> · Rendering · “${whole}” · 300 credits on hold`);
    expect(of(`${whole}x`)).toBe(`<day> · Rendering · “${cut}” · 300 credits on hold`);
  });

  it('leads to the message and to the video', () => {
    const [line] = historyReply([
      listed(STATES.succeeded, { link: 'https://chat.test/m1', video: 'https://media.test/v' }),
    ]).lines;
    expect(plain(line!)).toContain('[Open](https://chat.test/m1) · [Watch](https://media.test/v)');
    expect(line).toContainEqual({ time: START.getTime(), as: 'day' });
  });
});

describe('a video that does not fit the model', () => {
  it('can be cut to its first seconds, if its owner presses that', () => {
    expect(
      replyLines(confirmTranscodeReply('clip.mp4', { seconds: 9.7, encode: true }, 'p-1')),
    ).toEqual([
      '(refused) Not started, not charged',
      'clip.mp4 is longer than 9 s, the most this model takes.',
      '**[Use the first 9 s]** p-1',
    ]);
  });

  it('can be converted, if its owner presses that', () => {
    expect(
      replyLines(confirmTranscodeReply('clip.mp4', { seconds: null, encode: true }, 'p-1')),
    ).toEqual([
      '(refused) Not started, not charged',
      "clip.mp4 is too large for this model, or in a format it doesn't take.",
      '**[Use a converted copy]** p-1',
    ]);
  });

  it('is called by 60 characters of its name', () => {
    const { whole, cut } = atMost(60);
    const of = (name: string) =>
      replyLines(confirmTranscodeReply(name, { seconds: 9, encode: false }, 'p'))[1];
    expect(of(whole)).toBe(`${whole} is longer than 9 s, the most this model takes.`);
    expect(of(`${whole}x`)).toBe(`${cut} is longer than 9 s, the most this model takes.`);
  });
});

describe('what somebody likes best', () => {
  const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null } as const;
  const told = 'Used for settings you leave open, if one model supports them all.';

  it('is repeated when it is set', () => {
    const all = { seconds: 5, quality: 'pro', aspect: '9:16', sound: true, guidance: 0.5 } as const;
    expect(replyLines(usualReply(all))).toEqual([
      'Your defaults',
      '5 s · Pro · 9:16 · With sound · Prompt guidance 0.5',
      told,
    ]);
    expect(replyLines(usualReply({ ...open, sound: false }))[1]).toBe('Silent');
    expect(replyLines(usualReply({ ...open, seconds: 5 }))[1]).toBe('5 s');
  });

  it('is what each model does by itself where nothing is set', () => {
    expect(replyLines(usualReply(open))).toEqual([
      'Your defaults',
      'None set. Each model uses its own.',
    ]);
  });

  it('includes over how many credits they are asked first', () => {
    const asks = (asking: Asking) => replyLines(confirmOverReply(asking));
    expect(asks({ over: 1_200, first: false })).toEqual([
      'Price confirmation',
      'Showrunner asks before videos above 1,200 credits.',
    ]);
    expect(asks({ over: null, first: false })[1]).toBe('Videos start right away.');
    expect(asks({ over: 0, first: false })[1]).toBe('Showrunner asks before every video.');
    expect(asks({ over: 200, first: true })[1]).toBe(
      'Showrunner asks before your first video, then above 200 credits.',
    );
  });
});

describe('the other notes', () => {
  it('say what is certain when something is out of order', () => {
    expect(replyLines(outOfOrderReply())).toEqual([
      '(trouble) Showrunner is down for a moment',
      'Not started, not charged. Try again in a minute.',
    ]);
    expect(replyLines(resumingReply())).toEqual([
      'Back after a restart',
      'Your request continues.',
    ]);
  });

  it.each([
    [undefined, 'If your video started anyway, it appears here.'],
    ['create', 'If your video started anyway, it appears here.'],
    ['accept', 'If your video started anyway, it appears here.'],
    ['status', 'Try again.'],
    ['admin', 'Try again.'],
  ] as const)('say what may have become of a command that failed: %s', (command, words) => {
    expect(replyLines(failedReply('ask-9', command))).toEqual([
      '(trouble) Showrunner ran into an error',
      words,
      'Reference for the operator: ask-9',
    ]);
  });

  it('have their own tone', () => {
    expect(plainReply('done')).toEqual({ tone: 'plain', headline: ['done'], lines: [] });
    expect(refusedReply('no')).toEqual({ tone: 'refused', headline: ['no'], lines: [] });
  });
});
