import type { WebClient } from '@slack/web-api';
import type { z } from 'zod';

export interface Call<answer> {
  readonly client: WebClient;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<answer>;
}

/** One call of the Web API. Called off, it is left alone: the SDK cannot take it back. */
export async function call<answer>(
  { client, method, args, schema }: Call<answer>,
  signal: AbortSignal,
): Promise<answer> {
  signal.throwIfAborted();
  const calledOff = Promise.withResolvers<never>();
  const stop = () => {
    calledOff.reject(new DOMException('called off', 'AbortError'));
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return schema.parse(await Promise.race([client.apiCall(method, args), calledOff.promise]));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
