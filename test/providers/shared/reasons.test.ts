import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainReason } from '../../../src/providers/shared/reason.ts';
import { patience } from '../../support/patience.ts';
import { startFarEnd, TRACE, wires } from '../every.ts';
import { answering, turn } from '../loopback.ts';

const { signal } = new AbortController();

/** The envelopes that the documents show, and what is said in each. */
const ENVELOPES: readonly [string, (message: string) => unknown][] = [
  ['{ code, message, data }', (message) => ({ code: 400, message, data: null })],
  ['{ code, message } with a text as the code', (message) => ({ code: '400', message })],
  ['{ code, message } with a name', (message) => ({ code: 'SOME_NAME', message })],
  ['{ message } alone', (message) => ({ message })],
  ['{ message } after a name', (message) => ({ message: `SOME_NAME: ${message}` })],
  ['{ error: { code, message } }', (message) => ({ error: { code: 'some_name', message } })],
  ['{ error, trace_id }', (message) => ({ error: { code: 'x', message }, trace_id: TRACE })],
  ['{ error: { code } } with a number', (message) => ({ error: { code: 400, message } })],
  ['{ error } as a sentence', (message) => ({ error: message })],
  ['{ error } as a name, and a message', (message) => ({ error: 'SOME_NAME', message })],
  ['{ data: { message } }', (message) => ({ data: { code: 'SOME_NAME', message } })],
  ['{ data: { error_message } }', (message) => ({ code: 400, data: { error_message: message } })],
  ['capitals', (message) => ({ ERROR: { CODE: 'SOME_NAME', MESSAGE: message } })],
];

const moderated: unknown = JSON.parse(
  readFileSync('test/cases/provider/status-moderated.json', 'utf8'),
);

describe.each(wires)('at $name', (wire) => {
  const startAt = async (status: number, body: unknown) => {
    await using server = await startFarEnd(wire, { create: answering(status, body) });
    return await wire.start(wire.open(server.url));
  };
  const checkAt = async (status: number, body: unknown) => {
    await using server = await startFarEnd(wire, { check: answering(status, body) });
    return (await wire.open(server.url).check([wire.operation('a1')], { signal, slot: turn }))[0];
  };

  it.each(ENVELOPES)('the reason of a refusal is read from %s', async (_, envelope) => {
    const message = 'The prompt has a name in it';
    expect(await startAt(400, envelope(message))).toMatchObject({
      status: 'refused',
      reason: 'bad-prompt',
      message,
    });
  });

  it.each(ENVELOPES)('a person reads no trace in the reason in %s', async (_, envelope) => {
    const marked = `No faces (trace_id: ${TRACE}), request id req_0123456789`;
    const answer = await startAt(400, envelope(marked));
    expect(answer).toMatchObject({ status: 'refused', message: 'No faces' });
  });

  it('a trace is for whoever runs the service alone', async () => {
    const answer = await startAt(400, { error: { message: 'No faces' }, trace_id: TRACE });
    expect(answer).toMatchObject({ message: 'No faces', detail: `Trace ${TRACE}` });
  });

  const speaking = [200, 400, 403, 409, 413, 422];
  it.each(speaking)('a status answer %i that blames the content ends it', async (status) => {
    const message = 'Your prompt was flagged by our content policy';
    const failed = { status: 'failed', reason: 'moderated', message, consumed: null };
    expect(await checkAt(status, moderated)).toEqual(failed);
    expect(await checkAt(400, wire.problem(400, message))).toMatchObject(failed);
  });

  it.each(ENVELOPES)('a render ends as moderated by %s', async (_, envelope) => {
    const message = 'The prompt was rejected by our safety system';
    expect(await checkAt(400, envelope(message))).toMatchObject({
      status: 'failed',
      reason: 'moderated',
      message,
    });
  });

  it.each([
    ...['CONTENT_POLICY_VIOLATION', 'contentModerationFailed', 'nsfw_content', 'sensitive-words'],
  ])('a render ends as moderated by the name %s', async (name) => {
    expect(await checkAt(400, wire.problem(name, 'Request rejected'))).toMatchObject({
      status: 'failed',
      reason: 'moderated',
    });
  });

  it.each(['内容审核未通过', '提示词包含敏感信息', 'Pornographic material', 'Adult content found'])(
    'a render ends as moderated when it says %s',
    async (message) => {
      expect(await checkAt(200, wire.problem(400, message))).toMatchObject({
        status: 'failed',
        reason: 'moderated',
      });
    },
  );

  it.each([
    '审核中',
    'Illegal argument: id',
    'Task is not ready',
    'No such task',
    'invalid_prompt',
  ])('a render goes on when it says %s', async (message) => {
    const answer = await checkAt(400, wire.problem(400, message)).catch(() => null);
    expect(answer?.status).not.toBe('failed');
  });

  it.each([401, 402, 404, 408, 429, 500, 503])(
    'a status answer %i ends nothing, whatever it blames',
    async (code) => {
      const body = { code, message: 'Your request violates our rate policy', data: null };
      const answer = await checkAt(code, body).catch(() => null);
      expect([undefined, 'silent', 'not-found']).toContain(answer?.status);
    },
  );
});

describe('what a provider says', () => {
  it.each([
    ['INVALID_PROMPT', 'INVALID_PROMPT'],
    ['INVALID_PROMPT: The prompt is empty', 'The prompt is empty'],
    ['[NO_FACE] No face found', 'No face found'],
    ['NO_FACE - No face found', 'No face found'],
    ['image_url: cannot be fetched', 'image_url: cannot be fetched'],
    ['image_url cannot be fetched', 'image_url cannot be fetched'],
    ['Error: image1 is too small', 'Error: image1 is too small'],
    [`Internal error (trace_id: ${TRACE})`, 'Internal error'],
    [`Internal error, trace ${TRACE}.`, 'Internal error.'],
    ['GPU lost. Trace fb751e1e4705', 'GPU lost.'],
    ['Failed, request id: req_abc123.', 'Failed.'],
    [`Task ${TRACE} failed: no face`, 'Task failed: no face'],
    ['At 0123456789abcdef0123456789abcdef it broke', 'At it broke'],
    ['<html><title>502</title><body>Bad <b>gateway</b></body></html>', 'Bad gateway'],
    ['Too long;\n max\t500', 'Too long; max 500'],
    ['Lasts 3-15 s - no more', 'Lasts 3-15 s - no more'],
    ['Trace the outline of 12345678 sheep', 'Trace the outline of 12345678 sheep'],
    ['trace_id=', null],
    [TRACE, null],
    ['…', null],
    ['', null],
    [null, null],
  ])('%j is read as %j', (said, expected) => {
    expect(plainReason(said)).toBe(expected);
  });

  it('is read without the trace that its answer names', () => {
    expect(plainReason('Failed at t-42 of it', 't-42')).toBe('Failed at of it');
  });

  it('is read in no time, whatever it is', () => {
    const began = performance.now();
    for (const part of ['<', '[', 'trace ', 'a_', 'id: ', 'deadbeef1', ' -', '(']) {
      plainReason(part.repeat(1_000 / part.length));
    }
    expect(performance.now() - began).toBeLessThan(patience(1_000));
  });
});
