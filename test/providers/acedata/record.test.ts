import { describe, expect, it } from 'vitest';
import { checking } from '../given.ts';
import { aProvider, aSuccess, batch, checkAt, operation, told, TRACE, VIDEO } from './given.ts';

const running = { status: 'running', progress: null };
const linkless = { status: 'succeeded', videoUrls: [], consumed: null };
const brokenDown = { status: 'failed', reason: 'provider-fault', message: null, consumed: null };

describe('the state of a task is told by its record', () => {
  const failure = { success: false, error: { code: 'api_error', message: 'no GPU' } };
  const times = { started_at: 1.5, finished_at: null };
  it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
    ['in line', { finished_at: null }, running],
    ['at work', times, running],
    ['at work, with an empty response', { ...times, response: {} }, running],
    ['at work, with a null response', { ...times, response: null }, running],
    ['at work, with a response that is none', { ...times, response: 'x' }, running],
    ['pending', { ...times, response: { data: [{ state: 'pending' }] } }, running],
    ['pending in capitals', { ...times, response: { data: [{ state: 'PENDING' }] } }, running],
    [
      'an error without words',
      aSuccess({ state: 'error' }),
      { ...brokenDown, detail: `Trace ${TRACE}` },
    ],
    ['an error among several', { response: { data: [null, { state: 'error' }] } }, brokenDown],
    ['a failure', { response: failure }, { ...brokenDown, message: 'no GPU' }],
    [
      'a failure and its trace',
      { response: { ...failure, trace_id: TRACE } },
      { ...brokenDown, message: 'no GPU', detail: `Trace ${TRACE}` },
    ],
    [
      "a failure and its record's trace",
      { response: failure, trace_id: 't-1' },
      { ...brokenDown, message: 'no GPU', detail: 'Trace t-1' },
    ],
    ['a hiccup', { ...times, response: { success: false } }, { status: 'silent' }],
    [
      'a hiccup with words',
      { response: { success: false, error: { message: 'x' } } },
      { status: 'silent' },
    ],
    ['a hiccup that is over', { finished_at: 2, response: { success: false } }, brokenDown],
    [
      'a link whose state is not said',
      { response: { data: [{ video_url: VIDEO }] } },
      { status: 'succeeded', videoUrls: [VIDEO], consumed: null },
    ],
    [
      'a link before all is over',
      { ...times, ...aSuccess({ state: 'pending' }) },
      { status: 'succeeded', videoUrls: [VIDEO], consumed: null },
    ],
    [
      'an error beside a link',
      aSuccess({ state: 'error' }),
      { ...brokenDown, detail: `Trace ${TRACE}` },
    ],
    ['a success without a link', { response: { data: [{ state: 'succeeded' }] } }, linkless],
    [
      'a success with another kind of link',
      { response: { data: [{ state: 'succeeded', video_url: 'ftp://x/a.mp4' }] } },
      linkless,
    ],
    ['over, without a response', { finished_at: 1_700_000_000.5 }, linkless],
    ['over, as text', { finished_at: '2026-11-22T11:00:00Z' }, linkless],
    ['over at a time that is none', { finished_at: 'yesterday' }, running],
    [
      'over, with nothing in it',
      { finished_at: 2, response: { success: true, data: [] } },
      linkless,
    ],
    [
      'several links, the first of them for another kind of file',
      { response: { data: [{ video_url: 'ftp://x/a.mp4' }, { video_url: '//x.test/a.mp4' }] } },
      { ...linkless, videoUrls: ['http://x.test/a.mp4'] },
    ],
    [
      'a response that says nothing',
      { response: { success: true, data: [] } },
      { status: 'silent' },
    ],
    [
      'a state nobody knows',
      { response: { data: [{ state: 'upscaling' }] } },
      { status: 'silent' },
    ],
    [
      'a word for a failure beside that',
      { status: 'Cancelled', response: { success: true } },
      brokenDown,
    ],
    [
      'a word for a success beside that',
      { state: 'completed', response: { success: true } },
      linkless,
    ],
    [
      'another word beside that',
      { state: 'resting', response: { success: true } },
      { status: 'silent' },
    ],
  ])('%s', async (_, record, expected) => {
    expect(await told(record)).toEqual(expected);
  });
});

describe('a failed render', () => {
  it.each([
    ['forbidden', 'Rejected.', 'moderated'],
    ['FORBIDDEN', 'Rejected.', 'moderated'],
    ['api_error', 'Blocked by the content policy', 'moderated'],
    ['bad_request', 'The input is unsafe', 'moderated'],
    ['api_error', 'upstream lost', 'provider-fault'],
    ['timeout', 'too slow', 'provider-fault'],
    ['used_up', 'empty', 'provider-fault'],
  ])('of %s "%s" is %s', async (code, message, reason) => {
    const record = { response: { success: false, error: { code, message } } };
    expect(await told(record)).toEqual({ ...brokenDown, reason, message });
  });

  it('tells a person no trace where the content is to blame', async () => {
    const error = { code: 'forbidden', message: 'Rejected.' };
    const record = { response: { success: false, trace_id: TRACE, error } };
    expect(await told(record)).toMatchObject({ message: 'Rejected.' });
  });
});

describe('a task that is not listed', () => {
  const notFound = { status: 'not-found' };

  it.each([
    ['the batch is empty', batch()],
    ['only others are listed', batch({ id: 'task-b', response: null })],
    ['an entry cannot be read', { items: [null], count: 1 }],
    ['an entry has no id', { items: [{}], count: 1 }],
    ['more matched than were sent', { items: [], count: 1 }],
    ['the record is empty', {}],
    ['the record is of another task', { id: 'task-b', response: null }],
  ])('is not found, whatever the reason: %s', async (_, body) => {
    expect(await checkAt(200, body)).toEqual(notFound);
    expect(await checking(aProvider, operation('task-c'))(200, body)).toEqual(notFound);
  });

  it.each<[number, unknown]>([
    [404, { error: { code: 'not_found', message: 'no' } }],
    [400, { error: { code: 'task_not_found', message: 'no' } }],
    [200, { error: { code: 'not_found', message: 'no' } }],
    [404, { detail: 'x' }],
    [404, ''],
    [410, {}],
  ])('is not found by %i %j', async (status, body) => {
    expect(await checkAt(status, body)).toEqual(notFound);
  });
});

describe('the record of a task that was asked about alone', () => {
  it.each([
    ['names it', { id: 'task-a', response: null }],
    ['names it in capitals', { id: 'TASK-A' }],
    ['does not say which it is', { request: { resolution: '720P' } }],
    ['stands in a list', batch({ id: 'task-a' })],
  ])('%s', async (_, body) => {
    expect(await checkAt(200, body)).toEqual(running);
  });

  it('tells the documented success', async () => {
    expect(await checkAt(200, { id: 'task-a', ...aSuccess({ duration: 5 }) })).toMatchObject({
      status: 'succeeded',
      videoUrls: [VIDEO],
    });
  });
});
