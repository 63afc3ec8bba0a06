import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Settings, and what is in the way of a connection: told at the start, to whoever runs the service. */
const FOR_OPERATORS =
  /^src\/bots\/(?:slack\/(?:settings|receivers\/socket-receiver|installations\/authorize)|discord\/(?:platform|connection\/[\w-]+))\.ts$/;

/** Protocol, and a name by which a file is known: no sentences. */
const TERMS = ['Not found', 'Bearer x', 'QuickTime File Format'];

const root = path.resolve(import.meta.dirname, '../..');

/** Rooms whose words reach people in a chat, on a page or in a chart. */
const ROOMS = ['src/core', 'src/bots', 'src/http', 'src/charts', 'src/media'];

/** A word or more after one with a capital, or a whole sentence. */
const SENTENCE =
  /^(?:[A-Z“][\p{L}’']*(?: [\p{L}\d’',:;“”-]+)+[.?]?|.*\p{L}{2,} \p{L}+ .*\p{L}[.?])$/u;

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map((it) => it.literal.text)].join('x');
}

/** What is written for operators and developers: errors, and lines of the log. */
function isForTheLog(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isThrowStatement(at)) return true;
    if (ts.isNewExpression(at) && /(?:Error|Refused)$/.test(at.expression.getText())) return true;
    if (!ts.isCallExpression(at)) continue;
    const called = at.expression.getText();
    if (/(?:^|\.)(?:logger|log)\.\w+$|(?:^|\.)(?:reject|error|warn|info)$/.test(called))
      return true;
  }
  return false;
}

function sentencesIn(file: string, text: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) return;
    const words = textOf(node);
    const isSentence = words !== null && SENTENCE.test(words.trim());
    if (isSentence && !TERMS.includes(words.trim()) && !isForTheLog(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1} ${words.trim()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('What people read', () => {
  it('is a message of the catalogue, and no sentence stands elsewhere', async () => {
    const found: string[] = [];
    for (const room of ROOMS) {
      const files = await readdir(path.join(root, room), { recursive: true });
      for (const it of files.filter((name) => name.endsWith('.ts'))) {
        const file = path.posix.join(room, it);
        if (FOR_OPERATORS.test(file)) continue;
        found.push(...sentencesIn(file, await readFile(path.join(root, file), 'utf8')));
      }
    }
    expect(found).toEqual([]);
  });

  it.each([
    "plainReply('Nothing was charged.')",
    'const words = `Costs ${price} credits today.`;',
    "label: 'Create a video'",
    "headline: ['Ready in about ', wait]",
  ])('is known by its looks: %s', (code) => {
    expect(sentencesIn('it.ts', code)).toHaveLength(1);
  });

  it.each([
    "throw new Error('It was never told.')",
    "logger.warn({}, 'This came too late for it.')",
    "msg('cards.queue')",
    "key === 'not a sentence'",
  ])('is not what developers read: %s', (code) => {
    expect(sentencesIn('it.ts', code)).toEqual([]);
  });
});
