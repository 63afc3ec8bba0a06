import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import { requestVideo } from '../../../src/core/requests/request-video.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { agreedTo, aVideoDraft, inNewWorkspace, testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { anImage } from '../../support/fakes/fake-media-store.ts';
import { createFakeProvider, fakeModel } from '../../support/fakes/fake-provider.ts';
import { ledgerOf, now, signal } from '../requests/requested.ts';

const database = databaseOfFile();

const noUploads = { status: 'refused', reason: 'no-uploads', message: null } as const;
const PICTURE = { url: 'https://c.test/frame.png', name: 'frame.png', bytes: 100 };
const withPicture = () =>
  aVideoDraft('a horse', {
    scene: { kind: 'frames', prompt: 'a horse', first: PICTURE, last: null },
  });

let made = 0;
/** A, which is sent files or fetches them, and B beside it. */
function providers({ canLink = false, alone = false } = {}) {
  made += 1;
  const models = [{ ...fakeModel, inputs: 'either' as const }];
  const a = createFakeProvider({ name: `a-${made}`, title: 'A', models });
  const b = createFakeProvider({
    name: `b-${made}`,
    title: 'B',
    models: [{ ...fakeModel, inputs: 'upload' as const }],
  });
  const all = alone ? [a] : [a, b];
  const told: string[] = [];
  const test = testCore(database.sql, {
    provider: a,
    wrap: () => ({
      canLink,
      providers: new Map(all.map((it) => [it.name, it])),
      tellOperators: ({ headline, lines }: Reply) => {
        told.push([headline, ...lines].map(plain).join('\n'));
      },
    }),
  });
  test.media.put(PICTURE.url, anImage);
  const ask = async (draft = withPicture()) => {
    const requester = inNewWorkspace({ platform: test.platform.name });
    const command = agreedTo(draft);
    const context = await test.contextOf(test.anInteraction(command, { requester }));
    return requestVideo(test.core, context, command, signal);
  };
  return { a, b, test, told, ask };
}

describe('a provider that takes no files and could fetch none', () => {
  it('is not quoted for what it could not make: it goes to another, and operators hear it once', async () => {
    const { a, b, told, ask } = providers();
    let quotes = 0;
    a.quoteWith(() => {
      quotes += 1;
      return 'no-uploads';
    });
    for (let times = 0; times < 3; times += 1) {
      expect(await ask()).toMatchObject({ status: 'accepted', job: { provider: b.name } });
    }
    expect(quotes).toBe(1);
    expect(told).toEqual([expect.stringMatching(/Fake 1 at A takes no uploads.*\n.*PUBLIC_URL/)]);
  });

  it('alone is refused with what to do, before anything is held', async () => {
    const { a, test, ask } = providers({ alone: true });
    a.quoteWith(() => 'no-uploads');
    for (let times = 0; times < 2; times += 1) {
      expect(await ask()).toMatchObject({
        status: 'refused',
        refusal: { code: 'no-links', provider: 'A' },
      });
    }
    await test.settle();
    expect(a.starts).toEqual([]);
  });

  it('still makes what has no files', async () => {
    const { a, ask } = providers();
    a.quoteWith(({ scene }) => (scene.kind === 'text' ? null : 'no-uploads'));
    await ask();
    expect(await ask(aVideoDraft('a horse'))).toMatchObject({ job: { provider: a.name } });
  });

  it('that turns out so at the order loses it to another one', async () => {
    const { a, b, test, ask } = providers();
    a.answerNext(noUploads);
    const asked = await ask();
    if (asked.status !== 'accepted') throw new Error(asked.status);
    await test.settle();
    expect(await now(test, asked.job)).toMatchObject({
      provider: b.name,
      state: { status: 'rendering' },
    });
    expect([a.starts.length, b.starts.length]).toEqual([1, 1]);
  });

  it('alone gives the credits back at the order, and those in line after it', async () => {
    const { a, test, told, ask } = providers({ alone: true });
    a.answerNext(noUploads, noUploads);
    const asked = [await ask(), await ask()];
    const jobs = asked.flatMap((it) => (it.status === 'accepted' ? [it.job] : []));
    expect(jobs).toHaveLength(2);
    await test.settle();
    const ends = await Promise.all(jobs.map((it) => now(test, it)));
    for (const it of ends) {
      expect(it.state).toMatchObject({ status: 'failed', reason: 'no-uploads', lost: 0 });
      expect(await ledgerOf(database.sql, it)).toEqual(['hold 100', 'release 100']);
    }
    expect(told).toHaveLength(1);
  });

  it('is as good as any other once it can fetch them', async () => {
    const { a, test, ask } = providers({ canLink: true });
    const model = `${a.name}/${fakeModel.model}`;
    await test.core.health.recordFailure(model, 'no-uploads', test.clock.now(), null);
    const asked = await ask();
    expect(asked).toMatchObject({ status: 'accepted', job: { provider: a.name } });
    await test.settle();
    expect(a.starts).toHaveLength(1);
  });
});
