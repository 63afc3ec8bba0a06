import { createHash } from 'node:crypto';

/** Tells one key from another, and gives none away. */
export function keyHash(provider: string, key: string): string {
  return createHash('sha256').update(`key of ${provider}\n${key}`).digest('base64url').slice(0, 16);
}
