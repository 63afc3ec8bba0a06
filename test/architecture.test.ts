import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** The capabilities of the core from the ground up: each may import those before it. */
const CAPABILITIES = [
  ...['shared', 'media', 'messages', 'teams', 'credits', 'video', 'providers', 'jobs', 'chat'],
  ...['cards', 'people', 'reports', 'requests', 'admin', 'credit-requests', 'commands', 'worker'],
];

/** What each part of a capability may import, of its own and of those below it. */
const PARTS = {
  domain: ['domain'],
  ports: ['domain', 'ports'],
  'use-cases': ['domain', 'ports', 'use-cases'],
} as const;
type Part = keyof typeof PARTS;

const INWARD = ['core:domain', 'core:ports'];

/** Who may import whom, by the longest folder that fits. ARCHITECTURE.md draws it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/settings': ['core:domain', 'zod'],
  'src/http': [...INWARD, 'src/messages', 'src/media', 'fastify'],
  'src/http/shared': [],
  'src/messages': [...INWARD, 'intl-messageformat', '@formatjs/icu-messageformat-parser'],
  'src/charts': [...INWARD, 'src/messages', 'sharp', 'harfbuzzjs', 'bidi-js', 'zod'],
  'src/media': [
    ...INWARD,
    ...['zod', 'undici', 'sharp', 'file-type', 'ipaddr.js', 'mediabunny', '@mediabunny/server'],
    ...['node-av', 'libheif-js', '@aws-sdk/client-s3'],
  ],
  'src/providers': [
    ...[...INWARD, 'src/settings', 'src/http/shared', 'zod', 'undici'],
    // Of media, only what keeps connections on the public internet.
    'src/media/fetch/guarded-connector.ts',
  ],
  'src/bots': [
    ...[
      ...INWARD,
      'src/messages',
      'src/settings',
      'zod',
      'undici',
      'discord.js',
      '@discordjs/',
      '@slack/',
    ],
  ],
  'src/db': [...INWARD, 'zod', 'pg', 'drizzle-orm'],
  'src/telemetry': [...INWARD, 'src/db', 'pino', 'pino-pretty', 'prom-client', 'zod'],
  // The composition root knows all.
  'src/config': ['src', 'zod'],
  'src/lifecycle': ['src', 'fastify', 'uuid'],
  'src/service.ts': ['src'],
  'src/main.ts': ['src'],
  'src/cli': ['src', 'zod'],
  // The demo drives the real service over the emulators.
  'sandbox/demo.ts': ['sandbox/demo'],
  'sandbox/demo': ['src', 'sandbox', 'sharp'],
  // Emulators speak the wire only: they must not share a schema with what they check.
  sandbox: [
    'sandbox',
    ...['sharp', 'ws', 'discord-api-spec', 'node-av', 'opentype.js', 'dejavu-fonts-ttf', 'zod'],
  ],
};

const MOST_FILES = 15;
const MOST_LEVELS = 4;

const root = path.resolve(import.meta.dirname, '..');

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true });
  return entries
    .filter((it) => it.endsWith('.ts') && !it.endsWith('.d.ts'))
    .map((it) => path.posix.join(folder, it.replaceAll(path.sep, '/')));
}

/** Where a file of the core is; null for one outside it. */
function placeOf(file: string): { readonly at: number; readonly part: Part } | null {
  const match = /^src\/core\/([^/]+)\/(?:(domain|ports)\/)?/.exec(file);
  if (match === null) return null;
  const at = CAPABILITIES.indexOf(match[1] ?? '');
  if (at === -1) throw new Error(`${file} is of no capability`);
  return { at, part: match[2] === 'domain' || match[2] === 'ports' ? match[2] : 'use-cases' };
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

function mayImport(file: string, name: string): boolean {
  const from = placeOf(file);
  const to = name.startsWith('src/') ? placeOf(name) : null;
  if (from !== null) {
    return to !== null && to.at <= from.at && PARTS[from.part].some((it) => it === to.part);
  }
  if (name.startsWith('node:')) return true;
  const room = roomOf(file);
  if (name === room || name.startsWith(`${room}/`)) return true;
  return (MAY_IMPORT[room] ?? []).some(
    (it) =>
      (to !== null && it === `core:${to.part}`) ||
      name === it ||
      name.startsWith(it.endsWith('/') ? it : `${it}/`),
  );
}

function forbidden(file: string, text: string): string[] {
  return importsOf(file, text).filter((name) => !mayImport(file, name));
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
    ['src/core/jobs/domain/job.ts', '../../shared/ports/clock.ts'],
    ['src/core/jobs/domain/job.ts', '../../cards/domain/card.ts'],
    ['src/core/jobs/ports/job-store.ts', '../start-render.ts'],
    ['src/core/jobs/start-render.ts', '../worker/worker.ts'],
    ['src/core/worker/worker.ts', '../../db/jobs/claims.ts'],
    ['src/core/worker/worker.ts', 'node:fs'],
    ['src/providers/happyhorse-app/provider.ts', '../../db/jobs/claims.ts'],
    ['src/bots/discord/messages/card-view.ts', '../../../providers/shared/http.ts'],
    ['src/bots/discord/platform.ts', '../../core/cards/show-card.ts'],
    ['sandbox/discord/emulator.ts', '../../src/settings/settings.ts'],
    ['src/db/jobs/claims.ts', 'pg-boss'],
  ])('would not let %s import %s', (file, name) => {
    expect(forbidden(file, `import { it } from '${name}';`)).toHaveLength(1);
  });

  it('have no circles of imports, types included', async () => {
    const imports = new Map<string, readonly string[]>();
    for (const folder of ['src', 'sandbox', 'test']) {
      for (const file of await sources(folder)) {
        imports.set(file, importsOf(file, await readFile(path.join(root, file), 'utf8')));
      }
    }
    expect(circleIn(imports)).toEqual([]);
    expect(circleIn(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['a'] })))).toHaveLength(3);
  });

  it('are small enough to be read at a glance', async () => {
    const files = [
      ...(await sources('src')),
      ...(await sources('sandbox')),
      ...(await sources('test')),
    ];
    const inFolder = new Map<string, number>();
    for (const file of files) {
      const folder = path.posix.dirname(file);
      inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
    }
    expect([...inFolder].filter(([, many]) => many > MOST_FILES)).toEqual([]);
    const levels = (file: string) => file.split('/').length - 2;
    expect(files.filter((it) => it.startsWith('src/') && levels(it) > MOST_LEVELS)).toEqual([]);
  });

  it('keep clocks, chance and the outside world out of the core', async () => {
    const banned =
      /\bnew Date\(\)|\bDate\.now\b|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bAbortSignal\.timeout\b|\bfetch\(|\bprocess\.|\bconsole\./;
    for (const file of await sources('src/core')) {
      const text = withoutComments(await readFile(path.join(root, file), 'utf8'));
      expect(banned.exec(text)?.[0], file).toBeUndefined();
    }
    expect(banned.test('const at = new Date();')).toBe(true);
    expect(banned.test('AbortSignal.timeout(1_000)')).toBe(true);
    expect(banned.test('new Date(1)')).toBe(false);
  });

  it('keep the domain without waiting', async () => {
    for (const file of await sources('src/core')) {
      if (placeOf(file)?.part !== 'domain') continue;
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
      if (file === 'src/main.ts' || file.startsWith('src/cli/')) continue;
      const text = withoutComments(await readFile(path.join(root, file), 'utf8'));
      expect(text.includes('process.env'), file).toBe(false);
    }
  });
});

/** The files of a circle, from one to the next; none where there is no circle. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const way: string[] = [];
  function walk(file: string): readonly string[] {
    const at = way.indexOf(file);
    if (at !== -1) return way.slice(at);
    if (done.has(file)) return [];
    way.push(file);
    for (const name of imports.get(file) ?? []) {
      const circle = walk(name);
      if (circle.length > 0) return circle;
    }
    way.pop();
    done.add(file);
    return [];
  }
  for (const file of imports.keys()) {
    const circle = walk(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
