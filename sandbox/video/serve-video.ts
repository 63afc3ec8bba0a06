import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers like a file store: whole, or the part that a single `Range` asks for. */
export function serveVideo(
  request: IncomingMessage,
  response: ServerResponse,
  video: Buffer,
): void {
  const head = { 'content-type': 'video/mp4', 'accept-ranges': 'bytes' };
  const range = partOf(request.headers.range, video.length);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...head, 'content-range': `bytes */${video.length}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: video.length - 1 };
  response.writeHead(range === null ? 200 : 206, {
    ...head,
    'content-length': end - start + 1,
    ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${video.length}` }),
  });
  if (request.method === 'HEAD') response.end();
  else response.end(video.subarray(start, end + 1));
}

type Part = { readonly start: number; readonly end: number } | 'unsatisfiable' | null;

/** Null where all of it is meant, which is also how an unreadable range is to be taken. */
function partOf(header: string | undefined, length: number): Part {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (to !== '' && from !== '' && Number(to) < start) return null;
  return start > end ? 'unsatisfiable' : { start, end };
}
