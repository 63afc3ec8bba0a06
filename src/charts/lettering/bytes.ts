/** Reads big-endian numbers one after the other, as fonts have them. */
export interface Reader {
  u8(): number;
  u16(): number;
  i16(): number;
  u32(): number;
  /** The next so many bytes, not copied. */
  take(length: number): Uint8Array;
}

export function reader(bytes: Uint8Array): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  function next(length: number): number {
    const from = at;
    at += length;
    return from;
  }
  return {
    u8: () => view.getUint8(next(1)),
    u16: () => view.getUint16(next(2)),
    i16: () => view.getInt16(next(2)),
    u32: () => view.getUint32(next(4)),
    take(length) {
      const from = next(length);
      if (at > bytes.length) throw new RangeError('the font ends too soon');
      return bytes.subarray(from, at);
    },
  };
}

/** Big-endian 16-bit numbers, positive or negative. */
export function shorts(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [n, value] of values.entries()) view.setUint16(n * 2, value & 0xffff);
  return bytes;
}
