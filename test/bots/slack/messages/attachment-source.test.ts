import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIsSlackAddress } from '../../../../src/bots/slack/shared/address.ts';
import { anyTime, startChat } from '../chat.ts';
import type { Chat } from '../chat.ts';

let chat: Chat;
beforeEach(async () => {
  chat = await startChat();
});
afterEach(async () => {
  await chat[Symbol.asyncDispose]();
});

const PNG = new Uint8Array([137, 80, 78, 71]);
const sourceOf = (url: string) =>
  chat.platform.sourceOf(chat.aCommand(), { url, name: 'cat.png', bytes: null }, anyTime());
const WITHHELD = { status: 'withheld' };

it('opens a file in Slack with the bot’s token', async () => {
  const url = 'https://files.slack.com/files-pri/T1-F1/cat.png';
  expect(await sourceOf(url)).toEqual({
    status: 'ready',
    source: {
      url,
      name: 'cat.png',
      bytes: null,
      headers: { authorization: `Bearer ${chat.workspace.botToken}` },
    },
  });
});

it.each([
  'https://example.com/files-pri/T1-F1/cat.png',
  'http://files.slack.com/files-pri/T1-F1/cat.png',
  'https://files.slack.com.example.com/cat.png',
  'https://files.slack.com@example.com/cat.png',
  'https://notslack.com/cat.png',
  'https://files.slack.com:8443/cat.png',
  'https://someone:secret@files.slack.com/cat.png',
  'http://127.0.0.1:1/cat.png',
  'file:///etc/passwd',
  'not an address',
])('gives nothing to %s', async (url) => {
  expect(await sourceOf(url)).toEqual(WITHHELD);
});

it('asks where a file is that is only named', async () => {
  const file = chat.ada.upload({ name: 'cat.png', bytes: PNG });
  chat.emulator.say({
    person: chat.ada,
    channel: chat.channel,
    text: 'a cat',
    fileIds: [file.id],
  });
  const found = await sourceOf(`slack-file:${file.id}`);
  if (found.status !== 'ready') throw new Error(JSON.stringify(found));
  const { url, headers, bytes } = found.source;
  expect(bytes).toBe(PNG.length);
  const answer = await fetch(url, headers === undefined ? {} : { headers });
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PNG);
});

it('withholds what lies elsewhere, is not there, or is not for us', async () => {
  const elsewhere = chat.emulator.addFile({
    ownerId: chat.ada.id,
    name: 'cat.png',
    bytes: PNG,
    externalUrl: 'https://drive.example.com/cat.png',
  });
  chat.emulator.say({
    person: chat.ada,
    channel: chat.channel,
    text: '',
    fileIds: [elsewhere.id],
  });
  expect(await sourceOf(`slack-file:${elsewhere.id}`)).toEqual(WITHHELD);
  expect(await sourceOf('slack-file:F0000000')).toEqual(WITHHELD);
});

it('says when Slack cannot be asked', async () => {
  chat.emulator.failNext('files.info', { status: 503 });
  await expect(sourceOf('slack-file:F0000000')).rejects.toMatchObject({ code: 'unreachable' });
});

it('knows Slack’s other clouds by their own address', () => {
  const isSlackAddress = createIsSlackAddress('https://slack-gov.com/api');
  expect(isSlackAddress('https://files.slack-gov.com/a')).toBe(true);
  expect(isSlackAddress('https://files.slack.com/a')).toBe(true);
  expect(isSlackAddress('https://files.slack-dev.com/a')).toBe(false);
});

it.each([
  'https://example.com/kite.png',
  'https://files.slack.com/files-pri/T1-F1/cat.png',
  'http://127.0.0.1:1/cat.png',
])('fetches what a link shows without the token: %s', async (url) => {
  expect(await sourceOf(`link:${url}`)).toEqual({
    status: 'ready',
    source: { url, name: 'cat.png', bytes: null },
  });
  expect(chat.emulator.calls).toEqual([]);
});

it('learns the name of a file of which its message told nothing', async () => {
  const { id } = chat.ada.upload({ name: 'cat.png', bytes: PNG });
  const named = { url: `slack-file:${id}`, name: id, bytes: null };
  const found = await chat.platform.sourceOf(chat.aCommand(), named, anyTime());
  expect(found).toMatchObject({ status: 'ready', source: { name: 'cat.png' } });
});
