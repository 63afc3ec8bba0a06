import { createReadStream } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createSendBytes } from '../../../src/bots/slack/shared/send-bytes.ts';

const gone = path.join(import.meta.dirname, 'no-such-file');
const signal = new AbortController().signal;

it('opens no file for an address that is not one of Slack', async () => {
  let opened = 0;
  const open = () => {
    opened += 1;
    return createReadStream(gone);
  };
  const send = createSendBytes(() => false);
  await expect(send('https://elsewhere.test/', { bytes: 1, open }, signal)).rejects.toThrow(
    'somebody else',
  );
  expect(opened).toBe(0);
});

it.each(['http://127.0.0.1:1/', 'no address'])(
  'costs a file that is gone itself alone, sent to %s',
  async (url) => {
    const send = createSendBytes(() => true);
    const open = () => createReadStream(gone);
    await expect(send(url, { bytes: 1, open }, signal)).rejects.toThrow();
  },
);
