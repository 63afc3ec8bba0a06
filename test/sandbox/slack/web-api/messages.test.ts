import { describe, expect, it } from 'vitest';
import { actions, aSlack, button, section } from './support.ts';

describe('posting', () => {
  it('needs membership, or a public channel', async () => {
    await using it = await aSlack();
    const { workspace, person } = it;
    const post = (channel: string) => it.error('chat.postMessage', { channel, text: 'Hi' });
    const other = workspace.addPerson({ name: 'Bo' });
    const open = workspace.addChannel({ name: 'open', botIsMember: false });
    const hidden = workspace.addChannel({ name: 'x', private: true, botIsMember: false });
    const old = workspace.addChannel({ name: 'old', archived: true });
    const quiet = workspace.addChannel({ name: 'quiet', botMayPost: false });
    expect(await post(open.id)).toBeUndefined();
    expect(await post(workspace.directMessage(person).id)).toBeUndefined();
    expect(await post(person.id)).toBeUndefined();
    expect(await post(hidden.id)).toBe('channel_not_found');
    expect(await post(workspace.directMessage(person, other).id)).toBe('channel_not_found');
    expect(await post(old.id)).toBe('is_archived');
    expect(await post(quiet.id)).toBe('restricted_action');
    const few = it.slack.addWorkspace({ scopes: ['chat:write'] });
    const closed = few.addChannel({ name: 'open', botIsMember: false });
    const args = { channel: closed.id, text: 'Hi' };
    expect((await it.api('chat.postMessage', args, few.botToken)).body.error).toBe(
      'not_in_channel',
    );
    expect(it.takeViolations()).toEqual([]);
  });

  it('happens once for one client_msg_id', async () => {
    await using it = await aSlack();
    const { slack, channel } = it;
    const other = it.workspace.addChannel({ name: 'other' });
    const ts = await it.post({ client_msg_id: 'one' });
    expect(await it.post({ client_msg_id: 'one', text: 'Again' })).toBe(ts);
    expect(slack.messages(channel).map(slack.text)).toEqual(['Hi']);
    const again = { text: 'x', client_msg_id: 'one' };
    expect(await it.error('chat.postMessage', { ...again, channel: other.id })).toBe(
      'duplicate_channel_not_found',
    );
    slack.deleteMessage(channel, ts);
    expect(await it.error('chat.postMessage', { ...again, channel: channel.id })).toBe(
      'duplicate_message_not_found',
    );
  });

  it('notes whom a message really pings', async () => {
    await using it = await aSlack();
    const plain = { type: 'plain_text', text: '<!channel>' };
    await it.post({
      text: 'safe &lt;!channel&gt; @here',
      blocks: [{ type: 'header', text: plain }],
    });
    expect(it.slack.pings).toEqual([]);
    await it.post({ blocks: [section(`<!channel> <@${it.person.id}>`)] });
    await it.post({ text: '@here', parse: 'full' });
    expect(it.slack.pings).toMatchObject([
      { broadcast: 'channel', users: [it.person.id] },
      { broadcast: 'here', users: [] },
    ]);
  });

  it('goes to a thread that is there', async () => {
    await using it = await aSlack();
    const ts = await it.post();
    const reply = await it.post({ thread_ts: ts });
    expect(it.slack.message(it.channel, reply).threadTs).toBe(ts);
    const args = { channel: it.channel.id, text: 'x' };
    expect(await it.error('chat.postMessage', { ...args, thread_ts: '1700000000.000001' })).toBe(
      'thread_not_found',
    );
    expect(await it.error('chat.postMessage', { ...args, thread_ts: Number(ts) })).toBe(
      'invalid_arguments',
    );
  });

  it('shows an ephemeral message to one member alone', async () => {
    await using it = await aSlack();
    const { slack, person } = it;
    const channel = it.workspace.addChannel({ name: 'room', private: true, members: [] });
    const args = { channel: channel.id, user: person.id, text: 'psst' };
    expect(await it.error('chat.postEphemeral', args)).toBe('user_not_in_channel');
    channel.members.add(person.id);
    const { body } = await it.api('chat.postEphemeral', args);
    expect(slack.messages(channel)).toEqual([]);
    expect(slack.messages(channel, person).map(slack.text)).toEqual(['psst']);
    const ts = body.message_ts;
    expect(await it.error('chat.update', { channel: channel.id, ts, text: 'x' })).toBe(
      'message_not_found',
    );
    expect(it.takeViolations()).toEqual(['an ephemeral message']);
  });
});

describe('editing', () => {
  it('takes blocks away with text alone, and keeps every state', async () => {
    await using it = await aSlack();
    const { slack, channel } = it;
    const ts = await it.post({ text: 'now', blocks: [section('one')] });
    await it.pass(1000);
    const edit = (args: object) => it.error('chat.update', { channel: channel.id, ts, ...args });
    expect(await edit({ text: 'now', blocks: [section('two'), actions(button('go'))] })).toBe(
      undefined,
    );
    expect(await edit({ text: 'three' })).toBeUndefined();
    expect(slack.history(channel, ts).map(slack.text)).toEqual(['one', 'two\n[ Go ]', 'three']);
    expect(slack.history(channel, ts).map((version) => version.at - it.clock.now)).toEqual([
      -1000, 0, 0,
    ]);
    expect(await edit({})).toBe('no_text');
    expect(await edit({ text: 'x'.repeat(4001) })).toBe('msg_too_long');
    expect(await edit({ text: 'x'.repeat(4000) })).toBeUndefined();
  });

  it('leaves rich text rich', async () => {
    await using it = await aSlack();
    const element = { type: 'text', text: 'one' };
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [element] }],
    };
    const ts = await it.post({ blocks: [rich] });
    const edit = (blocks: object[]) =>
      it.error('chat.update', { channel: it.channel.id, ts, text: 'x', blocks });
    expect(await edit([section('two')])).toBe('block_mismatch');
    expect(await edit([rich, section('two')])).toBeUndefined();
    expect(it.slack.text(it.slack.message(it.channel, ts))).toBe('one\ntwo');
  });

  it('is for own messages that are there, while editing is open', async () => {
    await using it = await aSlack();
    const { slack, channel } = it;
    const edit = (ts: string, place = channel) =>
      it.error('chat.update', { channel: place.id, ts, text: 'x' });
    const theirs = slack.say({ person: it.person, channel, text: 'mine' });
    expect(await edit(theirs.ts)).toBe('cant_update_message');
    expect(await edit('1700000000.000001')).toBe('message_not_found');
    const ts = await it.post();
    it.workspace.settings.editWindowClosed = true;
    expect(await edit(ts)).toBe('edit_window_closed');
    it.workspace.settings.editWindowClosed = false;
    channel.archived = true;
    expect(await edit(ts)).toBe('is_inactive');
    channel.archived = false;
    expect(await it.error('chat.delete', { channel: channel.id, ts: theirs.ts })).toBe(
      'cant_delete_message',
    );
    const link = await it.api('chat.getPermalink', { channel: channel.id, message_ts: ts });
    expect(link.body.permalink).toContain(channel.id);
    expect(await it.error('chat.delete', { channel: channel.id, ts })).toBeUndefined();
    expect(await edit(ts)).toBe('message_not_found');
  });
});

describe('what a person reads', () => {
  it('tells names, times, buttons and fields', async () => {
    await using it = await aSlack();
    const at = Math.floor(it.clock.now / 1000);
    const ts = await it.post({
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'A <video>' } },
        section(`by <@${it.person.id}> <!date^${at - 120}^{ago}, {time}|then>`),
        { type: 'divider' },
        { type: 'section', fields: [{ type: 'mrkdwn', text: '*Cost*' }] },
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'a &lt; b' }] },
        actions(button('a'), button('b', { url: 'https://example.com/' })),
      ],
    });
    expect(it.slack.text(it.slack.message(it.channel, ts)).split('\n')).toEqual([
      'A <video>',
      'by @Ada 2 minutes ago, 9:28 AM',
      '────────────────────────',
      '*Cost*',
      'a < b',
      '[ Go ] [ Go ] <https://example.com/>',
    ]);
  });
});

describe('rich text', () => {
  it('is read as it is shown, and pings whom it names', async () => {
    await using it = await aSlack();
    const at = Math.floor(it.clock.now / 1000);
    const elements = [
      { type: 'text', text: '<!channel> ', style: { bold: true } },
      { type: 'user', user_id: it.person.id },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'https://example.com/', text: 'there' },
      { type: 'text', text: ' ' },
      { type: 'date', timestamp: at, format: '{time}', fallback: 'now' },
    ];
    const section = { type: 'rich_text_section', elements };
    const ts = await it.post({ blocks: [{ type: 'rich_text', elements: [section] }] });
    expect(it.slack.text(it.slack.message(it.channel, ts))).toBe(
      '<!channel> @Ada there <https://example.com/> 9:30 AM',
    );
    expect(it.slack.pings).toMatchObject([{ users: [it.person.id], broadcast: null }]);
    expect(it.takeViolations()).toEqual([]);
  });
});

describe('a response_url', () => {
  it('works five times, within half an hour, and where the bot is no member', async () => {
    await using it = await aSlack();
    const { slack, workspace, person } = it;
    const place = workspace.directMessage(person, workspace.addPerson({ name: 'Bo' }));
    const issue = (sourceTs: string | null = null) =>
      slack.url +
      slack.world.responseUrls.issue({
        workspaceId: workspace.id,
        channelId: place.id,
        userId: person.id,
        sourceTs,
        threadTs: null,
      });
    const answer = async (url: string, body: object) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      return response.status;
    };
    const url = issue();
    expect(await answer(url, { text: 'to you' })).toBe(200);
    expect(await answer(url, { text: 'to all', response_type: 'in_channel' })).toBe(200);
    expect(slack.messages(place).map(slack.text)).toEqual(['to all']);
    expect(slack.messages(place, person)).toHaveLength(2);
    expect(await answer(url, { blocks: [section('x'.repeat(3001))] })).toBe(400);
    expect(it.takeViolations()).toHaveLength(1);

    const [first] = slack.messages(place, person);
    const again = issue(first?.ts ?? '');
    expect(await answer(again, { replace_original: true, text: 'changed' })).toBe(200);
    expect(slack.messages(place, person).map(slack.text)).toEqual(['changed', 'to all']);
    expect(await answer(again, { delete_original: true })).toBe(200);
    expect(slack.messages(place, person).map(slack.text)).toEqual(['to all']);

    for (const text of ['4', '5']) expect(await answer(url, { text })).toBe(200);
    expect(await answer(url, { text: '6' })).toBe(404);
    const late = issue();
    await it.pass(30 * 60_000 + 1);
    expect(await answer(late, { text: 'late' })).toBe(404);
    expect(it.takeViolations()).toHaveLength(2);
  });
});
