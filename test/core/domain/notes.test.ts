import { describe, expect, it } from 'vitest';
import type { Note } from '../../../src/core/domain/conversation.ts';
import type { Job, JobState } from '../../../src/core/domain/job.ts';
import {
  failedNote,
  historyNote,
  outOfOrderNote,
  plainNote,
  refusedNote,
  resumingNote,
  statusNote,
} from '../../../src/core/domain/notes.ts';
import type { ListedJob } from '../../../src/core/domain/notes.ts';
import { aJob, aRequest, START } from '../../support/builders.ts';
import { plain } from './plain.ts';
import { STATES, STATUSES } from './states.ts';

function wordsOf(note: Note): string {
  return [note.headline, ...note.lines].map(plain).join('\n');
}

function listed(state: JobState, over: Partial<ListedJob> = {}, job: Partial<Job> = {}): ListedJob {
  return { job: aJob(state, job), ahead: null, link: null, video: null, ...over };
}

describe('the list of what is on the way', () => {
  it('says where to begin when there is nothing', () => {
    expect(wordsOf(statusNote([]))).toBe('Nothing on the way\nStart one with /video create.');
  });

  it('says how each is, what it holds and where it is', () => {
    const link = 'https://chat.test/m1';
    const note = statusNote([
      listed(STATES.waiting, { ahead: 0 }),
      listed(STATES.waiting, { ahead: 4, link }),
      listed(STATES.rendering, {}, { quote: 1_200 }),
    ]);
    expect(note.lines.map(plain)).toEqual([
      'in line (next) · “a horse on a beach” · 300 held · job-1',
      `in line (4 before it) · “a horse on a beach” · 300 held · job-1 · [open](${link})`,
      'rendering · “a horse on a beach” · 1,200 held · job-1',
    ]);
  });

  it('keeps each on one line of its own', () => {
    const request = aRequest({ scene: { kind: 'text', prompt: `a\n${'b'.repeat(900)}` } });
    const [line] = statusNote([listed(STATES.rendering, {}, { request })]).lines;
    expect(plain(line!).length).toBeLessThan(130);
    expect(plain(line!)).not.toContain('\n');
  });
});

describe('the list of what was made', () => {
  it('says where to begin when there is nothing', () => {
    expect(wordsOf(historyNote([]))).toContain('No videos yet');
  });

  it.each(STATUSES)('says what %s cost', (status) => {
    const words = wordsOf(historyNote([listed(STATES[status])]));
    expect(words).not.toMatch(/undefined|null|NaN/);
    const cost =
      status === 'succeeded'
        ? '280 credits charged'
        : ['failed', 'cancelled', 'expired'].includes(status)
          ? 'nothing charged'
          : '300 held';
    expect(words).toContain(cost);
  });

  it('leads to the message and to the video', () => {
    const [line] = historyNote([
      listed(STATES.succeeded, { link: 'https://chat.test/m1', video: 'https://media.test/v' }),
    ]).lines;
    expect(plain(line!)).toContain('[open](https://chat.test/m1) · [video](https://media.test/v)');
    expect(line).toContainEqual({ time: START.getTime(), as: 'day' });
  });
});

describe('the other notes', () => {
  it('say what is certain when something is out of order', () => {
    expect(outOfOrderNote().tone).toBe('trouble');
    expect(wordsOf(outOfOrderNote())).toContain('Nothing was started and nothing was charged.');
    expect(wordsOf(failedNote('ask-9'))).toContain('under ask-9');
    expect(wordsOf(resumingNote())).toContain('again');
  });

  it('have their own tone', () => {
    expect(plainNote('done')).toEqual({ tone: 'plain', headline: ['done'], lines: [] });
    expect(refusedNote('no')).toEqual({ tone: 'refused', headline: ['no'], lines: [] });
  });
});
