import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * Words of an earlier dialect, and what says the same today. Two words stand for one right after
 * the other. Where a word is retired in one sense only, a pattern tells in which files that is.
 */
const RETIRED: readonly (readonly [retired: string, today: string, where?: RegExp])[] = [
  ['asker', 'requester'],
  ['doer', 'requester'],
  ['want', 'command'],
  ['wish', 'draft'],
  ['proposal', 'pendingAction'],
  ['taken up', 'confirmed'],
  ['put aside', 'savePendingAction'],
  ['note', 'reply', /^(src\/(core|bots)|test\/(core|bots|contracts|support))\//],
  ['say', 'reply', /^src\/(core|bots)\//],
  ['announce', 'post', /^src\//],
  ['span', 'inline', /^src\/(core\/messages|bots)\//],
  ['holding', 'lease'],
  ['hold ms', 'LEASE_MS'],
  ['admit', 'dequeue, or authorizeAdmin'],
  ['in line', 'queued'],
  ['turn', 'slot', /^src\/((core|providers|bots)\/|db\/providers\/rate)/],
  ['gate', 'rateLimiter', /^src\/(core\/worker|providers\/shared|db\/providers\/rate)/],
  ['provider room', 'ProviderCapacity'],
  ['troubled', 'circuitOpen'],
  ['left alone', 'circuitOpen'],
  ['silences', 'consecutiveFailures'],
  ['stray', 'orphanedRender'],
  ['hear', 'receive, or handleCallback'],
  ['heard', 'received'],
  ['hearing', 'receiver', /^src\//],
  ['keep answer', 'persistCreateResult'],
  ['hasten', 'makeDueNow'],
  ['take in', 'ingest'],
  ['unfit', 'invalid'],
  ['clip change', 'TranscodePlan'],
  ['adjust', 'allowTranscode'],
  ['draw', 'grantUsage', /^src\/(core|db)\//],
  ['too dear', 'overPerJobLimit'],
  ['beyond means', 'insufficientCredits'],
  ['guide', 'references'],
  ['driving', 'motionVideo'],
  ['extras', 'advanced'],
  ['circumstances', 'context'],
  ['standing', 'account', /^src\/core\//],
  ['overview', 'formState'],
  ['presses', 'actions', /^src\//],
  ['whereabouts', 'resolveTeam'],
  ['pieces', 'tokens', /^src\//],
  ['switches', 'flags', /^src\//],
  ['splits', 'isolateOn'],
  ['digest', 'hash, or weeklyReport'],
  ['hands', 'user'],
  ['stage', 'harness', /^test\//],
  ['hurry', 'skipIdleTime'],
  ['rush child', 'loadChild'],
];

/** Names that are stored, sent or typed: what was written before says them. Members, as a rule. */
const KEPT: Readonly<Record<string, string>> = {
  extras: 'in the settings of requests and of people, and in the draft of an interaction',
  guides: 'in the scene of a request',
  guide_video: 'what a block of a Slack form, and an option of a Discord command, is called',
  guide_sound: 'the same',
  driving: 'in the scene of a request',
  heard: 'in the state of a job',
  digest: 'typed as /quota digest; in the settings of a team, and in the log of what admins did',
  proposal: 'in the metadata of a Slack form',
  asker: 'in an interaction; the test of its store reads it as it lies there',
  want: 'the same',
  wish: 'the same',
  adjust: 'the same',
  proposals: 'a table of the version that the test of upgrades begins with',
  silences: 'a column of it',
};

const root = path.resolve(import.meta.dirname, '..');

async function sources(): Promise<string[]> {
  const folders = ['src', 'sandbox', 'test', 'bench'];
  const found = folders.map(async (folder) => {
    const entries = await readdir(path.join(root, folder), { recursive: true });
    return entries.map((it) => path.posix.join(folder, it.replaceAll(path.sep, '/')));
  });
  const files = (await Promise.all(found)).flat();
  return files.filter((it) => it.endsWith('.ts') && !it.endsWith('.d.ts'));
}

/** Every name of a file but those after a dot: what these mean was named elsewhere. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest));
  return names;
}

function wordsOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/[^A-Za-z0-9]+/g, ' ');
  return ` ${words.trim().toLowerCase()} `;
}

/** What a name says in a retired word; the word of today with it. */
function retiredIn(name: string, file: string): string | null {
  const words = wordsOf(name);
  for (const [retired, today, where] of RETIRED) {
    if (where !== undefined && !where.test(file)) continue;
    const forms = [retired, `${retired}s`, `${retired}es`];
    if (forms.some((it) => words.includes(` ${it} `))) return `${name}: say ${today}`;
  }
  return null;
}

const found: { readonly name: string; readonly file: string; readonly what: string }[] = [];
for (const file of await sources()) {
  const names = namesIn(await readFile(path.join(root, file), 'utf8'));
  for (const name of [...names, path.posix.basename(file)]) {
    const what = retiredIn(name, file);
    if (what !== null) found.push({ name, file, what });
  }
}

describe('names of files and of what they declare', () => {
  it('are in the words of the glossary', () => {
    const wrong = found.filter(({ name }) => !Object.hasOwn(KEPT, name));
    expect(wrong.map(({ file, what }) => `${file}: ${what}`)).toEqual([]);
  });

  it.each(Object.keys(KEPT))('still say %s somewhere, or it leaves the list', (name) => {
    expect(found.map((it) => it.name)).toContain(name);
  });

  it('are read between templates, regular expressions and strings', () => {
    const text = 'const a = `x ${b({ c: "d" })} y ${/e`}/.test(f.g)} z`; // h\nk?.l / m / n;';
    expect([...namesIn(text)]).toEqual(['a', 'b', 'c', 'f', 'k', 'm', 'n']);
  });

  it.each([
    ['askerOf', 'src/core/x.ts'],
    ['VIDEO_WISHES', 'src/core/x.ts'],
    ['isTakenUp', 'test/x.test.ts'],
    ['hash-digest.ts', 'src/http/hash-digest.ts'],
  ])('%s is found', (name, file) => {
    expect(retiredIn(name, file)).not.toBeNull();
  });

  it.each([
    ['taskerOf', 'src/core/x.ts'],
    ['turn', 'sandbox/video/x.ts'],
    ['updates', 'src/core/x.ts'],
  ])('%s is not', (name, file) => {
    expect(retiredIn(name, file)).toBeNull();
  });
});
