/** Grows a film to at least so many bytes with a `free` box at its end, which every player skips. */
export function padMp4(video: Buffer, bytes: number): Buffer {
  const missing = bytes - video.length;
  if (missing <= 0) return video;
  const box = Buffer.alloc(Math.max(8, missing));
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  return Buffer.concat([video, box]);
}
