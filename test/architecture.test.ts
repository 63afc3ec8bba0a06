import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom, by the longest folder that fits. ARCHITECTURE.md has the same table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core/domain': [],
  'src/core/ports': ['src/core/domain', 'src/core/errors.ts'],
  'src/core/errors.ts': [],
  'src/core/use-cases': ['src/core/domain', 'src/core/ports', 'src/core/errors.ts'],
  'src/settings.ts': ['zod'],
  'src/json-body.ts': [],
  'src/providers': [
    ...inward(),
    // Of media, only what keeps connections on the public internet.
    ...['src/settings.ts', 'src/json-body.ts', 'src/media/guarded-connector.ts', 'zod', 'undici'],
  ],
  'src/bots': [
    ...inward(),
    ...['src/settings.ts', 'zod', 'undici', 'discord.js', '@discordjs/', '@slack/'],
  ],
  'src/media': [
    ...inward(),
    ...['zod', 'undici', 'sharp', 'file-type', 'ipaddr.js', 'mediabunny', '@mediabunny/server'],
    '@aws-sdk/client-s3',
  ],
  'src/charts': [...inward(), 'sharp', 'opentype.js'],
  'src/http': [...inward(), 'src/json-body.ts', 'src/media', 'fastify'],
  'src/db': [...inward(), 'zod', 'pg', 'drizzle-orm'],
  'src/db/migrate-command.ts': ['src/config.ts', 'src/db'],
  'src/db/audit/command.ts': ['src/config.ts', 'src/db'],
  'src/config.ts': [
    ...['src/core/domain', 'src/providers/rates.ts', 'src/settings.ts'],
    ...['src/storage-settings.ts', 'zod'],
  ],
  'src/storage-settings.ts': ['src/settings.ts'],
  'src/clock.ts': ['src/core/ports'],
  'src/logger.ts': ['src/core/ports', 'pino'],
  'src/data-folder.ts': ['src/settings.ts'],
  'src/log-lines.ts': ['pino-pretty', 'zod'],
  'src/secret-key.ts': [],
  'src/seal.ts': [],
  'src/operators.ts': ['src/core/domain', 'src/core/ports', 'src/bots/define-platform.ts'],
  'src/watch-chats.ts': ['src/core/domain', 'src/core/ports', 'src/bots'],
  'src/metrics.ts': ['src/db', 'prom-client'],
  // The composition root knows all.
  'src/start': ['src', 'fastify'],
  'src/settings-check.ts': ['src'],
  'src/service.ts': ['src', 'uuid'],
  'src/main.ts': ['src'],
  // The demo drives the real service over the emulators.
  'sandbox/demo.ts': ['sandbox/demo'],
  'sandbox/demo': ['src', 'sandbox', 'sharp'],
  // Emulators speak the wire only: they must not share a schema with what they check.
  sandbox: [
    'sandbox',
    ...['sharp', 'ws', 'discord-api-spec', 'node-av', 'opentype.js', 'dejavu-fonts-ttf', 'zod'],
  ],
};

function inward(): string[] {
  return ['src/core/domain', 'src/core/ports', 'src/core/errors.ts'];
}

/** What of Node's own may be used where only decisions are made: nothing. */
const WITHOUT_NODE = ['src/core'];

/** Where a process begins. */
const MAY_READ_THE_ENVIRONMENT = [
  'src/main.ts',
  'src/db/migrate-command.ts',
  'src/db/audit/command.ts',
  'src/bots/slack/manifest-command.ts',
];

const root = path.resolve(import.meta.dirname, '..');

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true });
  return entries
    .filter((it) => it.endsWith('.ts') && !it.endsWith('.d.ts'))
    .map((it) => path.posix.join(folder, it.replaceAll(path.sep, '/')));
}

function roomOf(file: string): string {
  const rooms = Object.keys(MAY_IMPORT).filter((it) => file === it || file.startsWith(`${it}/`));
  const room = rooms.toSorted((one, other) => other.length - one.length)[0];
  if (room === undefined) throw new Error(`${file} is in no room of the table`);
  return room;
}

export function importsOf(file: string, text: string): string[] {
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^'\s]+)'/g)].map((it) => it[1] ?? '');
  return found.map((name) =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name,
  );
}

function forbidden(file: string, text: string): string[] {
  const room = roomOf(file);
  const allowed = MAY_IMPORT[room] ?? [];
  return importsOf(file, text).filter((name) => {
    if (name.startsWith('node:')) return WITHOUT_NODE.some((it) => file.startsWith(`${it}/`));
    const own = name === room || name.startsWith(`${room}/`);
    return (
      !own &&
      !allowed.some((it) => name === it || name.startsWith(it.endsWith('/') ? it : `${it}/`))
    );
  });
}

describe('the rooms', () => {
  it('import inward only', async () => {
    const files = [...(await sources('src')), ...(await sources('sandbox'))];
    expect(files.length).toBeGreaterThan(60);
    const broken: string[] = [];
    for (const file of files) {
      const text = await readFile(path.join(root, file), 'utf8');
      for (const name of forbidden(file, text)) broken.push(`${file} imports ${name}`);
    }
    expect(broken).toEqual([]);
  });

  it.each([
    ['src/core/domain/job.ts', '../ports/clock.ts'],
    ['src/core/use-cases/worker.ts', '../../db/claims.ts'],
    ['src/core/use-cases/worker.ts', 'node:fs'],
    ['src/providers/happyhorse-app/provider.ts', '../../db/claims.ts'],
    ['src/bots/discord/view.ts', '../../providers/http.ts'],
    ['sandbox/discord/emulator.ts', '../../src/settings.ts'],
    ['src/db/claims.ts', 'pg-boss'],
  ])('would not let %s import %s', (file, name) => {
    expect(forbidden(file, `import { it } from '${name}';`)).toHaveLength(1);
  });

  it('keep clocks, chance and the outside world out of the core', async () => {
    const banned =
      /\bnew Date\(\)|\bDate\.now\b|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bfetch\(|\bprocess\.|\bconsole\./;
    for (const file of await sources('src/core')) {
      const text = withoutComments(await readFile(path.join(root, file), 'utf8'));
      expect(banned.exec(text)?.[0], file).toBeUndefined();
    }
    expect(banned.test('const at = new Date();')).toBe(true);
    expect(banned.test('new Date(1)')).toBe(false);
  });

  it('keep the domain without waiting', async () => {
    for (const file of await sources('src/core/domain')) {
      const text = withoutComments(await readFile(path.join(root, file), 'utf8'));
      expect(/\basync\b|\bawait\b|\bPromise\b/.exec(text)?.[0], file).toBeUndefined();
    }
  });

  it('keep the names of chats and providers out of the core', async () => {
    const names = /discord|slack|happyhorse|crun|acedata/i;
    for (const file of await sources('src/core')) {
      const text = withoutComments(await readFile(path.join(root, file), 'utf8'));
      expect(names.exec(text)?.[0], file).toBeUndefined();
    }
  });

  it('read the environment where a process begins alone', async () => {
    for (const file of await sources('src')) {
      if (MAY_READ_THE_ENVIRONMENT.includes(file)) continue;
      const text = withoutComments(await readFile(path.join(root, file), 'utf8'));
      expect(text.includes('process.env'), file).toBe(false);
    }
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
