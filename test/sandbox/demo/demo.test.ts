import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../support/patience.ts';

const DEMO = path.resolve(import.meta.dirname, '../../../sandbox/demo.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function startDemo(args: readonly string[]) {
  // Its own folders lie in this one too.
  const child = spawn(process.execPath, [DEMO, '--out', path.join(folder, 'out'), ...args], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exit };
}

describe('the demo', () => {
  it.each([
    ['en', 'Length must be 3–15 s'],
    ['ja', '15秒で指定してください'],
  ])(
    'fails, with the words of both chats in %s, when no video was started',
    async (language, words) => {
      const { child, exit } = startDemo(['--json', '--seconds', '99', '--language', language]);
      const lines = (await text(child.stdout)).trim().split('\n');
      const events = lines.map((it) => JSON.parse(it) as Record<string, unknown>);
      for (const platform of ['discord', 'slack']) {
        const own = events.filter((it) => it.platform === platform);
        expect(own.findLast((it) => it.event === 'card')).toMatchObject({
          state: 'refused',
          text: expect.stringContaining(words) as string,
        });
        expect(own.at(-1)).toMatchObject({
          event: 'done',
          jobId: null,
          video: null,
          credits: null,
        });
      }
      expect(await exit).toBe(1);
      expect(await readdir(folder)).toEqual([]);
    },
    patience(60_000),
  );

  it(
    'fails, with the words of the service, where the provider makes no such video',
    async () => {
      const asked = ['--platform', 'discord', '--kind', 'shots', '--provider', 'acedata'];
      const { child, exit } = startDemo(['--json', ...asked]);
      const lines = (await text(child.stdout)).trim().split('\n');
      const events = lines.map((it) => JSON.parse(it) as Record<string, unknown>);
      expect(events.findLast((it) => it.event === 'card')).toMatchObject({
        state: 'refused',
        text: expect.stringContaining(
          'Storyboard. Ask the operator to add happyhorse.app',
        ) as string,
      });
      expect(events.at(-1)).toMatchObject({
        event: 'done',
        provider: 'acedata',
        kind: 'shots',
        jobId: null,
        video: null,
        state: 'refused',
      });
      expect(await exit).toBe(1);
      expect(await readdir(folder)).toEqual([]);
    },
    patience(60_000),
  );

  it(
    'fails, with the help of the service, where a form has no field for what is given',
    async () => {
      const asked = ['--platform', 'slack', '--kind', 'references'];
      const { child, exit } = startDemo(['--json', ...asked, '--provider', 'happyhorse-customer']);
      const lines = (await text(child.stdout)).trim().split('\n');
      const events = lines.map((it) => JSON.parse(it) as Record<string, unknown>);
      expect(events.findLast((it) => it.event === 'card')).toMatchObject({
        state: 'answered',
        text: expect.stringContaining('Options: Reference video, Reference audio') as string,
      });
      expect(events.at(-1)).toMatchObject({ event: 'done', jobId: null, video: null });
      expect(await exit).toBe(1);
    },
    patience(60_000),
  );

  it(
    'cleans up when nobody reads on',
    async () => {
      const { child, exit } = startDemo(['--no-image', '--platform', 'discord']);
      child.stdout.once('data', () => child.stdout.destroy());
      expect(await exit).toBe(1);
      expect(await readdir(folder)).toEqual([]);
    },
    patience(60_000),
  );
});
