import type { FastifyInstance } from 'fastify';
import { msg } from '../../core/messages/domain/message.ts';
import type { LinkSigner } from '../../media/storage/links.ts';
import type { Wording } from '../../messages/wording.ts';
import { sayPlainly, wordingFor } from '../pages.ts';

/** A page that does nothing but play one video, for chats that show pages inside of messages. */
export function registerPlayerRoute(
  app: FastifyInstance,
  { links }: { readonly links: Pick<LinkSigner, 'read'> },
): void {
  app.get<{ Params: { '*': string } }>('/player/*', async (request, reply) => {
    const signed = request.params['*'];
    const link = links.read(signed);
    reply.headers({
      'x-content-type-options': 'nosniff',
      // May be put into any page, and loads nothing but its video.
      'content-security-policy':
        "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors *",
      'referrer-policy': 'no-referrer',
    });
    if (link.status === 'expired') {
      return sayPlainly(reply, 410, msg('page.link-expired', { command: 'video history' }));
    }
    if (link.status === 'forged' || !link.key.endsWith('.mp4')) {
      return sayPlainly(reply, 403, msg('page.link-incomplete'));
    }
    // What was signed has letters of base64url, a dot and an ending: nothing to escape.
    return reply.type('text/html; charset=utf-8').send(page(`/media/${signed}`, wordingFor(reply)));
  });
}

function page(video: string, { language, text }: Wording): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(msg('video.title'))}</title>
<style>html,body{margin:0;height:100%;background:#000}video{width:100%;height:100%}</style>
<video src="${video}" controls playsinline preload="metadata"></video>
</html>
`;
}
