import { open } from 'node:fs/promises';

/** No honest file has more before its index. */
const MOST_BOXES = 50;

/**
 * Whether an MP4 begins to play before its end has come: its index stands before its pictures, and
 * holds all of them, as it does not where the file was written in fragments.
 */
export async function hasIndexInFront(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(16);
    let at = 0;
    let indexed = false;
    for (let boxes = 0; boxes < MOST_BOXES; boxes += 1) {
      const { bytesRead } = await handle.read(head, 0, 16, at);
      if (bytesRead < 8) return false;
      const name = head.toString('latin1', 4, 8);
      const short = head.readUInt32BE(0);
      const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
      if (name === 'moof' || length < 8) return false;
      if (name === 'mdat') return indexed;
      indexed ||= name === 'moov';
      at += length;
    }
    return false;
  } finally {
    await handle.close();
  }
}
