/** A WAVE whose counts are right. */
export interface Wave {
  readonly bytes: Buffer;
  /** How much of its sound there is, 0 to 1. */
  readonly share: number;
}

const FIRST_CHUNK = 12;
/** Who writes as it comes does not know the length beforehand, and says nothing or everything. */
const OPEN_END = 0x7fff0000;
/** Of less than this, nobody misses anything. */
const WHOLE = 0.99;

export function isWave(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WAVE';
}

/**
 * Counts anew what is there: many programs count wrongly. Only where both counts agree that there
 * was more is some of it missing.
 * @throws when there is no sound in it
 */
export function mendWave(file: Buffer): Wave {
  let at = FIRST_CHUNK;
  while (at + 8 <= file.length) {
    const told = file.readUInt32LE(at + 4);
    const start = at + 8;
    if (file.toString('latin1', at, at + 4) === 'data') return mended(file, start, told);
    at = start + told + (told % 2);
  }
  throw new Error('there is no sound in it');
}

function mended(file: Buffer, start: number, told: number): Wave {
  const there = file.length - start;
  const isOpen = told === 0 || told >= OPEN_END;
  const agreed = file.readUInt32LE(4) + 8 >= start + told;
  const share = isOpen || told <= there || !agreed || there >= told * WHOLE ? 1 : there / told;
  const isWrong = isOpen || told > there || !isFollowedWell(file, start + told + (told % 2));
  const bytes = Buffer.from(file);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  if (isWrong) bytes.writeUInt32LE(there, start - 4);
  return { bytes, share };
}

/** By nothing, or by something with a name. */
function isFollowedWell(file: Buffer, at: number): boolean {
  return at + 8 > file.length || /^[\x20-\x7e]{4}$/.test(file.toString('latin1', at, at + 4));
}
