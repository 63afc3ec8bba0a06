import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinkSigner, type LinkSigner } from '../../../src/media/storage/links.ts';

const KEY = `${'3f'.repeat(32)}.mp4`;
const clock = { time: new Date('2026-03-01T12:00:00Z') };
const now = (): Date => clock.time;
const expires = new Date('2026-03-02T12:00:00Z');

function aSigner(secret = 'a secret'): LinkSigner {
  return createLinkSigner({ secret, publicUrl: 'https://show.example', now });
}

function signedOf(link: string | null): string {
  return link?.split('/media/')[1] ?? '';
}

describe('a link', () => {
  it('is read back as what it was made for', () => {
    const link = aSigner().link(KEY, expires, 'a horse.mp4');
    expect(link).toMatch(/^https:\/\/show\.example\/media\/[\w-]+\.[\w-]+\.mp4$/);
    expect(aSigner().read(signedOf(link))).toEqual({
      status: 'valid',
      key: KEY,
      fileName: 'a horse.mp4',
      expiresAt: expires,
    });
    const unnamed = aSigner().read(signedOf(aSigner().link(KEY, expires)));
    expect(unnamed).toMatchObject({ status: 'valid', fileName: null });
  });

  it('keeps a path before it and doubles no slash', () => {
    const signer = createLinkSigner({ secret: 's', publicUrl: 'https://x.test/bot/', now });
    expect(signer.link(KEY, expires)).toMatch(/^https:\/\/x\.test\/bot\/media\/[^/]+$/);
  });

  it('is not made without a public address', () => {
    expect(createLinkSigner({ secret: 's', publicUrl: null, now }).link(KEY, expires)).toBeNull();
  });

  it('is made for keys of media only', () => {
    expect(() => aSigner().link('../etc/passwd', expires)).toThrow();
  });

  it('ends at its time and not a moment before', () => {
    const signed = signedOf(aSigner().link(KEY, expires));
    clock.time = new Date(expires.getTime() - 1);
    expect(aSigner().read(signed).status).toBe('valid');
    clock.time = expires;
    expect(aSigner().read(signed)).toEqual({ status: 'expired' });
    clock.time = new Date('2026-03-01T12:00:00Z');
  });

  it('of another secret is forged', () => {
    const signed = signedOf(aSigner('another').link(KEY, expires));
    expect(aSigner().read(signed)).toEqual({ status: 'forged' });
  });

  it('signed with the secret itself is forged: the key is derived for links alone', () => {
    const [payload = ''] = signedOf(aSigner().link(KEY, expires)).split('.');
    const mac = createHmac('sha256', 'a secret').update(payload).digest('base64url');
    expect(aSigner().read(`${payload}.${mac}.mp4`)).toEqual({ status: 'forged' });
  });

  it('with any character changed is forged', () => {
    const signed = signedOf(aSigner().link(KEY, expires, 'x'));
    const last = signed.lastIndexOf('.');
    fc.assert(
      fc.property(
        // The very last letter of a base64 text holds bits that mean nothing, hence 2.
        fc.nat(last - 2),
        fc.constantFrom('a', 'Z', '0', '9', '_', '-', '.'),
        (place, letter) => {
          fc.pre(signed[place] !== letter);
          const changed = signed.slice(0, place) + letter + signed.slice(place + 1);
          expect(aSigner().read(changed)).toEqual({ status: 'forged' });
        },
      ),
    );
    expect(aSigner().read(signed.replace(/mp4$/, 'jpg'))).toEqual({ status: 'forged' });
  });

  it('is nothing that somebody makes up', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(aSigner().read(text)).toEqual({ status: 'forged' });
      }),
    );
  });
});
