import { describe, expect, it } from 'vitest';
import { isOther, mayBe } from '../../../src/bots/shared/likely-file.ts';

const DOCUMENTED = {
  picture: ['a.png', 'a.jpg', 'a.JPEG', 'a.webp'],
  video: ['a.mp4', 'a.mov', 'a.MOV', 'a.webm'],
  sound: ['a.mp3', 'a.wav', 'a.WAV', 'a.webm'],
} as const;

/** What a chat may claim of any of them: not yet, nothing, by another name, or wrongly. */
const CLAIMS = [
  ...['', null, undefined, 'application/octet-stream', 'binary/octet-stream', 'text/plain'],
  ...['audio/x-wav', 'audio/vnd.wave', 'audio/wave', 'audio/mp3', 'audio/mpeg', 'audio/webm'],
  ...['video/x-msvideo', 'video/mp4', 'image/pjpeg', 'image/png; charset=binary', 'nonsense'],
];

const rows = (['picture', 'video', 'sound'] as const).flatMap((kind) =>
  DOCUMENTED[kind].flatMap((name) => CLAIMS.map((type) => ({ kind, name, type }))),
);

describe('a file of a documented type', () => {
  it.each(rows)('may be a $kind when $name is said to be $type', ({ kind, name, type }) => {
    expect(mayBe(kind, { name, type })).toBe(true);
    expect(isOther(kind, { name, type })).toBe(false);
  });

  it.each([
    ['picture', 'image/jpeg'],
    ['video', 'video/quicktime'],
    ['sound', 'audio/x-wav'],
  ] as const)('may be a %s by its type alone', (kind, type) => {
    expect(mayBe(kind, { name: 'untitled', type })).toBe(true);
  });

  it.each(['', null, undefined, 'application/octet-stream'])(
    'may be anything when neither its name nor its type (%j) says what',
    (type) => {
      for (const kind of ['picture', 'video', 'sound'] as const) {
        expect(mayBe(kind, { name: 'untitled', type })).toBe(true);
        expect(mayBe(kind, { name: 'notes.txt', type })).toBe(false);
      }
    },
  );
});

describe('a file of a format that no model takes', () => {
  it.each([
    ['picture', 'a.heic', 'image/heic'],
    ['picture', 'a.avif', ''],
    ['picture', 'a.GIF', 'image/gif'],
    ['picture', 'scan.tiff', 'application/octet-stream'],
    ['video', 'a.mkv', 'video/x-matroska'],
    ['video', 'a.gif', 'image/gif'],
    ['sound', 'a.m4a', 'audio/mp4'],
  ] as const)('may be a %s all the same: %s, said to be %j', (kind, name, type) => {
    expect(mayBe(kind, { name, type })).toBe(true);
    expect(isOther(kind, { name, type })).toBe(false);
  });

  it('may be anything when its ending says nothing', () => {
    for (const name of ['IMG_0001.JPG_large', 'scan.final', 'download.php', 'photo.2']) {
      expect(mayBe('picture', { name, type: '' })).toBe(true);
      expect(mayBe('picture', { name, type: 'application/force-download' })).toBe(true);
    }
  });
});

describe('a file of another type', () => {
  it.each([
    ['picture', 'notes.txt', 'text/plain'],
    ['picture', 'clip.mp4', 'video/mp4'],
    ['picture', 'clip.mp4', ''],
    ['video', 'kite.png', 'image/png'],
    ['sound', 'report.pdf', 'application/pdf'],
  ] as const)('is no %s: %s, said to be %s', (kind, name, type) => {
    expect(mayBe(kind, { name, type })).toBe(false);
  });

  it('is told at once only where its name and its type agree on what it is', () => {
    expect(isOther('picture', { name: 'tune.mp3', type: 'audio/mpeg' })).toBe(true);
    expect(isOther('picture', { name: 'tune.mp3', type: 'text/plain' })).toBe(false);
    expect(isOther('picture', { name: 'untitled', type: 'audio/mpeg' })).toBe(false);
  });
});
