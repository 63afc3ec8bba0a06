import { describe, expect, it } from 'vitest';
import { personId } from '../../../../src/core/shared/domain/ids.ts';
import type { ReportedJob } from '../../../../src/core/reports/domain/report.ts';
import { reportTable, tableText } from '../../../../src/core/reports/domain/report-table.ts';
import { atMost } from '../../messages/domain/plain-text.ts';

const span = { timeZone: 'Europe/Berlin', first: '2026-11-12', last: '2026-11-18' };

const job: ReportedJob = {
  jobId: 'job-1',
  time: '2026-11-18 13:00:00',
  person: personId('a-chat:7'),
  name: 'Ann',
  platform: 'a-chat',
  model: 'p/model-1',
  quality: 'std',
  seconds: 5,
  status: 'succeeded',
  quoted: 300,
  charged: 280,
  returned: 20,
  lost: 0,
};

const row = (over: Partial<ReportedJob>) =>
  tableText([{ ...job, ...over }], span, null).split('\r\n')[1];

describe('the table of a report', () => {
  it('has a header and a row for each video, as RFC 4180 has it', () => {
    expect(
      tableText(
        [job, { ...job, status: 'failed', charged: 0, returned: 300, lost: 90 }],
        ...([span, null] as const),
      ),
    ).toBe(
      [
        '\ufefftime (Europe/Berlin),person,person id,chat,model,quality,seconds,status,quoted,charged,returned,lost,job',
        '2026-11-18 13:00:00,Ann,a-chat:7,a-chat,p/model-1,std,5,succeeded,300,280,20,0,job-1',
        '2026-11-18 13:00:00,Ann,a-chat:7,a-chat,p/model-1,std,5,failed,300,0,300,90,job-1',
        '',
      ].join('\r\n'),
    );
  });

  it('has what was charged in money where a price is known', () => {
    const text = tableText([job], span, { each: 0.01, currency: 'EUR' });
    expect(text).toContain('returned,lost,charged (EUR),job');
    expect(text).toContain('20,0,2.80,job-1');
  });

  it.each([
    ['a "b", c', '"a ""b"", c"'],
    ['two\r\nlines', 'two lines'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'=1+1"],
    ['\t=1+1', "'=1+1"],
    ['\r=1+1', "'=1+1"],
    ['\0=1+1', "'=1+1"],
    ['＝1+1', "'＝1+1"],
    ['Ann=Bob', 'Ann=Bob'],
    ['أحمد 🦄', 'أحمد 🦄'],
  ])('writes the name %j so that nothing is reckoned with it', (name, cell) => {
    expect(row({ name })).toBe(
      `2026-11-18 13:00:00,${cell},a-chat:7,a-chat,p/model-1,std,5,succeeded,300,280,20,0,job-1`,
    );
  });

  it('has room for 200 characters in a cell', () => {
    const { whole, cut } = atMost(200);
    expect(row({ name: whole })).toContain(`,${whole},`);
    expect(row({ name: `${whole}x` })).toContain(`,${cut},`);
  });

  it('leaves open what is not known', () => {
    expect(row({ name: null, quality: null, seconds: null })).toContain(
      '13:00:00,,a-chat:7,a-chat,p/model-1,,,succeeded',
    );
  });

  it('is a file', () => {
    const file = reportTable([job], span, null);
    expect(file).toMatchObject({ name: 'videos-2026-11-12-to-2026-11-18.csv', type: 'text/csv' });
    expect([...file.content.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });
});
