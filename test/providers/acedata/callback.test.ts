import { describe, expect, it } from 'vitest';
import { aProvider, TRACE, VIDEO } from './given.ts';

describe('a callback', () => {
  const provider = aProvider('https://api.acedata.cloud');

  it.each([
    [
      'a success',
      { success: true, task_id: 'task-a', trace_id: TRACE, data: [{ video_url: VIDEO }] },
    ],
    ['a failure', { success: false, task_id: 'task-a', error: { code: 'api_error' } }],
    ['less than it should', { task_id: ' task-a ' }],
  ])('that tells of %s names the task, and nothing else of it is kept', (_, body) => {
    expect(provider.readCallback(body)).toEqual({ taskId: 'task-a' });
  });

  it.each([
    null,
    undefined,
    '',
    'task-a',
    7,
    [],
    {},
    { task_id: '' },
    { task_id: 'x'.repeat(501) },
  ])('that is %j names none', (body) => {
    expect(provider.readCallback(body)).toBeNull();
  });
});
