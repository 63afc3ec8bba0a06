import ts from 'typescript';
import { anotherNumber, anotherString } from './another.ts';
import type { Mutant } from './mutant.ts';

type Change = Pick<Mutant, 'start' | 'end' | 'after'>;

const OPERATORS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
  [ts.SyntaxKind.SlashToken]: '*',
};

const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  ceil: 'floor',
  floor: 'ceil',
};

/** Every mutant of these files. What the compiler would refuse is none: nobody could commit it. */
export function mutantsOf(files: readonly string[]): readonly Mutant[] {
  const { config } = ts.readConfigFile('tsconfig.json', (name) => ts.sys.readFile(name)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const program = ts.createProgram([...files], { ...options, incremental: false });
  const checker = program.getTypeChecker();
  const mutants: Mutant[] = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} is not part of the program`);
    for (const change of changesIn(source, checker)) {
      const line = source.getLineAndCharacterOfPosition(change.start).line + 1;
      const before = source.text.slice(change.start, change.end);
      mutants.push({ id: mutants.length, file, line, before, ...change });
    }
  }
  return mutants;
}

function* changesIn(source: ts.SourceFile, checker: ts.TypeChecker): Generator<Change> {
  const at = (node: ts.Node, after: string): Change => ({
    start: node.getStart(source),
    end: node.getEnd(),
    after,
  });
  yield* visit(source);

  function* visit(node: ts.Node): Generator<Change> {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    yield* changesOf(node);
    const parts: ts.Node[] = [];
    ts.forEachChild(node, (child) => void parts.push(child));
    for (const part of parts) yield* visit(part);
  }

  function* changesOf(node: ts.Node): Generator<Change> {
    if (ts.isNumericLiteral(node)) {
      for (const other of anotherNumber(node, checker)) yield at(node, other);
    } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      const other = anotherString(node, checker);
      if (other !== null) yield at(node, `'${other}'`);
    } else if (isBoolean(node) && !isHeldByType(node)) {
      yield at(node, node.kind === ts.SyntaxKind.TrueKeyword ? 'false' : 'true');
    } else if (ts.isBinaryExpression(node)) {
      const other = OPERATORS[node.operatorToken.kind];
      if (other !== undefined) yield at(node.operatorToken, other);
    } else if (ts.isPrefixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.ExclamationToken) yield at(node, node.operand.getText());
    } else if (ts.isIfStatement(node)) {
      yield* negated(node.expression);
    } else if (ts.isConditionalExpression(node)) {
      yield* negated(node.condition);
    } else if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) {
      const other = METHODS[node.name.text];
      if (other !== undefined && isPlatforms(node)) yield at(node.name, other);
    }
  }

  /** Conditions with an operator of their own are changed there. */
  function* negated(condition: ts.Expression): Generator<Change> {
    if (ts.isBinaryExpression(condition) || ts.isPrefixUnaryExpression(condition)) return;
    yield at(condition, `!(${condition.getText(source)})`);
  }

  function isHeldByType(node: ts.Expression): boolean {
    const expected = checker.getContextualType(node);
    if (expected === undefined) return false;
    const kinds = expected.isUnion() ? expected.types : [expected];
    return kinds.filter((it) => it.flags & ts.TypeFlags.BooleanLiteral).length === 1;
  }

  /** Of arrays and `Math`; a schema's `min` and `max` are limits, which are numbers. */
  function isPlatforms(node: ts.PropertyAccessExpression): boolean {
    const declared = checker.getSymbolAtLocation(node.name)?.declarations?.[0];
    return declared?.getSourceFile().fileName.includes('/typescript/lib/') ?? false;
  }
}

function isBoolean(node: ts.Node): node is ts.BooleanLiteral {
  return node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
}
