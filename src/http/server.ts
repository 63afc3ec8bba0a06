import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../core/ports/logger.ts';
import { registerMediaRoute } from './media-route.ts';
import type { MediaRouteDependencies } from './media-route.ts';

export interface HttpServerDependencies {
  readonly media: MediaRouteDependencies;
  /** What stands in the way of serving anybody, by name; nothing when ready. */
  readonly unready: () => Promise<readonly string[]>;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
  readonly logger: Logger;
}

/** The one HTTP server. */
export function createHttpServer(dependencies: HttpServerDependencies): FastifyInstance {
  const { media, unready, metrics, logger } = dependencies;
  const app = fastify({ forceCloseConnections: 'idle', requestTimeout: 30_000 });

  app.get('/healthz', () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const reasons = await unready();
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send(reasons.length === 0 ? { status: 'ready' } : { status: 'not ready', reasons });
  });

  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics()),
  );

  registerMediaRoute(app, media);

  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain').send('Not found\n'),
  );
  app.setErrorHandler((error, request, reply) => {
    logger.error(
      { method: request.method, route: request.routeOptions.url, err: error },
      'request failed',
    );
    return reply.code(500).type('text/plain').send('Something went wrong on our side\n');
  });
  return app;
}
