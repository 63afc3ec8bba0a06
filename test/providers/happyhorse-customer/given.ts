import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import type { StartOptions } from '../../../src/core/providers/ports/video-provider.ts';
import { happyhorseCustomer } from '../../../src/providers/happyhorse-customer/provider.ts';
import { anImage, linking, openAny, opener } from '../given.ts';
import { answering, respond, startLoopback } from '../loopback.ts';
import type { Answer } from '../loopback.ts';

export const MODEL = 'happyhorse';
export const KEY = 'hh_live_0123456789';
export const PRESIGN = '/api/v1/uploads/presign';
export const VIDEOS = '/api/v1/videos';

export const aProvider = opener(happyhorseCustomer, { key: KEY });

export const withFirst: VideoRequest['scene'] = {
  kind: 'frames',
  prompt: 'it moves',
  first: anImage('first'),
  last: null,
};

const noLinks = (): never => {
  throw new Error('nothing is linked to here');
};

export const options = (more: Partial<StartOptions> = {}): StartOptions =>
  linking({ linkTo: noLinks, open: openAny, ...more });

export const created = answering(201, { id: 'video-a', status: 'queued' });

/** A Customer API that takes uploads unless told otherwise, and answers the rest as it is told. */
export async function startApi(told: { create?: Answer; presign?: Answer; put?: Answer } = {}) {
  let keys = 0;
  const server = await startLoopback((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    if (request.target.startsWith('/put/')) {
      (told.put ?? answering(200, ''))(request, response);
    } else if (request.target === PRESIGN && told.presign !== undefined) {
      told.presign(request, response);
    } else if (request.target === PRESIGN) {
      keys += 1;
      const key = `videos/inputs/user/${keys}`;
      respond(response, 200, {
        uploadUrl: `${origin}/put/${keys}?sign=x`,
        key,
        publicUrl: `${origin}/cdn/${key}`,
        kind: 'image',
      });
    } else (told.create ?? created)(request, response);
  });
  const those = (isOne: (target: string, method: string) => boolean) =>
    server.requests.filter(({ target, method }) => isOne(target, method));
  return {
    ...server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    creates: () => those((target) => target === VIDEOS),
    presigns: () => those((target) => target === PRESIGN),
    puts: () => those((_, method) => method === 'PUT'),
  };
}
