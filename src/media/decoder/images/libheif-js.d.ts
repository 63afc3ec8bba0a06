// What libheif-js declares is its whole C interface by name; these are the few members used here.
declare module 'libheif-js/wasm-bundle.js' {
  export interface HeifImage {
    get_width(): number;
    get_height(): number;
    is_primary(): number;
    /** Draws the image upright into `into`; null where it cannot. */
    display(
      into: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number },
      done: (drawn: object | null) => void,
    ): void;
    free(): void;
  }
  const libheif: { readonly HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] } };
  // eslint-disable-next-line no-restricted-syntax -- what it exports is not ours to choose
  export default libheif;
}
