import { afterAll, beforeAll, inject } from 'vitest';
import { keepFilesIn } from '../../sandbox/shared/kept-files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where fast videos of emulators and samples lie from run to run. */
    readonly keptFiles: string;
  }
}

/** Runs in each worker before its tests. */
keepFilesIn(inject('keptFiles'));

/** For tests of what makes such files: what they look at is made anew. */
export function keepNoFiles(): void {
  beforeAll(() => {
    keepFilesIn(null);
  });
  afterAll(() => {
    keepFilesIn(inject('keptFiles'));
  });
}
