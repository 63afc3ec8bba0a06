import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileWorld, type HostileWorld } from '../support/hostile-world.ts';
import { patience } from '../../support/patience.ts';

let world: HostileWorld;

beforeAll(async () => {
  world = await hostileWorld();
});

afterAll(() => world[Symbol.asyncDispose]());

describe('a fetched file', () => {
  it('comes whole, with what was said about it', async () => {
    const file = await world.guarded.fetchFile(world.server.url('/ok'), {
      maxBytes: 12,
      signal: AbortSignal.timeout(patience(5_000)),
      totalTimeoutMs: 5000,
      idleTimeoutMs: 1000,
    });
    expect(file).toMatchObject({ contentLength: 12, finalUrl: world.server.url('/ok') });
    for await (const chunk of file.body) expect(Buffer.from(chunk).toString()).toBe('twelve bytes');
  });

  it('is asked for uncompressed and without cookies', async () => {
    await world.fetchAll(world.redirectTo('/ok'));
    expect(world.server.requests.at(-1)?.headers).toMatchObject({
      'accept-encoding': 'identity',
      'user-agent': 'Showrunner (test)',
    });
    expect(world.server.requests.at(-1)?.headers.cookie).toBeUndefined();
  });

  it('that is compressed all the same is not unfolded', async () => {
    const body = await world.fetchAll(world.server.url('/gzip'));
    expect(body.length).toBeLessThan(10_000);
    expect(body.startsWith('\x1f\x8b')).toBe(true);
  });
});

describe('an address that is not public', () => {
  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://[::1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0.0.0.0/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'https://127.0.0.1/',
    'http://evil.test/',
    'http://evil.test./',
    'http://127.0.0.1.evil.test/',
  ])('is not connected to: %s', async (url) => {
    expect(await world.refusal(url)).toMatchObject({ code: 'private-address', transient: false });
    expect(await world.refusal(world.redirectTo(url))).toMatchObject({ code: 'private-address' });
  });

  it('is known by what the name leads to when it is connected to, not before', async () => {
    world.asked.length = 0;
    await world.refusal('http://rebinding.test/');
    // Looked up once, by the connection itself: there is no second answer that could differ.
    expect(world.asked).toEqual(['rebinding.test']);
  });

  it('is connected to where its host and port are trusted', async () => {
    expect(await world.fetchAll(`http://cdn.test:${world.server.port}/ok`)).toBe('twelve bytes');
    expect(await world.fetchAll(world.redirectTo(`http://cdn.test:${world.server.port}/ok`))).toBe(
      'twelve bytes',
    );
  });

  it('is not trusted on another port', async () => {
    expect(await world.refusal('http://cdn.test/ok')).toMatchObject({ code: 'private-address' });
    expect(await world.refusal(`http://cdn.test:${world.other.port}/`)).toMatchObject({
      code: 'bad-url',
    });
  });
});

describe('redirects', () => {
  it('are followed three times and no further', async () => {
    const hop = (target: string, hops: number): string =>
      hops === 0 ? target : hop(world.redirectTo(target), hops - 1);
    expect(await world.fetchAll(hop('/ok', 3))).toBe('twelve bytes');
    expect(await world.refusal(hop('/ok', 4))).toMatchObject({ code: 'too-many-redirects' });
  });

  it('to what is no web address are refused', async () => {
    expect(await world.refusal(world.redirectTo('file:///etc/passwd'))).toMatchObject({
      code: 'bad-url',
    });
    expect(await world.refusal(world.redirectTo('http://u:p@cdn.test/'))).toMatchObject({
      code: 'bad-url',
    });
  });

  it('carry headers within one origin and never to another', async () => {
    const headers = { authorization: 'Bearer secret' };
    await world.fetchAll(world.redirectTo('/ok'), { headers });
    expect(world.server.requests.at(-1)?.headers.authorization).toBe('Bearer secret');
    expect(await world.fetchAll(world.redirectTo(world.other.url('/')), { headers })).toBe(
      'the other host',
    );
    expect(world.other.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('do not get headers back by way of another origin', async () => {
    const back = world.redirectTo(
      `http://cdn.test:${world.server.port}/to/${encodeURIComponent(world.server.url('/ok'))}`,
    );
    await world.fetchAll(back, { headers: { authorization: 'Bearer secret' } });
    expect(world.server.requests.at(-1)?.headers.authorization).toBeUndefined();
  });
});
