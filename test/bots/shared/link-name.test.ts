import { expect, it } from 'vitest';
import { linkName } from '../../../src/bots/shared/link-name.ts';

it.each([
  ['https://example.com/a/kite.png?w=1#x', 'kite.png'],
  ['https://example.com/a%20kite.png', 'a kite.png'],
  ['https://example.com/100%.png', '100%.png'],
  ['https://example.com/', 'example.com'],
  ['https://example.com/a/', 'a'],
  [`https://example.com/media/${'a'.repeat(100)}.mp4`, 'example.com.mp4'],
  ['no address', 'file'],
])('calls %s %s', (address, name) => {
  expect(linkName(address)).toBe(name);
});
