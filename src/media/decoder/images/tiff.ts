const LITTLE = 0x4949;
const BIG = 0x4d4d;
const PLAIN_VERSION = 42;
const ENTRY_BYTES = 12;

/** A TIFF that ends with its first page: to count a quarter of a million of them costs seconds. */
export function firstPage(file: Buffer): Buffer {
  if (file.length < 8) return file;
  const order = file.readUInt16BE(0);
  if (order !== LITTLE && order !== BIG) return file;
  const short = (at: number) => (order === LITTLE ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const long = (at: number) => (order === LITTLE ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const page = long(4);
  // Those of more than 4 GB are written in another way; none of them comes here.
  if (short(2) !== PLAIN_VERSION || page + 2 > file.length) return file;
  const next = page + 2 + short(page) * ENTRY_BYTES;
  if (next + 4 > file.length) return file;
  const bytes = Buffer.from(file);
  bytes.writeUInt32LE(0, next);
  return bytes;
}
