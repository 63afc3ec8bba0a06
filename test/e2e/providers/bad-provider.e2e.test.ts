import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ShownCard } from '../../../src/core/chat/ports/chat-platform.ts';
import { openWorld } from '../../support/e2e/harness/session.ts';
import type { CommandUse, World } from '../../support/e2e/harness/session.ts';
import { throughPorts } from '../../support/e2e/harness/ports.ts';

const MIB = 1024 * 1024;

let world: World;
beforeAll(async () => {
  world = await openWorld({ environment: { DEFAULT_ALLOWANCE: 'unlimited' } });
});
afterAll(() => world[Symbol.asyncDispose]());
// A provider in trouble is left alone for a while, which is told of elsewhere.
afterEach(() => world.database.sql`delete from provider_health`);

const create = (prompt: string, user: CommandUse['user'] = world.ada) =>
  world.create({ options: { prompt }, user });

describe('An order that the provider does not fill', () => {
  it.each([
    ['because the key is refused', '!badkey', "happyhorse.app refused the service's key"],
    ['because its account is empty', '!broke', 'The service is out of credit at happyhorse.app'],
    ['because the prompt is refused', '!reject', 'happyhorse.app refused this prompt'],
    ['because of its content', '!refuse', 'happyhorse.app refused this video'],
    ['because the render fails', '!fail', "happyhorse.app couldn't render this video"],
    ['because there is no file', '!nourl', "Showrunner couldn't download this video"],
    ['because the link is dead', '!deadlink', "Showrunner couldn't download this video"],
    ['because the link leads inside', '!private', "Showrunner couldn't download this video"],
  ])('is told as it is and costs nothing: %s', async (_why, sentinel, headline) => {
    const interaction = create(`a crane over the marsh ${sentinel}`);
    const text = await world.end(interaction);
    expect(text.split('\n')[0]).toBe(`### ✕ ${headline}`);
    expect(text).toContain('Not charged');
    expect(text).not.toContain('169.254');
    expect(world.videosOf(interaction)).toEqual([]);
    expect(await openJobs()).toBe(0);
    await world.expectInOrder();
  });

  it.each([
    ['is cut off', '!drop', 1],
    ['cannot be read', '!garbage', 1],
    ['is an error of the server', '!error', 0],
  ])(
    'stays unconfirmed when the answer %s, until an admin gives the credits back',
    async (_how, sentinel, makes) => {
      const made = world.provider.creates.length;
      const asked = creates(world).length;
      const interaction = create(`a heron at dawn ${sentinel}`);
      const text = await world.end(interaction);
      expect(text).toContain("happyhorse.app didn't confirm this video");
      expect(text).toContain('180 credits on hold');
      expect(world.provider.creates.length - made).toBe(makes);

      const refused = world.press(interaction, 'Return the credits');
      const answer = await refused.waitForMessage((it) => it.id !== interaction.messageId);
      expect(world.chat.text(answer)).toContain('Only admins can do this');
      expect(world.textOf(interaction)).toContain("didn't confirm this video");

      const admin = world.chat.addUser({ name: 'Eve', permissions: 'admin' });
      world.press(interaction, 'Return the credits', admin);
      const closed = await world.shown(interaction, /An admin closed this video/);
      expect(closed).toContain('Not charged');
      expect(world.buttonsOf(interaction)).toEqual([]);
      expect(creates(world).length - asked).toBe(1);
      expect(await openJobs()).toBe(0);
      await world.expectInOrder();
    },
  );
});

describe('A provider that asks to wait', () => {
  it('is not called before the time it named, and then takes the order', async () => {
    // What the tests before it pushed back is not waited for in real time.
    world.passMinutes(2);
    const before = creates(world).length;
    const interaction = create('an otter in the river !ratelimit');
    const waiting = await world.shown(
      interaction,
      /is busy\. Your video starts when it has room\./,
    );
    expect(waiting).toContain('180 credits on hold');
    expect(await world.end(interaction)).toContain('Your video is ready');
    const calls = creates(world).slice(before);
    expect(calls.map((it) => it.status)).toEqual([429, 429, 200]);
    const gaps = calls.slice(1).map((it, index) => it.at - (calls[index]?.at ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(1_000);
    await world.expectInOrder();
  });
});

describe('A provider that cannot be reached', () => {
  it('is waited for, and in the end everything is given back', async () => {
    await using alone = await openWorld();
    await alone.provider.close();
    const interaction = alone.create();
    const waiting = await alone.shown(interaction, /can't be reached\. Trying again\./);
    expect(waiting).toContain('180 credits on hold');
    const before = alone.clock.now().getTime();
    const text = await alone.end(interaction);
    expect(text).toContain("happyhorse.app isn't taking new videos");
    expect(text).toContain('Not charged');
    expect(alone.clock.now().getTime() - before).toBeGreaterThan(14 * 60_000);
    await alone.expectInOrder();
  });
});

describe('A video that is too big for the message', () => {
  it('is shown as a smaller copy, with a link to the whole of it', async () => {
    const interaction = create('a storm at sea !big');
    const text = await world.end(interaction);
    expect(text).toContain('Your video is ready');
    const [video, ...more] = world.videosOf(interaction);
    expect(more).toEqual([]);
    expect(video?.bytes.length).toBeLessThan(10 * MIB);
    expect((await fullSize(text)).byteLength).toBe(await sizeAtProvider());
    await world.expectInOrder();
  });

  it('is shown as it is where the message takes it', async () => {
    const interaction = create('a storm at sea !big', roomy(world));
    const text = await world.end(interaction);
    expect(world.videosOf(interaction)[0]?.bytes.length).toBe(await sizeAtProvider());
    expect(text).not.toContain('Open full size');
    await world.expectInOrder();
  });

  it('is shown as a smaller copy where the chat takes less than it says', async () => {
    let refusals = 0;
    await using strict = await openWorld({
      wrap: (core) =>
        throughPorts(core, (name, [, card], call) => {
          const { video } = (card ?? {}) as Partial<ShownCard>;
          if (name === 'platform.show' && video?.how === 'file' && video.file.bytes > 10 * MIB) {
            refusals += 1;
            strict.chat.failNext({
              route: /@original$/,
              method: 'PATCH',
              status: 413,
              body: { message: 'Request entity too large', code: 40_005 },
            });
          }
          return call();
        }),
    });
    const interaction = strict.create({
      options: { prompt: 'a storm at sea !big' },
      user: roomy(strict),
    });
    const text = await strict.end(interaction);
    expect(refusals).toBe(1);
    const [video, ...more] = strict.videosOf(interaction);
    expect(more).toEqual([]);
    expect(video?.bytes.length).toBeLessThan(7 * MIB);
    expect((await fullSize(text)).byteLength).toBeGreaterThan(12 * MIB);
    await strict.expectInOrder();
  });
});

/** Somebody whose subscription lets them send more than others. */
function roomy({ chat }: World) {
  chat.tells.add('attachment_size_limit');
  return chat.addUser({ name: 'Zoe', attachmentSizeLimit: 25 * MIB });
}

async function fullSize(text: string): Promise<ArrayBuffer> {
  const link = /Open full size \] <(?<url>[^>]+)>/.exec(text)?.groups?.url;
  if (link === undefined) throw new Error(`No link to the full size in: ${text}`);
  return (await fetch(link)).arrayBuffer();
}

async function sizeAtProvider(): Promise<number> {
  const { taskId = '' } = world.provider.creates.at(-1) ?? {};
  const video = await fetch(`${world.provider.url}/videos/${taskId}.mp4`);
  return (await video.arrayBuffer()).byteLength;
}

/** Every create call, answered or not. */
function creates({ provider }: World) {
  return provider.requests.filter((it) => it.path === '/api/generate');
}

async function openJobs(): Promise<number> {
  return (await world.database.sql`select 1 from jobs where open`).length;
}
