// The types of bidi-js describe its CommonJS file; this is its other one.
declare module 'bidi-js/dist/bidi.mjs' {
  import type { Bidi } from 'bidi-js';

  const createBidi: () => Bidi;
  export { createBidi as default };
}
