import type { FastifyInstance } from 'fastify';
import type { JobKey } from '../../core/shared/domain/ids.ts';
import { bodyText, readJson } from '../shared/json-body.ts';
import type { CallbackTokens } from './callback-tokens.ts';

export interface CallbackRouteDependencies {
  readonly tokens: Pick<CallbackTokens, 'read'>;
  readonly handle: (job: JobKey, provider: string, body: unknown) => Promise<void>;
}

/** Nothing that a provider has to tell is longer. */
const MOST_BYTES = 256_000;

/** Where providers tell of renders. The address itself is the proof of who was told it. */
export function registerCallbackRoute(
  app: FastifyInstance,
  { tokens, handle: handleCallback }: CallbackRouteDependencies,
): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // Whatever they call it, it is read as JSON; what is none says nothing.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, parsed) => {
      const packed = request.headers['content-encoding'];
      const text = bodyText(Buffer.from(body), packed, MOST_BYTES);
      parsed(null, text === null ? null : readJson(text));
    });
    scope.post<{ Params: { provider: string; '*': string } }>(
      '/callbacks/:provider/*',
      { bodyLimit: MOST_BYTES },
      async (request, reply) => {
        const { provider, '*': token } = request.params;
        const job = tokens.read(token, provider);
        if (job === null) return reply.code(404).type('text/plain').send('Not found\n');
        await handleCallback(job, provider, request.body ?? null);
        return reply.code(200).send({ ok: true });
      },
    );
    done();
  });
}
