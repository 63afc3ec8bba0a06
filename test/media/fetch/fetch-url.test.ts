import { describe, expect, it } from 'vitest';
import { FetchRefused } from '../../../src/media/fetch/fetch-refused.ts';
import { readRedirect, readTrustedHosts, readUrl } from '../../../src/media/fetch/fetch-url.ts';

const nobody = readTrustedHosts([]);
const trusted = readTrustedHosts(['127.0.0.1:4010', ' CDN.test:8080 ', '[::1]:4010']);

describe('an address to fetch from', () => {
  it.each(['https://cdn.example/a.png', 'http://cdn.example/a.png', 'https://cdn.example:443/'])(
    'may be %s',
    (address) => {
      expect(readUrl(address, nobody).href).toContain('cdn.example');
    },
  );

  it.each([
    'cdn.example/a.png',
    'file:///etc/passwd',
    'ftp://cdn.example/a.png',
    'data:image/png;base64,AAAA',
    'https://user:secret@cdn.example/',
    'https://user@cdn.example/',
    'http://cdn.example:22/',
    'https://cdn.example:6379/',
    'http://127.0.0.1:4010/',
  ])('is not %s', (address) => {
    expect(() => readUrl(address, nobody)).toThrow(FetchRefused);
  });

  it.each(['http://127.0.0.1:4010/a', 'http://cdn.test:8080/a', 'http://[::1]:4010/a'])(
    'may have another port where the host is trusted: %s',
    (address) => {
      expect(readUrl(address, trusted).href).toBe(address);
    },
  );

  it('is not another port of a trusted host', () => {
    expect(() => readUrl('http://127.0.0.1:4011/', trusted)).toThrow(FetchRefused);
  });
});

describe('a redirect', () => {
  const https = new URL('https://cdn.example/a');
  const http = new URL('http://cdn.example/a');

  it('never leads from https to http', () => {
    expect(() => readRedirect(https, 'http://cdn.example/b', nobody)).toThrow(FetchRefused);
    expect(() => readRedirect(https, 'http://127.0.0.1:4010/b', trusted)).toThrow(FetchRefused);
  });

  it('may lead from http to https, and be relative', () => {
    expect(readRedirect(http, 'https://cdn.example/b', nobody).protocol).toBe('https:');
    expect(readRedirect(https, '../b', nobody).href).toBe('https://cdn.example/b');
    expect(readRedirect(https, '//other.example/b', nobody).href).toBe('https://other.example/b');
  });

  it('to nowhere is refused', () => {
    expect(() => readRedirect(https, null, nobody)).toThrow(FetchRefused);
    expect(() => readRedirect(https, 'http://[', nobody)).toThrow(FetchRefused);
  });
});
