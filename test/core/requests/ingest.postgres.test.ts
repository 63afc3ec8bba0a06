import { describe, expect, it } from 'vitest';
import type { MediaSource } from '../../../src/core/media/domain/media.ts';
import type { Scene, VideoDraft } from '../../../src/core/video/domain/video-request.ts';
import type { Attachment } from '../../../src/core/media/domain/media.ts';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import { requestVideo } from '../../../src/core/requests/request-video.ts';
import { inNewWorkspace, testCore, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { aClip } from '../../support/fakes/fake-media-store.ts';
import { fakeArtist, fakeEditor } from '../../support/fake-models.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import { accepted, signal } from './requested.ts';

const database = databaseOfFile();

let made = 0;
function core(): TestCore {
  made += 1;
  const models = [fakeArtist, fakeEditor];
  return testCore(database.sql, {
    provider: createFakeProvider({ name: `maker-${made}`, models }),
  });
}

const file = (name: string): Attachment => ({ url: `https://c.test/${name}`, name, bytes: null });
const withReferences: Scene<Attachment> = {
  kind: 'frames',
  prompt: 'a horse',
  first: file('1.png'),
  last: file('2.png'),
  guides: { audio: file('a.mp3'), video: file('v.mp4') },
};
const edit: Scene<Attachment> = {
  kind: 'edit',
  prompt: 'by night',
  source: file('v.mp4'),
  keepSound: false,
  images: [file('1.png'), file('2.png')],
};

async function ask(test: TestCore, draft: Partial<VideoDraft>) {
  const requester = inNewWorkspace({ platform: test.platform.name });
  const command = toCreate('', draft);
  const context = await test.contextOf(test.anInteraction(command, { requester }));
  return requestVideo(test.core, context, command, signal);
}

describe('what is given', () => {
  it('is taken in by its kind: pictures in order, the video, then the sound', async () => {
    const test = core();
    const job = await accepted(test, { draft: { scene: withReferences } });
    expect(test.media.calls.map((it) => it.split('/').at(-1))).toEqual([
      ...['1.png', '2.png', 'v.mp4', 'a.mp3'],
    ]);
    expect(job.request.scene).toMatchObject({
      first: { kind: 'image' },
      last: { kind: 'image' },
      guides: { video: { kind: 'clip' }, audio: { kind: 'audio' } },
    });
  });

  it('is fetched as the chat says, in the name of whoever gave it', async () => {
    const test = core();
    const sources: MediaSource[] = [];
    const ingestImage = test.media.ingestImage.bind(test.media);
    const ingestClip = test.media.ingestClip.bind(test.media);
    test.media.ingestImage = (source, ...rest) => {
      sources.push(source);
      return ingestImage(source, ...rest);
    };
    test.media.ingestClip = (source, ...rest) => {
      sources.push(source);
      return ingestClip(source, ...rest);
    };
    test.platform.sourceOf = (_message, attachment) =>
      Promise.resolve({
        status: 'ready',
        source: { ...attachment, headers: { authorization: `for ${attachment.name}` } },
      });
    const job = await accepted(test, { draft: { scene: edit } });
    const owner = `${test.platform.name} ann`;
    expect(sources).toEqual(
      ['1.png', '2.png', 'v.mp4'].map((name) => ({
        ...file(name),
        owner,
        headers: { authorization: `for ${name}` },
      })),
    );
    expect(JSON.stringify(job)).not.toContain('authorization');
  });

  it.each([
    ['image', '1.png'],
    ['video', 'v.mp4'],
    ['audio', 'a.mp3'],
  ])('is refused as %s when the chat withholds it', async (media, name) => {
    for (const code of ['withheld', 'unreachable'] as const) {
      const test = core();
      test.platform.sourceOf = (_message, attachment) =>
        Promise.resolve(
          attachment.name === name ? { status: code } : { status: 'ready', source: attachment },
        );
      const refusal = { media, code, name };
      expect(await ask(test, { scene: withReferences })).toMatchObject({
        status: 'refused',
        refusal,
      });
    }
  });

  it.each([
    ['1.png', { kind: 'text' }, 'image', 'wrong-type'],
    ['v.mp4', { kind: 'missing' }, 'video', 'unreachable'],
    ['v.mp4', { ...aClip, seconds: 1 }, 'video', 'too-short'],
    ['a.mp3', { kind: 'broken' }, 'audio', 'broken'],
  ] as const)('that cannot be used costs nothing: %s %j', async (name, content, media, code) => {
    const test = core();
    test.media.put(file(name).url, content);
    expect(await ask(test, { scene: withReferences })).toMatchObject({
      status: 'refused',
      refusal: { media, code, name },
    });
    const rows = await database.sql`select 1 from jobs where provider = ${test.provider.name}`;
    expect(rows).toHaveLength(0);
  });
});

describe('the price of a video that is worked on', () => {
  it.each([
    [4.03, 4],
    [6.2, 7],
    [40, 15],
  ])('is by its own length: %d s', async (seconds, counted) => {
    const test = core();
    test.media.put(file('v.mp4').url, { ...aClip, seconds });
    const asked = await ask(test, { scene: edit });
    expect(asked).toMatchObject({
      job: { quote: counted * 2 * 10, request: { settings: { seconds: counted } } },
    });
  });

  it('is what the provider itself says, and the rate card’s where it says nothing', async () => {
    const test = core();
    test.provider.quoteWith(({ settings }) => settings.seconds * 3);
    test.media.put(file('v.mp4').url, { ...aClip, seconds: 6 });
    expect(await ask(test, { scene: edit })).toMatchObject({ job: { quote: 18 } });
    test.provider.quoteWith(new ProviderError(test.provider.name, 'timeout', 'no quote'));
    expect(await ask(test, { scene: edit })).toMatchObject({ job: { quote: 120 } });
    test.provider.quoteWith(() => 1_001);
    expect(await ask(test, { scene: edit })).toMatchObject({ refusal: { code: 'no-credits' } });
  });
});
