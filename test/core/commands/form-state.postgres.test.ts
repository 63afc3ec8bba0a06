import { describe, expect, it } from 'vitest';
import { plain } from '../messages/domain/plain-text.ts';
import type { VideoDraft } from '../../../src/core/video/domain/video-request.ts';
import { agreedTo, aVideoDraft, inNewWorkspace, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider, fakeModel } from '../../support/fakes/fake-provider.ts';
import { wordsOf } from '../requests/choosing.ts';
import { pass } from '../requests/requested.ts';

const database = databaseOfFile();

const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
const asking = (test: TestCore) => inNewWorkspace({ platform: test.platform.name });

async function ask(
  test: TestCore,
  requester: ReturnType<typeof asking>,
  command: Parameters<TestCore['anInteraction']>[0],
) {
  const it = test.anInteraction(command, { requester });
  await test.conversations.receive(it);
  await test.conversations.answer(it, 'new');
  return it;
}

const settingsOf = (test: TestCore) => test.platform.shows.map((it) => plain(it.view.settings));

describe('usual settings', () => {
  it('fill what a request leaves open, and nothing else', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    const it = await ask(test, requester, {
      type: 'prefer',
      settings: { ...open, seconds: 4, aspect: '9:16' },
    });
    expect(wordsOf(test.platform.replyIn(it.message))).toContain('4 s · 9:16');
    await ask(test, requester, agreedTo(aVideoDraft('a')));
    await ask(test, requester, agreedTo(aVideoDraft('b', { settings: { ...open, seconds: 6 } })));
    const [first, second] = settingsOf(test);
    expect(first).toContain('4 s · 9:16');
    expect(second).toContain('6 s · 9:16');
  });

  it('stay as they are where only some are changed, until all are reset', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    const said = async (settings: VideoDraft['settings'], keep?: true) => {
      const more = keep === undefined ? {} : { keep };
      const { message } = await ask(test, requester, { type: 'prefer', settings, ...more });
      return JSON.stringify(test.platform.replyIn(message));
    };
    await said({ ...open, seconds: 4 });
    await said({ ...open, aspect: '9:16' }, true);
    await ask(test, requester, agreedTo(aVideoDraft('a')));
    await said({ ...open, aspect: '1:1' });
    await ask(test, requester, agreedTo(aVideoDraft('b')));
    const [first, second] = settingsOf(test);
    expect(first).toContain('4 s · 9:16');
    expect(second).toContain('1:1');
    expect(second).not.toContain('4 s');
  });

  it('are kept without what only one video has, such as its seed', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    const settings = { ...open, seconds: 7, extras: { seed: 5, style: 'noir' } };
    const who = await test.core.wallet.resolveIdentity(requester);
    await ask(test, requester, { type: 'prefer', settings });
    const { settings: kept } = await test.core.people.preferences(who);
    expect(kept).toEqual({ ...open, seconds: 7 });
    // Kept by a version of before.
    await test.core.people.prefer(who, { settings, confirmOver: 'default', language: null });
    expect((await test.core.people.preferences(who)).settings).toEqual({ ...open, seconds: 7 });
  });

  it('are kept with a request that says so, and belong to one person', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    const draft = aVideoDraft('a', { settings: { ...open, seconds: 7 } });
    await ask(test, requester, { ...agreedTo(draft), remember: true });
    await ask(test, requester, agreedTo(aVideoDraft('b')));
    await ask(test, { ...requester, person: { id: 'ben' } }, agreedTo(aVideoDraft('c')));
    const [, second, third] = settingsOf(test);
    expect(second).toContain('7 s');
    expect(third).not.toContain('7 s');
  });

  it('keep over how many credits somebody is asked, unless they say that too', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    const confirmOver = async () => (await test.conversations.form(requester)).confirmOver;
    expect(await confirmOver()).toBe('default');
    const it = await ask(test, requester, { type: 'prefer', settings: open, confirmOver: 50 });
    expect(wordsOf(test.platform.replyIn(it.message))).toContain('before videos above 50 credits');
    await ask(test, requester, { type: 'prefer', settings: { ...open, seconds: 4 } });
    expect(await confirmOver()).toBe(50);
    await ask(test, requester, { type: 'prefer', settings: open, confirmOver: 'never' });
    expect(await confirmOver()).toBe('never');
  });

  it('that nothing here can make stand in nobody’s way', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    await ask(test, requester, { type: 'prefer', settings: { ...open, seconds: 900 } });
    await ask(test, requester, agreedTo(aVideoDraft('a')));
    expect(test.platform.shows.at(-1)?.view.status).toBe('waiting');
  });
});

describe('a form', () => {
  it('offers what can be made, chosen as usual, with its price', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    await ask(test, requester, { type: 'prefer', settings: { ...open, seconds: 6 } });
    const form = await test.conversations.form(requester);
    const [model] = test.provider.models;
    expect(form).toMatchObject({
      seconds: { min: model?.seconds.min, max: model?.seconds.max },
      aspects: model?.aspects,
      qualities: model?.qualities,
      settings: { seconds: 6 },
      left: 1_000,
    });
    const priced = form.price(aVideoDraft('a', { settings: { ...form.settings } }));
    await ask(test, requester, agreedTo(aVideoDraft('a')));
    const card = JSON.stringify(test.platform.shows.at(-1)?.view.receipt);
    expect(priced).toMatchObject({ status: 'priced' });
    expect(card).toContain(String(priced.status === 'priced' ? priced.credits : null));
  });

  it.each([
    [['with-first', 'without-first'], 'either'],
    [['no', 'without-first'], 'without-first'],
    [['with-first', 'no'], 'with-first'],
    [['no', 'no'], 'no'],
  ] as const)('says what a last frame goes with: %j', async (lasts, lastFrame) => {
    const models = lasts.map((last) => ({ ...fakeModel, frames: { first: true, last } }));
    const test = testCore(database.sql, { provider: createFakeProvider({ models }) });
    expect(await test.conversations.form(asking(test))).toMatchObject({ lastFrame });
  });

  it('says what cannot be made', async () => {
    const test = testCore(database.sql);
    const form = await test.conversations.form(asking(test));
    const priced = form.price(aVideoDraft('a', { settings: { ...open, seconds: 900 } }));
    expect(priced.status === 'refused' && plain(priced.words)).toBe('Length must be 3–15 s.');
  });
});

describe('home', () => {
  it('shows what runs, what ended, and what is left', async () => {
    const test = testCore(database.sql);
    const requester = asking(test);
    await ask(test, requester, agreedTo(aVideoDraft('done')));
    await test.settle();
    test.provider.succeed('done', 70);
    await pass(test, 4_000, 1_000);
    await ask(test, requester, agreedTo(aVideoDraft('running')));
    await test.settle();
    const home = await test.conversations.home(requester);
    expect(home.running.map((it) => it.view.prompt)).toEqual(['running']);
    expect(home.ended.map((it) => it.view.prompt)).toEqual(['done']);
    expect(home.ended[0]?.video).toMatch(/^https:/);
    expect(home.ended[0]?.link).toMatch(/^https:/);
    expect(home.running[0]?.video).toBeNull();
    expect(JSON.stringify(home.credits)).toMatch(/left/);
  });

  it('of a stranger is empty', async () => {
    const test = testCore(database.sql);
    const home = await test.conversations.home(asking(test));
    expect(home).toMatchObject({ running: [], ended: [] });
  });
});
