// How links to results misbehave on purpose, the same way at every provider.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { serveVideo } from '../video/serve-video.ts';
import { MAINTENANCE_PAGE } from './faults.ts';

/**
 * Words in a prompt that make the link to the result misbehave. Eight minutes after the render was
 * over it is mended, unless `!forever` stands there as well.
 *
 * | word             | the link …                                                                |
 * |------------------|---------------------------------------------------------------------------|
 * | `!nourl`         | is missing, for ever                                                      |
 * | `!deadlink`      | answers 404, for ever                                                     |
 * | `!private`       | is of a link-local address, which nobody should fetch, for ever           |
 * | `!linkForbidden` | answers 403, as one that has expired; only one told later works           |
 * | `!linkGone`      | answers 410; only one told later works                                    |
 * | `!linkMissing`   | answers 404                                                               |
 * | `!linkBusy`      | answers 429                                                               |
 * | `!linkError`     | answers 500                                                               |
 * | `!linkGateway`   | answers 502 with a page                                                   |
 * | `!linkEmpty`     | answers 200 with nothing                                                  |
 * | `!linkPage`      | answers 200 with a page                                                   |
 * | `!linkJson`      | answers 200 with JSON                                                     |
 * | `!linkPicture`   | answers 200 with a picture                                                |
 * | `!linkHalf`      | answers 200 with half of the video, as if that were all of it             |
 * | `!linkShort`     | answers 200 with half of the video and is cut off: more was promised      |
 * | `!linkDropped`   | is cut off instead of an answer                                           |
 * | `!linkInward`    | leads to a link-local address, which nobody should follow                 |
 * | `!linkLoop`      | leads to itself                                                           |
 * | `!linkNowhere`   | names a host that does not exist; one told later works                    |
 * | `!linkFirst`     | is the second of two, and the first answers 404, for ever                 |
 * | `!linkPlain`     | begins with `http:`, for ever                                             |
 * | `!linkRelative`  | is a path, for ever                                                       |
 * | `!linkHostless`  | begins with `//`, for ever                                                |
 */
export const LINK_SENTINELS = [
  ...(['nourl', 'deadlink', 'private'] as const),
  ...(['linkForbidden', 'linkGone', 'linkMissing', 'linkBusy', 'linkError'] as const),
  ...(['linkGateway', 'linkEmpty', 'linkPage', 'linkJson', 'linkPicture', 'linkHalf'] as const),
  ...(['linkShort', 'linkDropped', 'linkInward', 'linkLoop', 'linkNowhere'] as const),
  ...(['linkFirst', 'linkPlain', 'linkRelative', 'linkHostless', 'forever'] as const),
] as const;

/** For how long a result can be got, where the document says a day. */
export const RESULT_LIFE_MS = 24 * 60 * 60_000;

const MENDED_AFTER_MS = 8 * 60_000;

/** When a link was told, in its query: an old one may be refused for being old. */
const TOLD = 'told';

export interface Linked {
  readonly sentinels: ReadonlySet<string>;
  readonly finishedAt: number;
}

function mendedAt({ sentinels, finishedAt }: Linked): number {
  return sentinels.has('forever') ? Infinity : finishedAt + MENDED_AFTER_MS;
}

/** What is told of a result instead of the link at which it is. */
export function linksTold(link: string, result: Linked, now: number): readonly string[] {
  const { sentinels } = result;
  if (sentinels.has('nourl')) return [];
  if (sentinels.has('deadlink')) return [goneFrom(link)];
  const url = new URL(link);
  if (sentinels.has('private')) return [`http://169.254.169.254${url.pathname}`];
  if (sentinels.has('linkForbidden') || sentinels.has('linkGone')) {
    url.searchParams.set(TOLD, String(now));
    return [url.href];
  }
  const path = url.pathname + url.search;
  if (sentinels.has('linkNowhere') && now < mendedAt(result)) {
    return [`${url.protocol}//results.invalid${path}`];
  }
  if (sentinels.has('linkFirst')) return [goneFrom(link), link];
  if (sentinels.has('linkPlain')) return [`http://${url.host}${path}`];
  if (sentinels.has('linkRelative')) return [path];
  return sentinels.has('linkHostless') ? [`//${url.host}${path}`] : [link];
}

function goneFrom(link: string): string {
  return link.replace('.mp4', '-gone.mp4');
}

/** The address that was asked for, without the time at which it was told. */
export function withoutTold(target: URL): URL {
  const url = new URL(target);
  url.searchParams.delete(TOLD);
  return url;
}

/** Serves a result, or what the words of its request make of the link to it. */
export function serveResult(
  request: IncomingMessage,
  response: ServerResponse,
  asked: AskedLink,
): void {
  if (!misbehaves(request, response, asked)) serveVideo(request, response, asked.video);
}

export interface AskedLink extends Linked {
  readonly target: URL;
  readonly video: Buffer;
  readonly now: number;
}

/** True when the answer was given: one that is not the video. */
function misbehaves(request: IncomingMessage, response: ServerResponse, asked: AskedLink): boolean {
  const word = LINK_SENTINELS.find((it) => asked.sentinels.has(it) && it in FAULTS);
  if (word === undefined) return false;
  const isStale = word === 'linkForbidden' || word === 'linkGone';
  const since = isStale ? Number(asked.target.searchParams.get(TOLD)) : asked.now;
  if (since >= mendedAt(asked)) return false;
  FAULTS[word]?.({ request, response, ...asked });
  return true;
}

interface Meeting extends AskedLink {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type Word = (typeof LINK_SENTINELS)[number];

/** A PNG of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';

const FAULTS: Readonly<Partial<Record<Word, (meeting: Meeting) => void>>> = {
  linkForbidden: answers(403, 'application/xml', '<Error><Code>AccessDenied</Code></Error>'),
  linkGone: answers(410, 'text/plain', 'Gone'),
  linkMissing: answers(404, 'application/xml', '<Error><Code>NoSuchKey</Code></Error>'),
  linkBusy: answers(429, 'text/plain', 'Slow down'),
  linkError: answers(500, 'text/plain', 'Internal error'),
  linkGateway: answers(502, 'text/html', MAINTENANCE_PAGE),
  linkEmpty: answers(200, 'video/mp4', ''),
  linkPage: answers(200, 'text/html', MAINTENANCE_PAGE),
  linkJson: answers(200, 'application/json', '{"error":"not ready"}'),
  linkPicture: answers(200, 'image/png', Buffer.from(PIXEL, 'base64')),
  linkHalf({ response, video }) {
    answers(200, 'video/mp4', half(video))({ response });
  },
  linkShort({ response, video }) {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length });
    response.write(half(video), () => response.destroy());
  },
  linkDropped({ request }) {
    request.socket.destroy();
  },
  linkInward: leads(() => 'http://169.254.169.254/latest/meta-data/'),
  linkLoop: leads(({ pathname, search }) => pathname + search),
};

function answers(status: number, type: string, body: string | Buffer) {
  return ({ response }: Pick<Meeting, 'response'>): void => {
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
}

function leads(to: (target: URL) => string) {
  return ({ response, target }: Meeting): void => {
    response.writeHead(302, { location: to(target) }).end();
  };
}

function half(video: Buffer): Buffer {
  return video.subarray(0, Math.floor(video.length / 2));
}
