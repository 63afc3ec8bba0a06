import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../src/core/video/domain/capabilities.ts';
import type { Attachment } from '../../../src/core/media/domain/media.ts';
import type { VideoDraft } from '../../../src/core/video/domain/video-request.ts';
import { requestVideo } from '../../../src/core/requests/request-video.ts';
import { models as crun } from '../../../src/providers/crun/capabilities.ts';
import { models as acedata } from '../../../src/providers/acedata/capabilities.ts';
import { agreedTo, aVideoDraft, inNewWorkspace, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { anImage } from '../../support/fakes/fake-media-store.ts';
import { createFakeProvider, fakeModel } from '../../support/fakes/fake-provider.ts';
import { signal } from './requested.ts';

const database = databaseOfFile();

const MODELS: readonly ModelCapabilities[] = [fakeModel, ...crun, ...acedata].map((it) => ({
  ...it,
  inputs: 'link' as const,
}));

let tests = 0;
function aCore(models = MODELS, credits = 1_000): TestCore {
  tests += 1;
  return testCore(database.sql, {
    provider: createFakeProvider({ name: `kinds-${tests}`, models }),
    wrap: ({ defaults }) => ({
      defaults: {
        ...defaults,
        policy: { ...defaults.policy, allowance: { kind: 'credits', credits, per: 'week' } },
      },
    }),
  });
}

const file = (name: string): Attachment => ({ url: `https://c.test/${name}`, name, bytes: 9 });
const CLIP = file('clip.mp4');
const edit = (source: Attachment): VideoDraft =>
  aVideoDraft('', { scene: { kind: 'edit', prompt: 'snow', source, images: [], keepSound: true } });

async function ask(test: TestCore, draft: VideoDraft) {
  const requester = inNewWorkspace({ platform: test.platform.name });
  const command = agreedTo(draft);
  const context = await test.contextOf(test.anInteraction(command, { requester }));
  return requestVideo(test.core, context, command, signal);
}

function aClip(test: TestCore, seconds: number) {
  test.media.put(CLIP.url, {
    kind: 'clip',
    type: 'video/mp4',
    width: 1280,
    height: 720,
    fps: 30,
    seconds,
    sound: true,
    bytes: 9,
  });
}

describe('a form over several models', () => {
  it('offers lengths of new videos, whatever can be done to given ones', async () => {
    const test = aCore();
    const form = await test.conversations.form(inNewWorkspace({ platform: test.platform.name }));
    expect(form.seconds).toEqual({ min: 3, max: 15 });
    expect(form.possible.kinds).toContain('replace');
  });

  it('names every model that fits, cheapest first, with its price', async () => {
    const test = aCore();
    const requester = inNewWorkspace({ platform: test.platform.name });
    const form = await test.conversations.form(requester);
    const choices = form.models(aVideoDraft('a horse'));
    expect(choices.map((it) => it.title)).toEqual([
      'Fake 1',
      'HappyHorse 1.1 Text to Video',
      'HappyHorse 1.0 Text to Video',
    ]);
    expect(choices[0]).toEqual({
      id: `${test.provider.name}/fake-1`,
      title: 'Fake 1',
      quality: 'std',
      seconds: 5,
      credits: 100,
    });
    expect(form.models(edit(CLIP)).every((it) => it.title.startsWith('HappyHorse 1.0 Video'))).toBe(
      true,
    );
    expect(
      form.models(
        aVideoDraft('a horse', { settings: { ...aVideoDraft('').settings, seconds: 99 } }),
      ),
    ).toEqual([]);
  });

  it('prices by what is usual, as the request itself does', async () => {
    const test = aCore();
    const requester = inNewWorkspace({ platform: test.platform.name });
    const usual = {
      seconds: 4,
      quality: 'pro',
      aspect: null,
      sound: false,
      guidance: null,
    } as const;
    const prefer = test.anInteraction({ type: 'prefer', settings: usual }, { requester });
    await test.conversations.receive(prefer);
    await test.conversations.answer(prefer, 'new');
    const form = await test.conversations.form(requester);
    expect(form.price(aVideoDraft('a'))).toMatchObject({ status: 'priced', credits: 120 });
    expect(form.models(aVideoDraft('a'))[0]).toMatchObject({
      quality: 'pro',
      seconds: 4,
      credits: 120,
    });
  });

  it('leaves out models of providers that are left alone', async () => {
    const test = aCore();
    await test.core.health.recordFailure(test.provider.name, 'failing', test.clock.now(), null);
    const form = await test.conversations.form(inNewWorkspace({ platform: test.platform.name }));
    expect(form.models(aVideoDraft('a'))).toEqual([]);
    expect(JSON.stringify(form.price(aVideoDraft('a')))).toContain('video.providers-down');
  });
});

describe('a model', () => {
  it.each(['fake-1', 'Fake 1', 'FAKE 1 '])('can be asked for as %j', async (model) => {
    const test = aCore();
    const made = await ask(test, { ...aVideoDraft('a'), model });
    expect(made).toMatchObject({ status: 'accepted', job: { model: 'fake-1' } });
  });

  it('that nobody has is refused, with those there are', async () => {
    const test = aCore();
    const made = await ask(test, { ...aVideoDraft('a'), model: 'sora' });
    expect(made).toMatchObject({ status: 'refused', refusal: { code: 'model-unknown' } });
  });
});

describe('a video that is worked on', () => {
  it('costs by its own length, also for whoever could not pay for the longest', async () => {
    const test = aCore([...crun], 200);
    aClip(test, 3);
    // 3 s read and 3 s made at 20 each; the 15 s that are possible would be 600.
    expect(await ask(test, edit(CLIP))).toMatchObject({ status: 'accepted', job: { quote: 120 } });
  });

  it('is refused when its own length is too dear, and nothing is held', async () => {
    const test = aCore([...crun], 200);
    aClip(test, 10);
    const refused = await ask(test, edit(CLIP));
    expect(refused).toMatchObject({ refusal: { code: 'no-credits', cost: 400, left: 200 } });
  });

  it('is not fetched for somebody who could not pay for the shortest', async () => {
    const test = aCore([...crun], 100);
    expect(await ask(test, edit(CLIP))).toMatchObject({ refusal: { code: 'no-credits' } });
    expect(test.media.calls).toEqual([]);
  });

  it('may not be a picture', async () => {
    const test = aCore();
    const picture = file('kite.png');
    test.media.put(picture.url, { ...anImage, type: 'image/png' });
    expect(await ask(test, edit(picture))).toMatchObject({
      status: 'refused',
      refusal: { media: 'video', code: 'wrong-type', name: 'kite.png' },
    });
  });
});
