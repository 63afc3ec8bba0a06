import type { WebClient } from '@slack/web-api';
import type { z } from 'zod';
import { unlessAborted } from '../../../core/shared/ports/unless-aborted.ts';

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
  const answer = await unlessAborted(client.apiCall(method, args), signal, () => {
    throw new DOMException('called off', 'AbortError');
  });
  return schema.parse(answer);
}
