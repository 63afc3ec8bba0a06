import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import type { Quoted } from '../../../src/core/providers/ports/video-provider.ts';
import { crun } from '../../../src/providers/crun/provider.ts';
import { closedUrl, respond } from '../loopback.ts';
import {
  anEdit,
  aProvider,
  aRequest,
  EDIT,
  JOB,
  KEY,
  options,
  startCrunLoopback,
} from './given.ts';

const request = aRequest(anEdit());

async function quoteAt(status: number, body: unknown): Promise<Quoted> {
  await using server = await startCrunLoopback((_, response) => {
    respond(response, status, body);
  });
  return await aProvider(server.url).quote(EDIT, request, options());
}

const estimate = (data: unknown) => ({ code: 200, message: 'success', data });

describe('a quote', () => {
  it('is asked for with what a create would be sent, and without a callback', async () => {
    await using server = await startCrunLoopback((_, response) => {
      respond(response, 200, estimate({ estimated_credits: 120, balance: 9, affordable: false }));
    });
    const provider = aProvider(server.url);
    expect(await provider.quote(EDIT, request, options())).toBe(120);
    const [call] = server.calls();
    expect(call).toMatchObject({ method: 'POST', target: `${JOB}/EstimateTask` });
    expect(call?.headers['x-api-key']).toBe(KEY);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      model: EDIT,
      input: {
        prompt: 'let it snow',
        video_url: `${server.url}/files/1`,
        resolution: '720P',
        region: 'global',
        audio_setting: 'auto',
      },
    });
  });

  it.each([
    [{ estimated_credits: 37.5 }, 38],
    [{ estimated_credits: 0 }, null],
    [{ estimated_credits: -1 }, null],
    [{ estimated_credits: '120' }, 120],
    [{ estimated_credits: 'plenty' }, null],
    [{ estimated_credits: null }, null],
    [{}, null],
    [null, null],
  ])('is read from %j as %j', async (data, expected) => {
    expect(await quoteAt(200, estimate(data))).toBe(expected);
  });

  it.each<[number, unknown, string]>([
    [401, { code: 401 }, 'key-refused'],
    [402, { code: 402 }, 'out-of-credit'],
    [404, { code: 404 }, 'unreadable'],
    [200, { code: 422, message: 'The video could not be used' }, 'unreadable'],
    [429, { code: 429 }, 'rate-limited'],
    [455, { code: 455 }, 'maintenance'],
    [500, { code: 500 }, 'server-error'],
    [200, { code: 501 }, 'server-error'],
    [200, { code: 505 }, 'server-error'],
    [503, '<html>', 'server-error'],
    [200, '<html>', 'unreadable'],
  ])('is not had from %i %j: %s', async (status, body, code) => {
    const quoted = quoteAt(status, body);
    await expect(quoted).rejects.toBeInstanceOf(ProviderError);
    await expect(quoted).rejects.toMatchObject({ provider: 'crun', code });
  });

  it('is none where the inputs cannot be sent, and for a request that is not allowed', async () => {
    expect(await aProvider(await closedUrl()).quote(EDIT, request, options())).toBeNull();
    await using server = await startCrunLoopback(() => undefined);
    const broken = aRequest(anEdit({ prompt: '' }));
    expect(await aProvider(server.url).quote(EDIT, broken, options())).toBeNull();
    expect(server.requests).toEqual([]);
  });
});

describe('the settings', () => {
  const clock = { now: () => new Date('2026-11-22T12:00:00Z') };
  const limits = (environment: Readonly<Record<string, string>>) => {
    const opening = crun.open({ CRUN_API_KEY: KEY, ...environment }, { clock });
    if (opening.status !== 'opened') throw new Error(opening.status);
    return opening.opened.limits;
  };

  it('have careful defaults, since nothing is published', () => {
    expect(limits({})).toEqual({
      inFlight: 5,
      createsPerSecond: 1,
      callsPerSecond: 5,
      checkBatch: 1,
    });
  });

  it('can be changed, and 0 creates a second are no limit', () => {
    expect(limits({ CRUN_IN_FLIGHT: '20' })).toMatchObject({ inFlight: 20 });
    expect(limits({ CRUN_CREATES_PER_SECOND: '0.5' })).toMatchObject({ createsPerSecond: 0.5 });
    expect(limits({ CRUN_CREATES_PER_SECOND: '0' })).toMatchObject({ createsPerSecond: null });
  });

  it('are told when they are wrong', () => {
    const environment = { CRUN_API_KEY: KEY, CRUN_URL: 'api.crun.ai', CRUN_IN_FLIGHT: '0' };
    expect(crun.open(environment, { clock })).toMatchObject({
      status: 'invalid',
      problems: [{ variable: 'CRUN_URL' }, { variable: 'CRUN_IN_FLIGHT' }],
    });
    expect(crun.open({}, { clock })).toMatchObject({
      status: 'not-set-up',
      missing: [{ variable: 'CRUN_API_KEY' }],
    });
  });
});
