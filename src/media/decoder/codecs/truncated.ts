import { open } from 'node:fs/promises';

const HEAD_BYTES = 4096;
/** How Matroska and WebM name what holds all the rest. */
const SEGMENT_ID = 0x18538067;
const EBML_ID = 0x1a45dfa3;

/**
 * Files that say in their first bytes how long they are must be as long. An index at one end shows
 * it of other kinds; these play on without their end as if there had never been one.
 * @throws when its end is missing
 */
export async function refuseCutOff(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const declared = riffEnd(head) ?? segmentEnd(head);
    if (declared !== null && size < declared) {
      throw new Error(`it has ${size} of ${declared} bytes`);
    }
  } finally {
    await handle.close();
  }
}

function riffEnd(head: Buffer): number | null {
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF') return null;
  const length = head.readUInt32LE(4);
  // Whoever writes as it comes does not know the length beforehand.
  return length === 0 || length === 0xffffffff ? null : length + 8;
}

function segmentEnd(head: Buffer): number | null {
  if (head.length < 12 || head.readUInt32BE(0) !== EBML_ID) return null;
  const header = readLength(head, 4);
  if (header?.value == null) return null;
  const segment = header.end + header.value;
  if (segment + 12 > head.length || head.readUInt32BE(segment) !== SEGMENT_ID) return null;
  const length = readLength(head, segment + 4);
  return length?.value == null ? null : length.end + length.value;
}

/** A length of one to eight bytes, the first of which says how many; all ones: not known. */
function readLength(head: Buffer, at: number): { value: number | null; end: number } | null {
  const first = head[at] ?? 0;
  const width = Math.clz32(first) - 23;
  if (first === 0 || at + width > head.length) return null;
  let value = first & (0xff >> width);
  let unknown = value === 0xff >> width;
  for (let place = at + 1; place < at + width; place += 1) {
    const byte = head[place] ?? 0;
    value = value * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return { value: unknown ? null : value, end: at + width };
}
