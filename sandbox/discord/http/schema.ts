import type { ZodMiniType } from 'zod/mini';
import type { FormError } from '../errors.ts';
import { asObject, isObject, type JsonObject } from '../../shared/json.ts';

/** What zod says of a mismatch, as far as it is read here. */
interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly errors?: readonly (readonly Issue[])[];
}

/** Holds a body against a schema of Discord's published specification. */
export function schemaErrors(schema: ZodMiniType, body: unknown): FormError[] {
  const result = schema.safeParse(body);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => flatten(issue as Issue, [], body));
}

/**
 * The body with attachment ids as strings: the documentation's own examples number them, and the
 * real API takes both, whatever the published schema says.
 */
export function withTextIds(body: unknown): JsonObject {
  const given = asObject(body);
  if (!Array.isArray(given.attachments)) return given;
  const attachments = given.attachments.map((it: unknown) =>
    isObject(it) && typeof it.id === 'number' ? { ...it, id: String(it.id) } : it,
  );
  return { ...given, attachments };
}

/** A union's own message says only "invalid": the branch that came closest says what is wrong. */
function flatten(issue: Issue, base: readonly (string | number)[], body: unknown): FormError[] {
  const path = [...base, ...issue.path.map((it) => (typeof it === 'number' ? it : String(it)))];
  const branches = issue.errors ?? [];
  if (branches.length > 0) {
    const sameKind = branches.filter((branch) => !branch.some(isAboutType));
    const closest = (sameKind.length > 0 ? sameKind : branches).toSorted(
      (left, right) => left.length - right.length,
    )[0];
    if (sameKind.length > 0 && closest !== undefined) {
      return closest.flatMap((inner) => flatten(inner, path, body));
    }
    return [{ path, code: 'UNION_TYPE_CHOICES', message: unexpected(body, path) }];
  }
  return [{ path, code: codeOf(issue), message: issue.message }];
}

function isAboutType(issue: Issue): boolean {
  return issue.path.length === 1 && issue.path[0] === 'type';
}

function unexpected(body: unknown, path: readonly (string | number)[]): string {
  let node = body;
  for (const key of path) {
    node = Array.isArray(node) ? node[Number(key)] : isObject(node) ? node[String(key)] : undefined;
  }
  const type = isObject(node) ? node.type : undefined;
  return type === undefined
    ? 'Value matches none of the allowed forms.'
    : `Value of field "type" is not allowed here: ${JSON.stringify(type)}`;
}

function codeOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
    case 'too_small':
      return 'BASE_TYPE_BAD_LENGTH';
    case 'invalid_type':
      return 'BASE_TYPE_BAD_TYPE';
    default:
      return 'BASE_TYPE_INVALID';
  }
}
