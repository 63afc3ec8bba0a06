import { expect, it } from 'vitest';
import { unreadWords } from '../../../src/core/domain/unread-words.ts';
import { plain } from './plain.ts';

it.each([
  ['key-refused', 'crun refused our key', 'once the key is fixed'],
  ['out-of-credit', 'our account at crun is out of credit', 'once the account is topped up'],
  ['redirected', 'crun is not at the address set for it', 'once the address is fixed'],
  ['maintenance', 'crun is under maintenance', 'when the maintenance ends'],
  ['failing', "crun isn't answering", 'when it answers again'],
  ['not-set-up', 'crun is no longer set up here', 'if it is set up again within a day'],
] as const)('says why the status of a video cannot be read: %s', (why, because, until) => {
  const { headline, lines } = unreadWords(why, 'crun');
  expect([headline, ...lines].map(plain)).toEqual([
    'Status unknown',
    `The video may be done, but its status can't be read: ${because}.`,
    `You can leave; the video appears here ${until}.`,
  ]);
});
