import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMessageRef } from '../../../../src/bots/slack/shared/message-ref.ts';
import type { MessageRef } from '../../../../src/core/messages/domain/message-ref.ts';
import type { Reply } from '../../../../src/core/messages/domain/reply.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { failed, forgetting, anyTime, keeping, rendering, startChat } from '../chat.ts';
import type { Chat } from '../chat.ts';

const HALF_HOUR = 30 * 60 * 1000;

let chat: Chat;
beforeEach(async () => {
  chat = await startChat();
});
afterEach(async () => {
  await chat[Symbol.asyncDispose]();
});

const show = (message: MessageRef, card = aShownCard()) =>
  chat.platform.show(message, card, forgetting());

describe('a card', () => {
  it('is posted once and edited after', async () => {
    const shown = await show(await show(chat.aCommand()), rendering());
    expect(chat.textOf(shown)).toContain('Rendering');
    expect(chat.callsOf('chat.postMessage')).toHaveLength(1);
    expect(chat.callsOf('chat.update')).toHaveLength(1);
    expect(chat.emulator.violations).toEqual([]);
  });

  it('is kept before anything else is done', async () => {
    const kept = keeping(chat.aCommand());
    await chat.platform.show(kept.last(), aShownCard(), kept.options);
    expect(readMessageRef(kept.last()).ts).toBe(chat.emulator.messages(chat.channel)[0]?.ts);
  });

  it('stands in public channels that nobody invited the app to', async () => {
    const { id } = chat.workspace.addChannel({ name: 'open', botIsMember: false });
    const shown = await show(chat.aCommand({ channelId: id }));
    expect(readMessageRef(shown).movedTo).toBeNull();
    expect(chat.emulator.messages(id)).toHaveLength(1);
  });

  const closed = [
    ['a private channel', () => chat.workspace.addChannel(private_()).id],
    ['a channel for few', () => chat.workspace.addChannel({ name: 'few', botMayPost: false }).id],
    ['a talk of two people', () => twoPeople().id],
  ] as const;

  it.each(closed)('that cannot be in %s is in the person’s own messages', async (_, where) => {
    const channelId = where();
    const shown = await show(chat.aCommand({ channelId }));
    const direct = chat.direct().id;
    expect(readMessageRef(shown).movedTo?.channelId).toBe(direct);
    expect(chat.textsIn(direct)).toHaveLength(1);
    expect(chat.textOf(shown)).toContain('Invite it there');
    expect(chat.textsIn(channelId)).toEqual([expect.stringContaining('in your direct messages')]);
    const after = await show(shown, rendering());
    expect(chat.textOf(after)).toContain('Rendering');
    expect(chat.textsIn(direct)).toHaveLength(1);
    expect(chat.textsIn(channelId)).toHaveLength(1);
    expect(chat.emulator.violations).toEqual([]);
  });

  it('that is wanted privately is there, without a word of what could not be', async () => {
    const shown = await show(chat.aCommand({ private: true }));
    expect(readMessageRef(shown).movedTo?.channelId).toBe(chat.direct().id);
    expect(chat.textOf(shown)).not.toContain('Invite');
    expect(chat.textsIn(chat.channel.id)).toEqual([
      'Only you can see it, in your direct messages with Showrunner.',
    ]);
    expect(chat.emulator.messages(chat.channel)).toEqual([]);
  });

  it('that was asked for directly stays there', async () => {
    const shown = await show(chat.aCommand({ channelId: chat.direct().id }));
    expect(readMessageRef(shown).movedTo).toBeNull();
    expect(chat.textsIn(chat.direct().id)).toHaveLength(1);
  });

  it('that was asked for nowhere is direct', async () => {
    const shown = await show(chat.aCommand({ channelId: null, kind: 'home' }));
    expect(chat.textsIn(chat.direct().id)).toEqual([chat.textOf(shown)]);
    expect(chat.textOf(shown)).not.toContain('Invite');
  });

  it('is one even when the process is killed while it moves', async () => {
    const { id } = chat.workspace.addChannel(private_());
    const kept = keeping(chat.aCommand({ channelId: id }));
    const killed = { signal: anyTime(), keep: () => Promise.reject(new Error('killed')) };
    await expect(chat.platform.show(kept.last(), aShownCard(), killed)).rejects.toThrow('killed');
    chat.skipAhead(2_000);
    await chat.platform.show(kept.last(), rendering(), kept.options);
    expect(chat.textsIn(chat.direct().id)).toEqual([expect.stringContaining('Rendering')]);
  });

  it('whose message was deleted tells directly how it ended, and only that', async () => {
    const shown = await show(chat.aCommand());
    chat.emulator.deleteMessage(chat.channel, readMessageRef(shown).ts ?? '');
    await expect(show(shown, rendering())).rejects.toMatchObject({ code: 'gone' });
    expect(chat.textsIn(chat.direct().id)).toEqual([]);
    const ended = await show(shown, failed());
    expect(chat.textsIn(chat.direct().id)).toEqual([chat.textOf(ended)]);
    expect(chat.textOf(ended)).toContain("Kling couldn't render this video");
    expect(chat.textOf(ended)).toContain("can't be updated anymore");
    expect(chat.textsIn(chat.channel.id)).toEqual([]);
  });

  it('of a workspace where messages may not be edited any more ends directly too', async () => {
    const shown = await show(chat.aCommand());
    chat.workspace.settings.editWindowClosed = true;
    const ended = await show(shown, failed());
    expect(readMessageRef(ended).movedTo?.channelId).toBe(chat.direct().id);
  });

  it('of a workspace that removed the app is gone, and the token with it', async () => {
    const shown = await show(chat.aCommand());
    chat.emulator.uninstall(chat.workspace);
    await expect(show(shown, rendering())).rejects.toMatchObject({ code: 'gone' });
    expect(chat.revoked).toEqual([expect.objectContaining({ teamId: chat.workspace.id })]);
  });

  it('is tried again later when the token was replaced meanwhile', async () => {
    chat.emulator.failNext('chat.postMessage', { error: 'token_revoked' });
    await expect(show(chat.aCommand())).rejects.toMatchObject({ code: 'unreachable' });
    expect(chat.revoked).toHaveLength(1);
  });

  it('tells a limit at once, and how long it lasts', async () => {
    const shown = await show(chat.aCommand());
    chat.emulator.failNext('chat.update', { rateLimited: 7 });
    const before = Date.now();
    await expect(show(shown, rendering())).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 7_000,
    });
    expect(Date.now() - before).toBeLessThan(7_000);
    expect(chat.callsOf('chat.update')).toHaveLength(1);
  });

  it.each([{ status: 503 }, { error: 'internal_error' }, 'drop-before'] as const)(
    'is tried again later when Slack answers %j',
    async (fault) => {
      chat.emulator.failNext('chat.postMessage', fault);
      await expect(show(chat.aCommand())).rejects.toMatchObject({ code: 'unreachable' });
      expect(chat.callsOf('chat.postMessage')).toHaveLength(1);
    },
  );

  it('counts its edits by workspace, from when it stands somewhere', async () => {
    const command = chat.aCommand();
    expect(chat.platform.editBudget(command)).toBeNull();
    const budget = { key: chat.workspace.id, perMinute: 40 };
    expect(chat.platform.editBudget(await show(command))).toEqual(budget);
  });

  it('never calls anybody', async () => {
    const hostile = '<!channel> <@U123> @here & <https://evil.example|click> *bold*';
    const shown = await show(
      chat.aCommand(),
      aShownCard({ prompt: hostile, lines: [[{ quote: hostile }]], settings: [hostile] }),
    );
    await chat.platform.reply(
      shown,
      { ...aReply, lines: [[hostile], [{ bold: hostile }]] },
      anyTime(),
    );
    expect(chat.emulator.pings).toEqual([]);
    expect(chat.textOf(shown)).toContain(hostile);
  });
});

describe('a press', () => {
  it('leaves the card where it stands', async () => {
    const shown = await show(chat.aCommand());
    expect(chat.platform.renewed(shown, chat.aPress(shown))).toEqual(shown);
  });

  it('tells where a card is that nobody wrote down', async () => {
    const command = chat.aCommand();
    const shown = await show(command);
    expect(chat.platform.renewed(command, chat.aPress(shown))).toMatchObject({
      ts: readMessageRef(shown).ts,
      userId: chat.ada.id,
    });
  });

  it('on the first message brings a card back to it', async () => {
    const shown = await show(chat.aCommand());
    const press = chat.aPress(shown);
    chat.workspace.settings.editWindowClosed = true;
    const ended = await show(shown, failed());
    expect(readMessageRef(chat.platform.renewed(ended, press)).movedTo).toBeNull();
    expect(chat.platform.renewed(ended, chat.aPress(ended))).toEqual(ended);
  });
});

describe('a note', () => {
  const say = (message: MessageRef) => chat.platform.reply(message, aReply, anyTime());

  it('is for the person alone', async () => {
    await say(chat.aCommand());
    expect(chat.emulator.messages(chat.channel)).toEqual([]);
    expect(chat.textsIn(chat.channel.id)).toEqual(['Not accepted\nThe prompt is empty.']);
  });

  it.each([
    ['was used up', { usesLeft: 0 }],
    ['is none of Slack’s', { responseUrl: 'http://127.0.0.1:1/' }],
  ])('goes another way when the first one %s', async (_, over) => {
    await say(chat.aCommand(over));
    expect(chat.callsOf('chat.postEphemeral')).toHaveLength(1);
    expect(chat.textsIn(chat.channel.id)).toHaveLength(1);
    expect(chat.emulator.violations).toEqual([]);
  });

  it('is direct when it comes so late that nobody may be there to see it', async () => {
    const command = chat.aCommand();
    chat.skipAhead(HALF_HOUR + 1_000);
    await say(command);
    chat.skipAhead(2_000);
    await say(chat.aCommand({ responseUrl: null, expiresAt: 1 }));
    expect(chat.textsIn(chat.channel.id)).toEqual([]);
    expect(chat.textsIn(chat.direct().id)).toHaveLength(2);
    expect(chat.callsOf('chat.postEphemeral')).toEqual([]);
  });

  it('that comes late for somebody without direct messages is where they asked', async () => {
    chat.emulator.failNext('conversations.open', { error: 'messages_tab_disabled' });
    await say(chat.aCommand({ expiresAt: 0 }));
    expect(chat.textsIn(chat.channel.id)).toHaveLength(1);
  });

  it('goes another way when Slack says that the first one ran out', async () => {
    const command = chat.aCommand({ expiresAt: Number.MAX_SAFE_INTEGER });
    chat.skipAhead(HALF_HOUR + 1_000);
    await say(command);
    expect(chat.textsIn(chat.channel.id)).toHaveLength(1);
  });

  it('is direct where the app cannot be heard', async () => {
    const { id } = chat.workspace.addChannel(private_());
    await say(chat.aCommand({ channelId: id, usesLeft: 0 }));
    expect(chat.textsIn(chat.direct().id)).toHaveLength(1);
    chat.skipAhead(2_000);
    await say(chat.aCommand({ channelId: null, kind: 'form' }));
    expect(chat.textsIn(chat.direct().id)).toHaveLength(2);
  });

  it('waits on the Home tab for its next showing', async () => {
    const home = chat.aCommand({ channelId: null, kind: 'home' });
    await say(home);
    expect(chat.homeReplies.take({ teamId: home.teamId, userId: home.userId })).toEqual(aReply);
    expect(chat.emulator.calls).toEqual([]);
  });

  it('that Slack asks to wait with says how long', async () => {
    chat.emulator.failNext('response_url', { rateLimited: 3 });
    await expect(say(chat.aCommand())).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 3_000,
    });
  });
});

describe('the link to a card', () => {
  it('opens it in Slack', async () => {
    const command = chat.aCommand();
    expect(chat.platform.linkTo(command)).toBeNull();
    const shown = await show(command);
    const { searchParams, origin } = new URL(chat.platform.linkTo(shown) ?? '');
    expect(origin).toBe('https://slack.com');
    expect(Object.fromEntries(searchParams)).toEqual({
      channel: chat.channel.id,
      team: chat.workspace.id,
      message_ts: readMessageRef(shown).ts,
    });
  });
});

const aReply: Reply = {
  tone: 'refused',
  headline: [{ bold: 'Not accepted' }],
  lines: [['The prompt is empty.']],
};

function private_() {
  return { name: 'secret', private: true, botIsMember: false } as const;
}

function twoPeople() {
  return chat.workspace.directMessage(chat.ada, chat.workspace.addPerson({ name: 'Bob' }));
}
