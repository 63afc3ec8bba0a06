import { describe, expect, it } from 'vitest';
import { linksAmong } from '../../../src/providers/shared/links.ts';

const API = 'https://api.example.com';

describe('the links of a result', () => {
  it.each([
    ['https, as it is', 'https://cdn.example.com/a.mp4?sig=x%2By', undefined],
    ['with a space around it', ' https://cdn.example.com/a.mp4\n', 'https://cdn.example.com/a.mp4'],
    ['plain http, as https', 'http://cdn.example.com/a.mp4', 'https://cdn.example.com/a.mp4'],
    ['plain http at its port', 'http://cdn.example.com:80/a', 'https://cdn.example.com/a'],
    ['in capitals', 'HTTP://CDN.EXAMPLE.COM/A.mp4', 'https://cdn.example.com/A.mp4'],
    ['without a protocol', '//cdn.example.com/a.mp4', 'https://cdn.example.com/a.mp4'],
    ['a path', '/videos/a.mp4', 'https://api.example.com/videos/a.mp4'],
    ['a path without a slash', 'videos/a.mp4', 'https://api.example.com/videos/a.mp4'],
    ['a name', 'a.mp4', 'https://api.example.com/a.mp4'],
  ])('are understood: %s', (_, link, expected) => {
    expect(linksAmong([link], API)).toEqual([expected ?? link]);
  });

  it.each([
    [undefined],
    [null],
    [7],
    [{}],
    [['https://cdn.example.com/a.mp4']],
    [''],
    ['  '],
    ['pending'],
    ['not ready yet.'],
    ['ftp://cdn.example.com/a.mp4'],
    ['file:///etc/passwd'],
    ['data:video/mp4;base64,AAAA'],
    ['https://'],
  ])('are none of what is no link: %j', (value) => {
    expect(linksAmong([value], API)).toEqual([]);
  });

  it('are on the path of the API where it has one', () => {
    const api = 'https://example.com/gateway';
    expect(linksAmong(['v/a.mp4', '/v/a.mp4'], api)).toEqual([
      'https://example.com/gateway/v/a.mp4',
      'https://example.com/v/a.mp4',
    ]);
  });

  it('are plain http where the API itself is reached by it', () => {
    const links = ['http://127.0.0.1:81/a.mp4', '//127.0.0.1:81/b.mp4', '/c.mp4'];
    expect(linksAmong(links, 'http://127.0.0.1:80')).toEqual([
      'http://127.0.0.1:81/a.mp4',
      'http://127.0.0.1:81/b.mp4',
      'http://127.0.0.1/c.mp4',
    ]);
  });

  it('keep their order, each once, and are not more than anybody could try', () => {
    const links = ['/b.mp4', '/a.mp4', `${API}/b.mp4`];
    expect(linksAmong(links, API)).toEqual([`${API}/b.mp4`, `${API}/a.mp4`]);
    const many = Array.from({ length: 99 }, (_, index) => `/${index}.mp4`);
    expect(linksAmong(many, API)).toHaveLength(10);
  });
});
