import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { msg } from '../core/messages/domain/message.ts';
import type { KnownFailure } from '../core/providers/domain/operator-alerts.ts';
import type { Logger } from '../core/shared/ports/logger.ts';
import { createWordings } from '../messages/wordings.ts';
import { registerMediaRoute } from './media/media-route.ts';
import { registerCallbackRoute } from './callbacks/callback-route.ts';
import type { CallbackRouteDependencies } from './callbacks/callback-route.ts';
import type { MediaRouteDependencies } from './media/media-route.ts';
import { registerPlayerRoute } from './media/player-route.ts';
import { sayPlainly } from './pages.ts';
import { registerReachRoute } from './public-reach.ts';
import type { Reach } from './public-reach.ts';

export interface HttpServerDependencies {
  readonly media: MediaRouteDependencies;
  /** What stands in the way of serving anybody, by name; nothing when ready. */
  readonly unready: () => Promise<readonly string[]>;
  /** What is served less well for: no reason to turn anybody away. */
  readonly troubles: () => Promise<readonly KnownFailure[]>;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
  readonly callbacks: CallbackRouteDependencies;
  readonly reach: Pick<Reach, 'answerTo'>;
  /** Paths that somebody else answers, body and all. */
  readonly mounts: readonly Mount[];
  readonly logger: Logger;
}

export interface Mount {
  readonly paths: readonly string[];
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** What monitoring reads. */
const english = createWordings()(null);

/** The one HTTP server. */
export function createHttpServer(dependencies: HttpServerDependencies): FastifyInstance {
  const { media, unready, troubles, metrics, callbacks, reach, mounts, logger } = dependencies;
  const app = fastify({ forceCloseConnections: 'idle', requestTimeout: 30_000 });

  // Such as a connection that could not be taken for want of descriptors: it costs that one alone.
  app.server.on('error', (error) => {
    logger.error({ err: error }, 'HTTP server error');
  });

  app.get('/healthz', () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const reasons = await unready();
    if (reasons.length > 0) return reply.code(503).send({ status: 'not ready', reasons });
    const known = (await troubles()).map((it) => ({ ...it, problem: english.text(it.problem) }));
    return known.length === 0 ? { status: 'ready' } : { status: 'ready', troubles: known };
  });

  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics()),
  );

  registerReachRoute(app, reach);
  registerMediaRoute(app, media);
  registerPlayerRoute(app, media);
  registerCallbackRoute(app, callbacks);
  for (const { paths, handle } of mounts) mount(app, paths, handle);

  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain').send(STATUS_CODES[404]),
  );
  app.setErrorHandler((error, request, reply) => {
    const asked = statusOf(error);
    if (asked !== null) return reply.code(asked).type('text/plain').send(STATUS_CODES[asked]);
    logger.error(
      { method: request.method, route: request.routeOptions.url, err: error },
      'request failed',
    );
    return sayPlainly(reply, 500, msg('chat.failed'));
  });
  return app;
}

/** What is wrong with the request itself, such as a body that is too long; null: it is our fault. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
    ? statusCode
    : null;
}

function mount(app: FastifyInstance, paths: readonly string[], handle: Mount['handle']): void {
  void app.register((scope, _options, done) => {
    // Signatures are made over the bytes of a body, so nobody reads it before its owner.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => {
      parsed(null);
    });
    for (const url of paths) {
      scope.route({
        method: ['GET', 'POST'],
        url,
        handler: (request, reply) => {
          reply.hijack();
          handle(request.raw, reply.raw);
        },
      });
    }
    done();
  });
}
