import { z } from 'zod';
import type { InputRef } from '../../core/media/domain/media.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';

/*
 * What is sent is held to the documented rules: what breaks one is a mistake of ours, better found
 * here than at the cost of a render.
 */

export type RequestBody<body> =
  | { readonly status: 'valid'; readonly body: body }
  /** It breaks a documented rule. `problem` says which, and repeats nothing of the request. */
  | { readonly status: 'invalid'; readonly problem: string };

/**
 * What a create call is to be sent.
 * @param placeOf what the provider knows an input by: a link, or a key in its own storage
 */
export type WriteBody<body> = (
  model: string,
  request: VideoRequest,
  placeOf: (media: InputRef) => string,
  callbackUrl: string | null,
) => RequestBody<body>;

export const link = z.url({ protocol: /^https?$/ });

export function checkedBody<body>(schema: z.ZodType<body>, fields: unknown): RequestBody<body> {
  const body = schema.safeParse(fields);
  return body.success
    ? { status: 'valid', body: body.data }
    : invalidBody(z.prettifyError(body.error));
}

export function invalidBody(problem: string): RequestBody<never> {
  return { status: 'invalid', problem };
}
