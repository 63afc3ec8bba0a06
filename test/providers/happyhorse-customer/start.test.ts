import { describe, expect, it } from 'vitest';
import { readPresignAnswer } from '../../../src/providers/happyhorse-customer/answers.ts';
import { describeStartAnswers } from '../../contracts/provider-answers.ts';
import { respond, startLoopback } from '../loopback.ts';
import { aRequest, asking } from '../given.ts';
import { aProvider, KEY, MODEL, options, VIDEOS } from './given.ts';

const created = { id: 'video-a', status: 'queued' };
const failure = (code: string, message = 'in their words') => ({ error: { code, message } });

const startAt = asking(aProvider, (it) => it.start(MODEL, aRequest(), options()));

describe('a start', () => {
  it('creates one video with the key and keeps its id', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, created);
    });
    const answer = await aProvider(`${server.url}/gateway`).start(MODEL, aRequest(), options());
    expect(answer).toEqual({ status: 'started', operation: { videoId: 'video-a' } });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', target: `/gateway${VIDEOS}` });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ prompt: 'a horse' });
  });
});

describeStartAnswers({
  provider: 'happyhorse-customer',
  startAt,
  operation: { videoId: 'video-a' },
  believed: [
    ['with 201', 201, created],
    ['with 202', 202, created],
    ['with unknown fields', 200, { ...created, extra: { deep: [1] } }],
    ['with nothing but an id', 200, { id: 'video-a' }],
  ],
  unsent: {
    'it breaks a documented rule': (url) =>
      aProvider(url).start(MODEL, aRequest(undefined, { seconds: 13 }), options()),
  },
  bare: [
    [400, 'not-understood'],
    [401, 'key-refused'],
    [402, 'out-of-credit'],
    [403, 'not-understood'],
    [404, 'not-found'],
    [422, 'not-understood'],
  ],
  bareBodies: () => [{ error: {} }],
  rateLimited: [
    [429, failure('rate_limited')],
    [400, failure('rate_limited')],
    [429, ''],
  ],
  ambiguous: [
    [500, failure('internal_error'), 'server-error'],
    [400, failure('internal_error'), 'server-error'],
    [500, failure('invalid_input'), 'server-error'],
    [500, created, 'server-error'],
    [502, '<html>Bad gateway</html>', 'server-error'],
    [503, '<html>Maintenance</html>', 'server-error'],
    [504, '', 'timeout'],
    [408, '', 'timeout'],
    [200, '<html>Welcome</html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
    [200, { id: '' }, 'unreadable'],
    [200, failure('invalid_input'), 'unreadable'],
    [204, '', 'unreadable'],
  ],
});

describe('a start is refused', () => {
  it.each([
    [400, 'invalid_input', 'not-understood'],
    [401, 'missing_api_key', 'key-refused'],
    [401, 'invalid_api_key', 'key-refused'],
    [402, 'insufficient_credits', 'out-of-credit'],
    [413, 'upload_file_too_large', 'file-too-large'],
    [400, 'upload_type_not_supported', 'bad-settings'],
    [404, 'not_found', 'not-found'],
    [400, 'something_new', 'not-understood'],
    [400, 'constructor', 'not-understood'],
    [403, 'something_new', 'key-refused'],
    [410, 'gone', 'not-found'],
  ])('on %i %s as %s', async (status, code, reason) => {
    const expected = { status: 'refused', reason, message: 'in their words' };
    expect(await startAt(status, failure(code))).toEqual(expected);
  });

  it('on 403 for its prompt when it blames the content', async () => {
    const message = 'The content violates our policy';
    const expected = { status: 'refused', reason: 'bad-prompt', message };
    expect(await startAt(403, failure('something_new', message))).toEqual(expected);
  });

  it.each([
    ['prompt is not acceptable', 'bad-prompt'],
    ['durationSec is too long', 'bad-settings'],
    ['style is unknown', 'bad-settings'],
    ['sourceImageKey is not the key of your image', 'not-understood'],
    ['Request body is invalid.', 'not-understood'],
  ])('on 400 invalid_input "%s" as %s', async (message, reason) => {
    const expected = { status: 'refused', reason, message };
    expect(await startAt(400, failure('invalid_input', message))).toEqual(expected);
  });
});

describe('what the plan does not allow', () => {
  const gate = (advanced: Readonly<Record<string, unknown>>) =>
    startAt(403, {
      error: { code: 'plan_gate_exceeded', message: 'Your plan does not allow it.', ...advanced },
    });

  it('is told in their own words, with what it is and the plan that does', async () => {
    const advanced = { field: 'referenceAudio', requiredPlan: 'pro', currentPlan: 'basic' };
    expect(await gate(advanced)).toEqual({
      status: 'refused',
      reason: 'plan-gate',
      message: 'Your plan does not allow it.',
      gate: { demand: 'guide-audio', plan: 'pro' },
    });
  });

  it.each([
    ['duration', 'seconds'],
    ['durationSec', 'seconds'],
    ['resolution', 'quality'],
    ['aspectRatio', 'aspect'],
    ['lastFrameKey', 'last-frame'],
    ['sourceImage', 'first-frame'],
    ['referenceVideo', 'guide-video'],
    ['style', 'style'],
    ['cameraMotion', 'camera-motion'],
    ['motionIntensity', 'motion-intensity'],
    ['cfgScale', 'guidance'],
    ['somethingNew', null],
    ['constructor', null],
  ])('is known for %s as %s, also where an upload is refused for it', async (field, demand) => {
    const answer = { reason: 'plan-gate', gate: { demand, plan: 'pro' } };
    expect(await gate({ field, requiredPlan: 'pro' })).toMatchObject(answer);
    const error = { code: 'plan_gate_exceeded', field, requiredPlan: 'pro' };
    const presign = { httpStatus: 403, headers: {}, json: { error }, text: '', retryAfterMs: null };
    expect(readPresignAnswer(presign, false)).toMatchObject(answer);
  });

  it('is not known where they name no field that is one', async () => {
    for (const named of [{}, { field: 'x'.repeat(51) }, { field: '<b>' }]) {
      expect(await gate(named)).toMatchObject({
        reason: 'plan-gate',
        message: 'Your plan does not allow it.',
        gate: { demand: null, plan: null },
      });
    }
  });
});

describe('where it is not known', () => {
  it('the error names the call and the code', async () => {
    await expect(startAt(500, failure('internal_error'))).rejects.toThrow(
      'POST /api/v1/videos: HTTP 500, internal_error',
    );
  });
});
