import { describe, expect, it } from 'vitest';
import { aSlack } from './support.ts';

const bytes = new Uint8Array(1000).fill(7);

describe('uploading', () => {
  it('shares the file in a thread a while after it was completed', async () => {
    await using it = await aSlack();
    const { slack, channel } = it;
    const events: unknown[] = [];
    slack.world.eventListeners.add((_, event) => events.push(event));
    const parent = await it.post();
    const { id, completed } = await it.upload('cat.mp4', bytes, {
      channel_id: channel.id,
      thread_ts: parent,
      initial_comment: 'Done',
    });
    expect(completed.body.files).toMatchObject([{ id, shares: {}, mimetype: '' }]);
    const info = async () => (await it.api('files.info', { file: id })).body.file;
    expect(await info()).toMatchObject({ shares: {} });
    expect(slack.messages(channel)).toHaveLength(1);

    await it.pass(2000);
    const [, reply] = slack.messages(channel);
    expect(slack.text(reply!)).toBe('Done\n[video cat.mp4 1000 B]');
    expect(await info()).toMatchObject({
      mimetype: 'video/mp4',
      shares: { public: { [channel.id]: [{ ts: reply!.ts, thread_ts: parent }] } },
    });
    expect(slack.videos(channel, parent).map((file) => file.bytes)).toEqual([Buffer.from(bytes)]);
    expect(events).toMatchObject([{ type: 'file_shared', file_id: id, channel_id: channel.id }]);
    expect(it.takeViolations()).toEqual([]);
  });

  it('takes the bytes of a form too, and exactly as many as were announced', async () => {
    await using it = await aSlack();
    const open = async () =>
      (await it.api('files.getUploadURLExternal', { filename: 'a.png', length: 1000 })).body;
    const send = async (url: unknown, body: FormData | Uint8Array<ArrayBuffer>) => {
      const response = await fetch(String(url), { method: 'POST', body });
      return `${response.status} ${await response.text()}`;
    };
    const opened = await open();
    const form = new FormData();
    form.set('filename', new Blob([bytes]), 'a.png');
    expect(await send(opened.upload_url, bytes.slice(1))).toBe('400 Length mismatch');
    const files = [{ id: opened.file_id }];
    expect(await it.error('files.completeUploadExternal', { files })).toBe('file_not_found');
    expect(await send(opened.upload_url, form)).toBe('200 OK - 1000');
    expect(await it.error('files.completeUploadExternal', { files })).toBeUndefined();
    expect(await it.error('files.completeUploadExternal', { files })).toBe('file_not_found');
    expect(await send(opened.upload_url, bytes)).toBe('404 Not found');
    expect(it.takeViolations()).toHaveLength(3);
  });

  it('can be cut short, and completed although nobody received of it', async () => {
    await using it = await aSlack();
    const { slack, channel } = it;
    slack.failNext('upload', 'drop-before');
    await expect(it.upload('a.mp4', bytes)).rejects.toThrow();
    slack.failNext('files.completeUploadExternal', 'drop-after');
    await expect(it.upload('b.mp4', bytes, { channel_id: channel.id })).rejects.toThrow();
    await it.pass(2000);
    expect(slack.messages(channel).map(slack.text)).toEqual(['[video b.mp4 1000 B]']);
    expect(it.takeViolations()).toEqual([]);
  });

  it('is refused where the bot may not share', async () => {
    await using it = await aSlack();
    const { workspace } = it;
    const share = async (channelId: string, more: object = {}) =>
      (await it.upload('a.mp4', bytes, { channel_id: channelId, ...more })).completed.body.error;
    const open = workspace.addChannel({ name: 'open', botIsMember: false });
    const hidden = workspace.addChannel({ name: 'x', private: true, botIsMember: false });
    const quiet = workspace.addChannel({ name: 'quiet', botMayPost: false });
    expect(await share(open.id)).toBe('not_in_channel');
    expect(await share(hidden.id)).toBe('channel_not_found');
    expect(await share(quiet.id)).toBe('posting_to_channel_denied');
    expect(await share(it.person.id)).toBe('invalid_channel');
    const reply = await it.post({ thread_ts: await it.post() });
    expect(await share(it.channel.id, { thread_ts: reply })).toBe('invalid_thread_ts');
    const blocks = [{ type: 'markdown', text: 'x' }];
    expect(await share(it.channel.id, { blocks })).toBe('internal_error');
  });

  it('is refused by what admins and the plan allow', async () => {
    await using it = await aSlack();
    const { settings } = it.workspace;
    const open = (filename: string) =>
      it.error('files.getUploadURLExternal', { filename, length: 1000 });
    settings.fileUploads = 'images-only';
    expect(await open('a.mp4')).toBe('file_uploads_except_images_disabled');
    expect(await open('a.png')).toBeUndefined();
    settings.fileUploads = 'none';
    expect(await open('a.png')).toBe('file_uploads_disabled');
    settings.fileUploads = 'all';
    settings.forbiddenFileTypes = ['mp4'];
    expect(await open('a.mp4')).toBe('file_type_not_allowed');
    settings.maxFileBytes = 999;
    expect(await open('a.png')).toBe('file_upload_size_restricted');
    settings.maxFileBytes = 5000;
    settings.storageBytesLeft = 1500;
    const { id } = await it.upload('a.png', bytes);
    expect(await open('b.png')).toBe('storage_limit_reached');
    expect(await it.error('files.delete', { file: id })).toBeUndefined();
    expect(await open('b.png')).toBeUndefined();
    expect(await it.error('files.info', { file: id })).toBe('file_deleted');
  });
});

describe('files of people', () => {
  it('are read with a token of the workspace, and lead to a login page without', async () => {
    await using it = await aSlack();
    const { slack, workspace, person } = it;
    const file = slack.addFile({ ownerId: person.id, name: 'cat.png', bytes });
    const { body } = await it.api('files.info', { file: file.id });
    const url = (body.file as { url_private_download: string }).url_private_download;
    const read = async (token?: string) => {
      const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      const response = await fetch(url, { headers });
      const type = response.headers.get('content-type')?.split(';')[0];
      return `${response.status} ${type} ${(await response.arrayBuffer()).byteLength}`;
    };
    expect(await read(workspace.botToken)).toBe('200 image/png 1000');
    expect(await read()).toMatch(/^200 text\/html /);
    expect(await read(slack.addWorkspace().botToken)).toMatch(/^200 text\/html /);
    expect(it.takeViolations()).toHaveLength(2);
    const { botToken } = workspace;
    slack.uninstall(workspace);
    expect(await read(botToken)).toMatch(/^200 text\/html /);
    expect(it.takeViolations()).toEqual([]);
  });

  it('are not there for the app where it is no member', async () => {
    await using it = await aSlack();
    const { slack, workspace, person } = it;
    const hidden = workspace.addChannel({ name: 'x', private: true, botIsMember: false });
    const file = slack.addFile({ ownerId: person.id, name: 'cat.png', bytes });
    slack.say({ person, channel: hidden, text: '', fileIds: [file.id] });
    expect(await it.error('files.info', { file: file.id })).toBe('file_not_found');
    slack.say({ person, channel: it.channel, text: '', fileIds: [file.id] });
    expect(await it.error('files.info', { file: file.id })).toBeUndefined();
  });

  it('may lie elsewhere, or say nothing before they are asked for', async () => {
    await using it = await aSlack();
    const { slack, person, channel } = it;
    const given = { ownerId: person.id, name: 'cat.png', bytes };
    const external = slack.addFile({ ...given, externalUrl: 'https://drive.example/cat.png' });
    const foreign = slack.addFile({ ...given, access: 'check_file_info' });
    const message = slack.say({ person, channel, text: '', fileIds: [external.id, foreign.id] });
    const [one, other] = message.history[0]?.json.files as object[];
    expect(one).toMatchObject({ mode: 'external', url_private: 'https://drive.example/cat.png' });
    expect(other).toMatchObject({ file_access: 'check_file_info' });
    expect(other).not.toHaveProperty('url_private');
    const { body } = await it.api('files.info', { file: foreign.id });
    expect(body.file).toHaveProperty('url_private');
  });
});
