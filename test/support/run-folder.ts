import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';

/**
 * A folder that is there until the whole run is over. What one test file removes when it is done,
 * the next one that imports the same module has no more.
 */
export function runFolder(name: string): string {
  return mkdtempSync(path.join(inject('runFolder'), `${name}-`));
}
