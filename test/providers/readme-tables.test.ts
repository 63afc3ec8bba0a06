import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const QUESTIONS = 'test/contracts/provider-answers.ts';

/** Every table here says of everything that is documented what becomes of it, where, and who proves it. */
const SECTIONS = ['Endpoints', 'Every documented field', 'Errors', 'Codes'];

/** What each provider's README answers for: words that only the document of theirs has. */
const DOCUMENTS = [
  ['happyhorse-app', ['/api/generate', '/api/status', 'multi_prompt', 'INSUFFICIENT_CREDITS']],
  ['happyhorse-customer', ['uploads/presign', '/api/v1/videos', 'plan_gate_exceeded', 'readyAt']],
  ['crun', ['CreateTask', 'TaskInfo', 'audio_setting', '`input.video_url`', '455']],
  ['crun', ['wan/2-2-animate-replace', '`input.video_urls`', '`input.img_urls`']],
  ['acedata', ['/happyhorse/videos', '/happyhorse/tasks', 'retrieve_batch', 'token_mismatched']],
] as const;

interface Row {
  readonly line: string;
  readonly cells: Readonly<Record<string, string>>;
}

const providers = [...new Set(DOCUMENTS.map(([provider]) => provider))];

it('has a README for every provider', async () => {
  const folders = await readdir(path.join(root, 'src/providers'), { withFileTypes: true });
  // What is written once for all of them is none.
  const own = folders.filter((it) => it.isDirectory() && it.name !== 'shared');
  const found = own.map((it) => it.name);
  expect(found.toSorted()).toEqual(providers.toSorted());
});

it.each(DOCUMENTS)('speaks in the tables of %s of %j', async (provider, words) => {
  const rows = await rowsOf(provider);
  const text = rows.map((it) => it.line).join('\n');
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
});

describe.each(providers)('the tables of %s', (provider) => {
  it('leave nothing open', async () => {
    const rows = await rowsOf(provider);
    expect(rows.length).toBeGreaterThan(30);
    const open = rows.filter(({ cells }) => Object.values(cells).includes('') || !isWhole(cells));
    expect(open.map((it) => it.line)).toEqual([]);
  });

  it('name files that exist', async () => {
    const folder = path.join(root, 'src/providers', provider);
    const named = (await rowsOf(provider)).flatMap(({ cells }) =>
      [...(codeFileOf(cells) ?? '').matchAll(/`([^`]+\.ts)`/g)].map(([, file]) => file ?? ''),
    );
    expect(named.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
  });

  it('name tests that exist', async () => {
    const wrong = [];
    for (const { line, cells } of await rowsOf(provider)) {
      for (const { file, words } of testsNamedIn(cells.test ?? '')) {
        const titles = await wordsIn(path.join(root, 'test/providers', provider, file));
        if (titles === null || !titles.includes(words)) wrong.push({ file, words, line });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('name a test in which each code occurs', async () => {
    const wrong = [];
    for (const { line, cells } of await rowsOf(provider)) {
      const files = testsNamedIn(cells.test ?? '').map(({ file }) =>
        path.join(root, 'test/providers', provider, file),
      );
      const words = (await Promise.all(files.map(wordsIn))).join('\n');
      for (const code of codesIn(cells)) if (!words.includes(code)) wrong.push({ code, line });
    }
    expect(wrong).toEqual([]);
  });
});

/** Codes such as `INVALID_PROMPT` and 429, where the row is about what is answered. */
function codesIn({ answer = '' }: Row['cells']): readonly string[] {
  const words = [...answer.matchAll(/`([a-z_]+|[A-Z_]+)`/g)].map(([, word]) => word ?? '');
  return [...words, ...(answer.match(/\b[1-5]\d\d\b/g) ?? [])];
}

/** Where something happens, or a dash where nothing does; and at least one test of it. */
function isWhole(cells: Row['cells']): boolean {
  const file = codeFileOf(cells);
  const named = file === '–' || /`[^`]+\.ts`/.test(file ?? '');
  return named && testsNamedIn(cells.test ?? '').length > 0;
}

function codeFileOf(cells: Row['cells']): string | undefined {
  return cells['made in'] ?? cells['read in'];
}

/** `a.test.ts`: "one", "two"; `b.test.ts` */
function testsNamedIn(text: string): { readonly file: string; readonly words: string }[] {
  return text.split(';').flatMap((part) => {
    const file = /`([^`]+\.test\.ts)`/.exec(part)?.[1];
    if (file === undefined) return [];
    const quoted = [...part.matchAll(/"([^"]+)"/g)].map(([, words]) => words ?? '');
    return quoted.length === 0 ? [{ file, words: '' }] : quoted.map((words) => ({ file, words }));
  });
}

function readme(provider: string): Promise<string> {
  return readFile(path.join(root, 'src/providers', provider, 'README.md'), 'utf8');
}

async function rowsOf(provider: string): Promise<readonly Row[]> {
  const sections = (await readme(provider)).split(/^## /m);
  return sections
    .filter((section) => SECTIONS.includes(section.split('\n', 1)[0] ?? ''))
    .flatMap((section) => section.split(/\n{2,}/).filter((block) => block.startsWith('|')))
    .flatMap(rowsIn);
}

function rowsIn(table: string): readonly Row[] {
  const [head = '', , ...lines] = table.trim().split('\n');
  const names = cellsOf(head);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return { line, cells: Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])) };
  });
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

const read = new Map<string, Promise<string | null>>();

/** All texts, names and numbers of a test file, titles and rows of `it.each` among them; null where there is no file. */
function wordsIn(file: string): Promise<string | null> {
  const known = read.get(file) ?? stringsIn(file);
  read.set(file, known);
  return known;
}

async function stringsIn(file: string): Promise<string | null> {
  if (!existsSync(file)) return null;
  const text = await readFile(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  // Its tables are asked the questions of all providers.
  const questions = text.includes(path.basename(QUESTIONS))
    ? await wordsIn(path.join(root, QUESTIONS))
    : '';
  const found = [questions ?? ''];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || ts.isIdentifier(node)) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.join('\n');
}
