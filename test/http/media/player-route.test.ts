import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPlayerRoute } from '../../../src/http/media/player-route.ts';
import { createLinkSigner } from '../../../src/media/storage/links.ts';

const clock = { time: new Date('2026-03-01T12:00:00Z') };
const links = createLinkSigner({
  secret: 'a secret',
  publicUrl: 'https://show.example/',
  now: () => clock.time,
});
const inAnHour = new Date(clock.time.getTime() + 3_600_000);
const key = (ending: string) => `${'ab'.repeat(32)}.${ending}`;
const app = fastify();

beforeAll(() => {
  registerPlayerRoute(app, { links });
});
afterAll(() => app.close());

const get = (link: string | null) => app.inject({ url: new URL(link ?? '').pathname });

describe('a player page', () => {
  it('plays the video behind the same signature, inside of any page', async () => {
    const link = links.player(key('mp4'), inAnHour);
    expect(link).toMatch(/^https:\/\/show\.example\/player\//);
    const page = await get(link);
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain('frame-ancestors *');
    expect(page.headers['x-frame-options']).toBeUndefined();
    const video = /<video src="([^"]+)"/.exec(page.body)?.[1] ?? '';
    expect(links.read(video.replace('/media/', ''))).toMatchObject({ status: 'valid' });
  });

  it('is in the language of the browser', async () => {
    const url = new URL(links.player(key('mp4'), inAnHour) ?? '').pathname;
    const inLanguage = async (language: string) =>
      (await app.inject({ url, headers: { 'accept-language': language } })).body;
    expect(await inLanguage('ja')).toContain('<html lang="ja">');
    expect(await inLanguage('ja')).toContain('<title>動画</title>');
    expect(await inLanguage('"><script>')).toContain('<html lang="en">');
  });

  it('is none for a picture, for a changed link, or later', async () => {
    expect((await get(links.player(key('jpg'), inAnHour))).statusCode).toBe(403);
    const link = links.player(key('mp4'), inAnHour)?.replace('/player/', '/player/x') ?? '';
    expect((await get(link)).statusCode).toBe(403);
    const forged = await app.inject({ url: '/player/"><script>alert(1)</script>' });
    expect(forged.statusCode).toBe(403);
    expect(forged.body).not.toContain('<script>');
    expect((await get(links.player(key('mp4'), clock.time))).statusCode).toBe(410);
  });

  it('has no link without a public address', () => {
    const local = createLinkSigner({ secret: 's', publicUrl: null, now: () => clock.time });
    expect(local.player(key('mp4'), inAnHour)).toBeNull();
  });
});
