import type { ClipRef, ImageRef } from '../../../src/core/media/domain/media.ts';
import type { VideoRequest, VideoSettings } from '../../../src/core/video/domain/video-request.ts';
import type { StartOptions } from '../../../src/core/providers/ports/video-provider.ts';
import { EDIT_MODEL, REPLACE_MODEL } from '../../../src/providers/crun/capabilities.ts';
import { crun } from '../../../src/providers/crun/provider.ts';
import * as given from '../given.ts';
import { respond, startLoopback } from '../loopback.ts';
import type { Answer } from '../loopback.ts';

export const KEY = 'ak_0123456789abcdef0123456789abcdef';
export const EDIT = EDIT_MODEL;
export const REPLACE = REPLACE_MODEL;
export const JOB = '/api/v1/client/job';
export const UPLOAD_URL = '/api/v1/client/files/upload-url';

export const aProvider = given.opener(crun, { key: KEY, callsPerSecond: 5, createsPerSecond: 1 });

export const anImage = (name: string): ImageRef =>
  given.anImage(name, { key: `${name}.jpg`, contentType: 'image/jpeg' });

export const aClip = (name: string, more: Partial<ClipRef> = {}): ClipRef =>
  given.aClip({ key: `${name}.mp4`, seconds: 3, ...more });

export const aRequest = (
  scene: VideoRequest['scene'],
  settings: Partial<VideoSettings> = {},
): VideoRequest => given.aRequest(scene, { seconds: 3, ...settings });

type Edit = Extract<VideoRequest['scene'], { kind: 'edit' }>;

export const anEdit = (more: Partial<Edit> = {}): Edit => ({
  kind: 'edit',
  prompt: 'let it snow',
  source: aClip('source'),
  images: [],
  keepSound: false,
  ...more,
});

export const aReplacement = (): VideoRequest['scene'] => ({
  kind: 'replace',
  character: anImage('character'),
  driving: aClip('driving'),
});

export const options = (more: Partial<StartOptions> = {}): StartOptions =>
  given.linking({ linkTo: () => null, open: given.openAny, ...more });

/** A crun that takes uploads and answers everything else as it is told. */
export async function startCrunLoopback(answer: Answer) {
  let links = 0;
  const server = await startLoopback((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    if (request.target.startsWith('/put/')) respond(response, 200, '');
    else if (request.target.startsWith(UPLOAD_URL)) {
      links += 1;
      const data = {
        presigned_url: `${origin}/put/${links}`,
        file_url: `${origin}/files/${links}`,
      };
      respond(response, 200, { code: 200, message: 'success', data });
    } else answer(request, response);
  });
  return {
    ...server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    /** The calls that are not about uploads. */
    calls: () => server.requests.filter(({ target }) => target.startsWith(JOB)),
    puts: () => server.requests.filter(({ method }) => method === 'PUT'),
  };
}
