import ts from 'typescript';

/** Up to here the next whole number is a change worth noticing; above, a tenth is. */
const SMALL = 1000;

export function anotherNumber(node: ts.NumericLiteral, checker: ts.TypeChecker): readonly string[] {
  const value = Number(node.text);
  const allowed = literalsExpected(node, checker);
  if (allowed !== null) {
    const other = allowed.find((it) => it !== value);
    return typeof other === 'number' ? [String(other)] : [];
  }
  if (value === 0) return ['1'];
  const step = Number.isInteger(value) && value <= SMALL ? 1 : value / 10;
  return [String(value + step), String(value - step)];
}

/** Another code or status; null for what people read, which has spaces, and for what can't differ. */
export function anotherString(
  node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral,
  checker: ts.TypeChecker,
): string | null {
  if (!/^[^\s\\']+$/.test(node.text) || isName(node)) return null;
  const allowed = literalsExpected(node, checker);
  if (allowed === null) return node.text === '~' ? '' : '~';
  const other = allowed.find((it) => typeof it === 'string' && it !== node.text);
  return typeof other === 'string' ? other : null;
}

/** What the compiler takes in this place; null if it takes everything of the kind. */
function literalsExpected(
  node: ts.Expression,
  checker: ts.TypeChecker,
): readonly (string | number)[] | null {
  const expected = typeExpected(node, checker);
  if (expected === undefined) return null;
  const types = expected.isUnion() ? expected.types : [expected];
  if (types.some((it) => it.flags & (ts.TypeFlags.String | ts.TypeFlags.Number))) return null;
  const literals = types.flatMap((it) =>
    it.isStringLiteral() || it.isNumberLiteral() ? [it.value] : [],
  );
  return literals.length === 0 ? null : literals;
}

function typeExpected(node: ts.Expression, checker: ts.TypeChecker): ts.Type | undefined {
  const { parent } = node;
  if (ts.isCaseClause(parent)) return checker.getTypeAtLocation(parent.parent.parent.expression);
  if (ts.isBinaryExpression(parent) && isComparison(parent)) {
    return checker.getTypeAtLocation(parent.left === node ? parent.right : parent.left);
  }
  const expected = checker.getContextualType(node);
  // Of a type parameter, such as a schema's, nothing is known but its bound.
  return expected === undefined || expected.flags & ts.TypeFlags.TypeParameter
    ? undefined
    : expected;
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

function isName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  return ts.isElementAccessExpression(parent) || ts.isPropertySignature(parent);
}
