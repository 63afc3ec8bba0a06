import { describe, expect, it } from 'vitest';
import { viewCard } from '../../../../src/core/cards/domain/card.ts';
import {
  confirmForgetReply,
  notYetReply,
} from '../../../../src/core/people/domain/erasure-replies.ts';
import { historyReply } from '../../../../src/core/chat/domain/replies.ts';
import { aJob, aRequest } from '../../../support/builders.ts';
import { aContext } from './card-context.ts';
import { plain } from '../../messages/domain/plain-text.ts';
import { STATES } from '../../jobs/domain/states.ts';

const request = aRequest({ scene: { kind: 'text', prompt: '' }, forgotten: 'edit' });
const done = aJob({ ...STATES.succeeded, video: null, operation: null }, { request });
const cancelled = aJob(STATES.cancelled, { request });

describe('a forgotten job', () => {
  it('shows what it was made with and what it cost, and nothing else', () => {
    const view = viewCard(done, aContext());
    expect(view).toMatchObject({
      tone: 'forgotten',
      prompt: '',
      video: null,
      actions: [],
      progress: null,
    });
    expect([view.headline, view.settings, ...view.lines, ...view.receipt].map(plain)).toEqual([
      'Deleted',
      'Fake 1 · Standard · 5 s',
      'The prompt, the video and its files are no longer available.',
      '280 credits, 20 returned',
    ]);
  });

  it('that came to nothing speaks of no video', () => {
    const view = viewCard(cancelled, aContext());
    expect(view.lines.map(plain).join('')).not.toContain('video');
    expect(view.receipt.map(plain)).toEqual(['Not charged']);
  });

  it('is forgotten in the list as well', () => {
    const [line = []] = historyReply([
      { job: done, ahead: null, unread: false, link: null, video: null },
    ]).lines;
    expect(plain(line)).toContain('Done · prompt deleted · 280 credits, 20 returned');
  });
});

describe('asking to be forgotten', () => {
  it('says what goes, what stays and that it is for good', () => {
    const has = { videos: 1_200, open: 0, unconfirmed: 0 };
    const reply = confirmForgetReply(has, { forget: 'f', keep: 'k' });
    const words = reply.lines.map(plain).join('\n');
    for (const it of ['1,200 videos', "Kept: each video's cost, time", "can't be undone"]) {
      expect(words).toContain(it);
    }
    expect(reply.choices?.map((it) => plain(it.label))).toEqual(['Delete everything', 'Keep']);
  });

  it('says who can end what is on the way', () => {
    const words = notYetReply({ videos: 0, open: 3, unconfirmed: 1 }).lines.map(plain);
    expect(words).toEqual([
      '2 videos are in progress. Wait, or cancel queued ones with /video cancel, then ask again.',
      '1 video is unconfirmed. An admin has to decide on the card first.',
    ]);
  });
});
