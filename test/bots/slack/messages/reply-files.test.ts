import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply, ReplyFile } from '../../../../src/core/messages/domain/reply.ts';
import { anyTime, startChat } from '../chat.ts';
import type { Chat } from '../chat.ts';

let chat: Chat;
beforeEach(async () => {
  chat = await startChat();
});
afterEach(async () => {
  await chat[Symbol.asyncDispose]();
  expect(chat.emulator.pings).toEqual([]);
});

const chart: ReplyFile = {
  name: 'report.png',
  type: 'image/png',
  content: Buffer.from('png of bars'),
  alt: 'Bars: 120 credits on Monday, 80 on Tuesday.',
};
const table: ReplyFile = {
  name: 'report.csv',
  type: 'text/csv',
  content: Buffer.from('day,credits\n1,120\n'),
  alt: 'The same as a table.',
};
const report: Reply = {
  tone: 'plain',
  headline: [{ bold: 'Report <!channel>' }],
  lines: [['200 credits']],
  files: [chart, table],
};

const say = (over: Parameters<Chat['aCommand']>[0] = {}) =>
  chat.platform.reply(chat.aCommand(over), report, anyTime());
const announce = (channelId = chat.channel.id, once?: string) =>
  chat.platform.post(`${chat.workspace.id}/${channelId}`, report, anyTime(), once);

const files = () => [...chat.emulator.world.files.values()];
const sharedIn = (channelId: string) =>
  files()
    .filter((it) => it.shares.some((share) => share.channelId === channelId))
    .map((it) => it.name);
/** Slack looks at files before anybody sees them. */
const shared = (channelId: string, count: number) =>
  chat.emulator.until('the files', () => sharedIn(channelId).length === count || undefined);

describe('an answer with files', () => {
  it('says where they are, since only the person may see them', async () => {
    await say();
    const direct = chat.direct().id;
    await shared(direct, 2);
    expect(files().map((it) => it.bytes.toString())).toEqual([
      'png of bars',
      'day,credits\n1,120\n',
    ]);
    const [said = ''] = chat.textsIn(chat.channel.id);
    expect(said).toMatch(/In your direct messages with Showrunner: report\.png .* and report\.csv/);
    expect(said).toContain('200 credits');
    const [reserved] = chat.callsOf('files.getUploadURLExternal');
    expect(reserved?.args).toMatchObject({ alt_txt: chart.alt });
    expect(sharedIn(chat.channel.id)).toEqual([]);
    expect(chat.emulator.violations).toEqual([]);
  });

  it('has them once, though it is said again', async () => {
    chat.emulator.failNext('response_url', { status: 503 });
    const ref = chat.aCommand();
    await expect(chat.platform.reply(ref, report, anyTime())).rejects.toMatchObject({
      code: 'unreachable',
    });
    await chat.platform.reply(ref, report, anyTime());
    expect(files()).toHaveLength(2);
    expect(chat.textsIn(chat.channel.id)).toHaveLength(1);
  });

  it('says so where none may be uploaded', async () => {
    chat.workspace.settings.fileUploads = 'none';
    await say();
    const [said = ''] = chat.textsIn(chat.channel.id);
    expect(said).toContain("This workspace doesn't allow file uploads.");
    expect(said).toContain('200 credits');
  });

  it('has only the pictures where only those may be uploaded', async () => {
    chat.workspace.settings.fileUploads = 'images-only';
    await say();
    await shared(chat.direct().id, 1);
    expect(sharedIn(chat.direct().id)).toEqual(['report.png']);
    const [said = ''] = chat.textsIn(chat.channel.id);
    expect(said).toContain('In your direct messages with Showrunner: report.png');
    expect(said).not.toContain('report.csv');
    expect(said).toContain('only allows image uploads');
  });

  it('is said without them to somebody who takes no direct messages', async () => {
    chat.emulator.failNext('conversations.open', { error: 'user_disabled' });
    await say();
    expect(chat.textsIn(chat.channel.id)).toEqual([
      expect.stringContaining('Slack refused the file.'),
    ]);
  });

  it('is tried again later while Slack is silent', async () => {
    chat.emulator.failNext('files.completeUploadExternal', { status: 503 });
    await expect(say()).rejects.toMatchObject({ code: 'unreachable' });
    expect(chat.textsIn(chat.channel.id)).toEqual([]);
  });
});

describe('an announcement with files', () => {
  const blocks = () => chat.emulator.messages(chat.channel)[0]?.blocks ?? [];

  it('shows its pictures, and has the others in its thread', async () => {
    await announce();
    await shared(chat.channel.id, 1);
    expect(sharedIn(chat.channel.id)).toEqual(['report.csv']);
    const [message] = chat.emulator.messages(chat.channel);
    expect(files().flatMap((it) => it.shares.map((share) => share.threadTs))).toEqual([
      message?.ts,
    ]);
    const [picture] = files();
    expect(blocks()).toContainEqual(
      expect.objectContaining({
        type: 'image',
        slack_file: { id: picture?.id },
        alt_text: chart.alt,
      }),
    );
    expect(chat.emulator.violations).toEqual([]);
  });

  it('is one message, said once or twice', async () => {
    await announce(undefined, 'week 40');
    chat.skipAhead(2_000);
    await announce(undefined, 'week 40');
    expect(chat.emulator.messages(chat.channel).filter((it) => it.threadTs === null)).toHaveLength(
      1,
    );
  });

  it('has words instead where files may not be uploaded', async () => {
    chat.workspace.settings.fileUploads = 'none';
    await announce();
    const texts = chat.textsIn(chat.channel.id);
    expect(texts).toEqual([expect.stringContaining("doesn't allow file uploads")]);
    expect(texts[0]).toContain('200 credits');
  });

  it('says what a channel does not take', async () => {
    const { id } = chat.workspace.addChannel({ name: 'open', botIsMember: false });
    await announce(id);
    const texts = chat.textsIn(id);
    expect(texts).toEqual([expect.stringContaining('Invite it to get files here')]);
    expect(texts[0]).toContain('200 credits');
    expect(chat.emulator.messages(id)[0]?.blocks.some((it) => it.type === 'image')).toBe(true);
  });

  it('leaves out a picture that Slack is not done with', async () => {
    await chat[Symbol.asyncDispose]();
    chat = await startChat({ limits: { shareDelayMs: 2_000 } });
    await announce();
    expect(blocks().some((it) => it.type === 'image')).toBe(false);
    expect(chat.textsIn(chat.channel.id)[0]).toContain('200 credits');
  });
});
