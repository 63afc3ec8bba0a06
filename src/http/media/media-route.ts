import { STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LinkRead, LinkSigner } from '../../media/storage/links.ts';
import {
  contentTypeOf,
  MediaFileMissing,
  type ByteRange,
  type MediaFiles,
} from '../../media/storage/media-files.ts';
import { msg } from '../../core/messages/domain/message.ts';
import type { Message } from '../../core/messages/domain/message.ts';
import { sayPlainly } from '../pages.ts';
import { readRange } from './byte-range.ts';

export interface MediaRouteDependencies {
  readonly links: Pick<LinkSigner, 'read'>;
  readonly files: Pick<MediaFiles, 'stat' | 'read'>;
  readonly now: () => Date;
}

/** Serves stored media to whoever holds a link that was signed for it. */
export function registerMediaRoute(
  app: FastifyInstance,
  { links, files, now }: MediaRouteDependencies,
): void {
  // A wildcard, because a named parameter may have a hundred characters only.
  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/*',
    handler: async (request, reply) => {
      // What is served came from strangers: a browser shows it and does nothing else with it.
      reply.headers({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'referrer-policy': 'no-referrer',
      });
      const link = links.read(request.params['*']);
      switch (link.status) {
        case 'forged':
          return refuse(reply, 403, msg('page.link-incomplete'));
        case 'expired':
          return refuse(reply, 410, msg('page.link-expired', { command: 'video history' }));
        case 'valid':
          return await serve(request, reply, link);
      }
    },
  });

  async function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    link: Extract<LinkRead, { status: 'valid' }>,
  ): Promise<FastifyReply> {
    const found = await files.stat(link.key);
    if (!found) return gone(reply);
    const size = found.bytes;
    const etag = `"${link.key.slice(0, 64)}"`;
    const secondsLeft = Math.floor((link.expiresAt.getTime() - now().getTime()) / 1000);
    reply.headers({
      etag,
      'accept-ranges': 'bytes',
      'cache-control': `private, max-age=${Math.max(0, secondsLeft)}, immutable`,
    });
    if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();

    const condition = request.headers['if-range'];
    const asked = condition === undefined || condition === etag;
    // A range means something for GET only.
    const header = asked && request.method === 'GET' ? request.headers.range : undefined;
    const range = readRange(header, size);
    if (range.kind === 'unsatisfiable') {
      reply.header('content-range', `bytes */${size}`);
      return withoutFile(reply).code(416).send(STATUS_CODES[416]);
    }
    const { start, end } = range.kind === 'part' ? range : { start: 0, end: size - 1 };
    const content = request.method === 'HEAD' ? null : await open(link.key, { start, end });
    if (content === 'missing') return gone(reply);
    reply.headers({
      'content-type': contentTypeOf(link.key),
      'content-length': end - start + 1,
      'content-disposition': `inline; filename="${safeName(link)}"`,
    });
    if (range.kind === 'part') {
      reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
    }
    return reply.send(content ?? undefined);
  }

  async function open(key: string, range: ByteRange): Promise<Readable | 'missing'> {
    try {
      return await files.read(key, range);
    } catch (error) {
      // Swept between the look and the opening.
      if (error instanceof MediaFileMissing) return 'missing';
      throw error;
    }
  }
}

function gone(reply: FastifyReply): FastifyReply {
  return refuse(reply, 410, msg('page.file-gone'));
}

function refuse(reply: FastifyReply, status: number, words: Message): FastifyReply {
  return sayPlainly(withoutFile(reply), status, words);
}

function withoutFile(reply: FastifyReply): FastifyReply {
  for (const name of ['content-length', 'content-disposition', 'etag', 'content-type']) {
    reply.removeHeader(name);
  }
  return reply.header('cache-control', 'no-store');
}

function ending(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

/** Letters, digits and a few harmless signs: nothing that could leave the quotes. */
function safeName(link: { readonly key: string; readonly fileName: string | null }): string {
  const wanted = (link.fileName ?? '').replace(/\.\w{1,5}$/, '').replace(/[^\w. -]+/g, '_');
  const name = wanted.replace(/^[. _]+|[. _]+$/g, '').slice(0, 100);
  return `${name || link.key.slice(0, 12)}.${ending(link.key)}`;
}

/** `If-None-Match` compares weakly: `W/` makes no difference. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
