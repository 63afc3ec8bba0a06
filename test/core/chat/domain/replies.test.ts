import { describe, expect, it } from 'vitest';
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
      'Nothing on the way',
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
      'Your videos on the way',
      'in line (next) · “a horse on a beach” · 300 held · job-1',
      `in line (4 before it) · “a horse on a beach” · 300 held · job-1 · [open](${link})`,
      'rendering · “a horse on a beach” · 1,200 held · 89abcdef',
    ]);
  });

  it('says of what renders that nothing is known of it, where that is so', () => {
    const states = [STATES.rendering, STATES.overdue, STATES.collecting];
    const words = statusReply(states.map((it) => listed(it, { unread: true }))).lines.map(plain);
    expect(words.map((it) => it.split(' · ')[0])).toEqual([
      ...['status unknown', 'status unknown', 'being fetched'],
    ]);
    const [line] = historyReply([listed(STATES.rendering, { unread: true })]).lines;
    expect(plain(line!)).toContain(' · status unknown · ');
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
    ['waiting', 'in line', '300 held'],
    ['submitting', 'being handed over', '300 held'],
    ['unconfirmed', 'unconfirmed', '300 held'],
    ['rendering', 'rendering', '300 held'],
    ['overdue', 'taking long', '300 held'],
    ['collecting', 'being fetched', '300 held'],
    ['succeeded', 'done', '280 credits charged'],
    ['failed', 'failed', 'nothing charged'],
    ['cancelled', 'cancelled', 'nothing charged'],
    ['expired', 'given up', 'nothing charged'],
  ] as const)('says what became of a job that is %s, and what it cost', (status, words, cost) => {
    expect(replyLines(historyReply([listed(STATES[status])]))).toEqual([
      'Your last videos',
      `<day> · ${words} · “a horse on a beach” · ${cost}`,
    ]);
  });

  it('has room for 80 characters of a prompt', () => {
    const { whole, cut } = atMost(80);
    const of = (prompt: string) => {
      const request = aRequest({ scene: { kind: 'text', prompt } });
      return replyLines(historyReply([listed(STATES.rendering, {}, { request })]))[1];
    };
    expect(of(whole)).toBe(`<day> · rendering · “${whole}” · 300 held`);
    expect(of(`${whole}x`)).toBe(`<day> · rendering · “${cut}” · 300 held`);
  });

  it('leads to the message and to the video', () => {
    const [line] = historyReply([
      listed(STATES.succeeded, { link: 'https://chat.test/m1', video: 'https://media.test/v' }),
    ]).lines;
    expect(plain(line!)).toContain('[open](https://chat.test/m1) · [video](https://media.test/v)');
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
  const told = 'They fill whatever a request leaves open, where the model can do it.';

  it('is repeated when it is set', () => {
    const all = { seconds: 5, quality: 'pro', aspect: '9:16', sound: true, guidance: 0.5 } as const;
    expect(replyLines(usualReply(all))).toEqual([
      'Your usual settings',
      '5 s · pro · 9:16 · with sound · guidance 0.5',
      told,
    ]);
    expect(replyLines(usualReply({ ...open, sound: false }))[1]).toBe('silent');
    expect(replyLines(usualReply({ ...open, seconds: 5 }))[1]).toBe('5 s');
  });

  it('is what each model does by itself where nothing is set', () => {
    expect(replyLines(usualReply(open))).toEqual([
      'Your usual settings',
      'Nothing is set: each model does what it does by itself.',
    ]);
  });

  it('includes over how many credits they are asked first', () => {
    expect(replyLines(confirmOverReply(1_200))).toEqual([
      'When you are asked first',
      'A video that costs more than 1,200 credits waits until you press Start. Others start at once.',
    ]);
    expect(replyLines(confirmOverReply(null))).toEqual([
      'When you are asked first',
      'Every video starts at once.',
    ]);
  });
});

describe('the other notes', () => {
  it('say what is certain when something is out of order', () => {
    expect(replyLines(outOfOrderReply())).toEqual([
      '(trouble) Out of order for a moment',
      'This service cannot reach its database right now. Nothing was started and nothing was charged.',
      'Please ask again in a minute.',
    ]);
    expect(replyLines(failedReply('ask-9'))).toEqual([
      '(trouble) Something went wrong on our side',
      'Whoever runs the service finds it in the log under ask-9. Should your video have been started all the same, its card appears here; only a video that arrives is charged.',
    ]);
    expect(replyLines(resumingReply())).toEqual([
      'Picking this up again',
      'This service was interrupted for a moment. Nothing was lost.',
    ]);
  });

  it('have their own tone', () => {
    expect(plainReply('done')).toEqual({ tone: 'plain', headline: ['done'], lines: [] });
    expect(refusedReply('no')).toEqual({ tone: 'refused', headline: ['no'], lines: [] });
  });
});
