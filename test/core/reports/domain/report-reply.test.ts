import { describe, expect, it } from 'vitest';
import { personId } from '../../../../src/core/shared/domain/ids.ts';
import { NO_FIGURES } from '../../../../src/core/reports/domain/report.ts';
import type { Figures, Report } from '../../../../src/core/reports/domain/report.ts';
import {
  reportReply,
  weeklyReportReply,
} from '../../../../src/core/reports/domain/report-reply.ts';
import {
  weeklyReportHereReply,
  weeklyReportOffReply,
  weeklyReportOnReply,
} from '../../../../src/core/reports/domain/weekly-replies.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';
import { START } from '../../../support/builders.ts';
import { atMost, replyLines } from '../../messages/domain/plain-text.ts';
import { some, words } from './reports.ts';

const textOf = (reply: Parameters<typeof replyLines>[0]) => replyLines(reply).join('\n');

/** The lines of a report of which only this is known. */
const lines = (report: Partial<Report>) =>
  replyLines(
    reportReply(
      {
        ...words,
        names: new Map(),
        price: null,
        report: { totals: some({ asked: 1 }), days: [], people: [], models: [], ...report },
      },
      ...([[], { rows: 1 }] as const),
    ),
  );

describe('the reply with a report', () => {
  it('tells totals, people and models, and what the table has', () => {
    expect(textOf(reportReply(words, [], { rows: 9 }))).toBe(
      [
        'Videos, Nov 12\u2009–\u200918, 2026',
        '9 videos · 5 delivered · 1 failed · 1 cancelled · 2 in progress · 83% success',
        '1,500 credits charged (€15.00) · 400 credits on hold · 350 returned',
        '1. @Ann *S* · 1,200 credits (€12.00) · 6 videos · 1 failed',
        '2. @987654321012345678 · 300 credits (€3.00) · 3 videos',
        'p/model-1 · 1,500 credits · 9 videos · 1 failed',
        'Time zone: Europe/Berlin · Videos count on the day they were requested',
      ].join('\n'),
    );
  });

  it('tells what providers kept for videos that never came', () => {
    const report = { ...words.report, totals: { ...words.report.totals, lost: 1_200 } };
    for (const reply of [
      reportReply({ ...words, report }, [], { rows: 9 }),
      weeklyReportReply({ ...words, report }, []),
    ]) {
      expect(textOf(reply)).toContain(
        "Providers kept 1,200 credits for undelivered videos. Your team doesn't pay for them.",
      );
    }
    expect(textOf(reportReply(words, [], { rows: 9 }))).not.toContain('kept');
  });

  it('calls models by their titles', () => {
    const offer = (provider: string) => {
      return { provider, providerTitle: `${provider}.ai`, model: fakeModel, canTakeMedia: true };
    };
    const models = [{ ...some({ asked: 1 }), model: `one/${fakeModel.model}` }];
    const report = { ...words.report, models };
    const of = (...offers: readonly ReturnType<typeof offer>[]) =>
      replyLines(reportReply({ ...words, report, offers }, [], { rows: 9 })).at(-2);
    expect(of(offer('one'))).toBe(`${fakeModel.title} · 0 credits · 1 video`);
    // Two sell it: which one it was, its provider tells.
    expect(of(offer('one'), offer('two'))).toBe(
      `${fakeModel.title} (one.ai) · 0 credits · 1 video`,
    );
    expect(of()).toBe(`one/${fakeModel.model} · 0 credits · 1 video`);
  });

  it('speaks of no money where no price is known', () => {
    expect(textOf(reportReply({ ...words, price: null }, [], { rows: 9 }))).not.toContain('€');
  });

  it('says when the table does not have all of them', () => {
    expect(textOf(reportReply(words, [], { rows: 3 }))).toContain(
      'The table has the newest 3 videos. Choose fewer days for the others.',
    );
  });

  it('says that there was nothing', () => {
    const report = { totals: NO_FIGURES, days: [], people: [], models: [] };
    expect(replyLines(reportReply({ ...words, report }, [], { rows: 0 }))).toEqual([
      'Videos, Nov 12\u2009–\u200918, 2026',
      'No videos',
      'Time zone: Europe/Berlin',
    ]);
  });

  it('calls nobody when it comes by itself', () => {
    const reply = weeklyReportReply(words, []);
    const inlines = reply.lines.flat();
    expect(inlines.some((it) => typeof it === 'object' && 'mention' in it)).toBe(false);
    expect(replyLines(reply)).toEqual([
      'The week in videos, Nov 12\u2009–\u200918, 2026',
      '9 videos · 5 delivered · 1 failed · 1 cancelled · 2 in progress · 83% success',
      '1,500 credits charged (€15.00) · 400 credits on hold · 350 returned',
      '1. “Ann *S*” · 1,200 credits (€12.00) · 6 videos · 1 failed',
      '2. “987654321012345678” · 300 credits (€3.00) · 3 videos',
      'p/model-1 · 1,500 credits · 9 videos · 1 failed',
      'Every Monday. An admin can turn it off with /quota digest.',
    ]);
  });

  it('leaves out what did not happen', () => {
    const totals = (over: Partial<Figures>) => lines({ totals: some(over) }).slice(1, 3);
    expect(totals({ asked: 1, delivered: 1, charged: 1 })).toEqual([
      '1 video · 1 delivered · 100% success',
      '1 credit charged',
    ]);
    expect(totals({ asked: 1, open: 1, held: 300 })).toEqual([
      '1 video · 0 delivered · 1 in progress',
      '0 credits charged · 300 credits on hold',
    ]);
    expect(totals({ asked: 1, cancelled: 1, returned: 300 })).toEqual([
      '1 video · 0 delivered · 1 cancelled',
      '0 credits charged · 300 returned',
    ]);
  });

  it('names ten people, and one more rather than counting that one', () => {
    const people = (count: number) =>
      lines({
        people: Array.from({ length: count }, (_, n) => ({
          ...some({ asked: 2, failed: 1, charged: 5 }),
          person: personId(`a-chat:p${n}`),
        })),
      }).slice(3, -1);
    expect(people(11)).toHaveLength(11);
    expect(people(11).at(-1)).toBe('11. @p10 · 5 credits · 2 videos · 1 failed');
    expect(people(12)).toHaveLength(11);
    expect(people(12).at(-1)).toBe('2 others · 10 credits · 4 videos · 2 failed');
  });

  it('names five models, and one more rather than counting that one', () => {
    const models = (count: number) =>
      lines({
        models: Array.from({ length: count }, (_, n) => ({
          ...some({ asked: 2, charged: 5 }),
          model: `p/model-${n}`,
        })),
      }).slice(3, -1);
    expect(models(6)).toHaveLength(6);
    expect(models(6).at(-1)).toBe('p/model-5 · 5 credits · 2 videos');
    expect(models(7)).toHaveLength(6);
    expect(models(7).at(-1)).toBe('2 other models · 10 credits · 4 videos');
  });

  it('has room for 60 characters of a name and 80 of a model', () => {
    const model = atMost(80);
    const modelLine = (name: string) => lines({ models: [{ ...some({}), model: name }] })[3];
    expect(modelLine(model.whole)).toBe(`${model.whole} · 0 credits · 0 videos`);
    expect(modelLine(`${model.whole}x`)).toBe(`${model.cut} · 0 credits · 0 videos`);
    const name = atMost(60);
    const people = (id: string) => [{ ...some({}), person: personId(`a-chat:${id}`) }];
    const mentioned = (id: string) => lines({ people: people(id) })[3];
    expect(mentioned(name.whole)).toBe(`1. @${name.whole} · 0 credits · 0 videos`);
    expect(mentioned(`${name.whole}x`)).toBe(`1. @${name.cut} · 0 credits · 0 videos`);
    const named = (id: string) =>
      replyLines(
        weeklyReportReply({ ...words, report: { ...words.report, people: people(id) } }, []),
      )[3];
    expect(named(name.whole)).toBe(`1. “${name.whole}” · 0 credits (€0.00) · 0 videos`);
    expect(named(`${name.whole}x`)).toBe(`1. “${name.cut}” · 0 credits (€0.00) · 0 videos`);
  });
});

describe('the weekly report', () => {
  it('says when it comes first, and where', () => {
    expect(replyLines(weeklyReportOnReply({ platform: 'slack', id: 'C1' }, START))).toEqual([
      'The weekly report goes to #Channel C1 in Slack',
      'Every Monday, starting <day> at <clock>',
      'Weeks without videos are skipped',
    ]);
    expect(replyLines(weeklyReportHereReply())).toEqual([
      'The weekly report comes here',
      'Every Monday: who created how many videos and what they cost',
    ]);
  });

  it('says when it is turned off, or was already', () => {
    expect(replyLines(weeklyReportOffReply(true))).toEqual(['The weekly report is off']);
    expect(replyLines(weeklyReportOffReply(false))).toEqual([
      'The weekly report is off',
      'No change · Choose a channel to turn it on',
    ]);
  });
});
