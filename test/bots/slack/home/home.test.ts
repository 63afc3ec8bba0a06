import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomeJob } from '../../../../src/core/chat/domain/form-state.ts';
import { jobId } from '../../../../src/core/shared/domain/ids.ts';
import { refusedReply } from '../../../../src/core/messages/domain/reply.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { aHome } from '../../../support/forms.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { patience, settled } from '../../../support/patience.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

const waiting = aShownCard().view;

function aJob(id: string, over: Partial<HomeJob> = {}): HomeJob {
  return { jobId: jobId(id), view: waiting, link: null, video: null, poster: null, ...over };
}

const text = () => JSON.stringify(bot.ada.home?.view ?? null);

async function opened() {
  const publishes = count();
  bot.ada.openHome();
  await bot.emulator.until('the Home tab', () => (count() > publishes ? true : undefined));
  // Counted before it is handled.
  await bot.emulator.until('its content', () => bot.ada.home ?? undefined);
  await settled();
}

const count = () => bot.emulator.calls.filter((it) => it.method === 'views.publish').length;

function home() {
  const shown = bot.ada.home;
  if (shown === null) throw new Error('There is no Home tab.');
  return shown;
}

describe('the Home tab', () => {
  it('shows what is left, what is on the way and what ended', async () => {
    const prompt = 'a lighthouse <!channel>';
    const rendering = { ...waiting, prompt, progress: 0.4, actions: [] };
    bot.core.home = () =>
      Promise.resolve(
        aHome({
          running: [aJob('1', { view: rendering, link: 'https://slack.com/app_redirect?x=1' })],
          ended: [aJob('2', { video: 'https://media.example.com/2.mp4' })],
        }),
      );
    await opened();
    expect(text()).toContain('You have 200 credits left');
    expect(text()).toContain('a lighthouse <!channel>');
    expect(text()).toContain('40%');
    expect(text()).toContain('https://slack.com/app_redirect?x=1');
    expect(text()).toContain('https://media.example.com/2.mp4');
  });

  it('says when there is nothing', async () => {
    await opened();
    expect(text()).toContain('No videos in progress');
    expect(text()).toContain('No videos yet');
  });

  it('fits whatever there is', async () => {
    const job = (_: unknown, index: number) =>
      aJob(`${index}`, { view: { ...waiting, prompt: 'x'.repeat(5_000), progress: 0.5 } });
    const jobs = Array.from({ length: 100 }, job);
    bot.core.home = () => Promise.resolve(aHome({ running: jobs, ended: jobs }));
    await opened();
    expect(text()).toContain('92 more');
  });

  it('leaves pictures out where Slack would not have them', async () => {
    const poster = 'https://media.example.com/2.jpg';
    bot.core.home = () => Promise.resolve(aHome({ ended: [aJob('2', { poster })] }));
    await opened();
    expect(text()).toContain(poster);
    bot.emulator.failNext('views.publish', { error: 'invalid_blocks' });
    bot.emulator.violations.splice(0);
    await opened();
    expect(text()).not.toContain(poster);
    expect(text()).toContain('Your latest videos');
  });

  it('says so when the database does not answer', async () => {
    bot.core.home = () => Promise.reject(new Error('no database'));
    await opened();
    expect(text()).toContain('down for a moment');
  });

  it('is published once for many openings at a time, and once more after them', async () => {
    let reads = 0;
    bot.core.home = () => {
      reads += 1;
      return delay(100, aHome());
    };
    for (let opening = 0; opening < 10; opening += 1) bot.ada.openHome();
    await delay(1_500);
    expect(reads).toBe(2);
  });
});

describe('a press on the Home tab', () => {
  it('acts, and shows what came of it', async () => {
    bot.core.home = () => Promise.resolve(aHome({ running: [aJob('0197-ab')] }));
    bot.core.answer = (interaction) =>
      bot.platform.reply(
        interaction.message,
        refusedReply('Too late to cancel.'),
        AbortSignal.timeout(patience(5_000)),
      );
    await opened();
    await bot.ada.press(home(), 'cancel:0197-ab');
    const kept = await bot.answered(1);
    expect(kept.command).toEqual({ type: 'press', action: 'cancel', job: '0197-ab' });
    expect(refOf(kept)).toMatchObject({ kind: 'home', channelId: null, responseUrl: null });
    await bot.emulator.until('the note', () => text().includes('Too late to cancel.') || undefined);
    await bot.ada.press(home(), 'home-refresh');
    await bot.emulator.until('its end', () => !text().includes('Too late') || undefined);
    expect(bot.answers).toHaveLength(1);
  });

  it('refreshes it', async () => {
    await opened();
    bot.core.home = () => Promise.resolve(aHome({ running: [aJob('1')] }));
    expect((await bot.ada.press(home(), 'home-refresh')).error).toBeNull();
    await bot.emulator.until(
      'the job',
      () => text().includes('Your videos in progress') || undefined,
    );
    expect(bot.asks).toEqual([]);
  });

  it('opens the form for a video', async () => {
    await opened();
    const view = await (await bot.ada.press(home(), 'home-create')).modal();
    await bot.ada.submit(view, { prompt: 'a horse' });
    expect(refOf(await bot.answered(1))).toMatchObject({ channelId: null, private: true });
  });

  it('with a forged name does nothing', async () => {
    await opened();
    const act = await bot.ada.pressForged(home(), { action_id: 'refund:1' });
    expect(act.error).toBeNull();
    expect(bot.asks).toEqual([]);
  });
});
