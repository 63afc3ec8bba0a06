import { join } from 'node:path';
import sharp from 'sharp';
import type { MediaStore } from '../../../src/core/media/ports/media-store.ts';
import type { Decoder } from '../../../src/media/decoder/decoder.ts';
import { createFolderFiles } from '../../../src/media/storage/folder-files.ts';
import { createGuardedFetch } from '../../../src/media/fetch/guarded-fetch.ts';
import { createLinkSigner } from '../../../src/media/storage/links.ts';
import type { MediaFiles } from '../../../src/media/storage/media-files.ts';
import { createMediaStore } from '../../../src/media/media-store.ts';
import type { ImageSpec } from '../../contracts/media-store.ts';
import { startLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { sampleVideo, type VideoPromptGiven } from './make-video.ts';
import { tempFolder } from './temp-folder.ts';

export const PUBLIC_URL = 'https://show.example';

export interface RealStore extends AsyncDisposable {
  readonly store: MediaStore;
  readonly files: MediaFiles;
  readonly server: LoopbackServer;
  /** Everything the operator was told. */
  readonly warnings: readonly string[];
  /** Serves a body; answers its link. */
  readonly serve: (body: Buffer | string, contentType?: string) => string;
}

/** The store as it is run, with a folder of its own and a web server on this machine. */
export async function realStore(
  decoder: Decoder,
  options: {
    readonly maxVideoBytes?: number;
    readonly trustedHosts?: readonly string[];
    /** Where media lie instead of a folder. */
    readonly files?: MediaFiles;
  } = {},
): Promise<RealStore> {
  const folder = await tempFolder();
  const bodies = new Map<string, { body: Buffer | string; type: string }>();
  const warnings: string[] = [];
  const server = await startLoopbackServer((request, response) => {
    const found = bodies.get(request.url ?? '');
    if (found) response.writeHead(200, { 'content-type': found.type }).end(found.body);
    else response.writeHead(request.url === '/failing' ? 503 : 404).end();
  });
  const now = (): Date => new Date();
  const files = options.files ?? (await createFolderFiles(join(folder.path, 'media'), { now }));
  const guarded = createGuardedFetch({
    trustedHosts: [server.host, ...(options.trustedHosts ?? [])],
    userAgent: 'test',
  });
  const store = createMediaStore({
    files,
    decoder,
    fetchFile: guarded.fetchFile,
    links: createLinkSigner({ secret: 'a secret', publicUrl: PUBLIC_URL, now }),
    maxVideoBytes: options.maxVideoBytes ?? 50_000_000,
    logger: { warn: (_details, message) => warnings.push(message) },
  });
  return {
    store,
    files,
    server,
    warnings,
    serve(body, type = 'application/octet-stream') {
      const path = `/${bodies.size}`;
      bodies.set(path, { body, type });
      return server.url(path);
    },
    async [Symbol.asyncDispose]() {
      await guarded.close();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export async function imageBytes({ type, width, height }: ImageSpec): Promise<Buffer> {
  const format = type.replace('image/', '') as 'jpeg' | 'png' | 'webp';
  const background = { r: 200, g: 80, b: 40 };
  return await sharp({ create: { width, height, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}

const made = new Map<string, Promise<Buffer>>();

/** A video of these properties; the same request is read once per worker. */
export async function videoBytes(draft: VideoPromptGiven): Promise<Buffer> {
  const key = JSON.stringify(draft);
  const known = made.get(key) ?? sampleVideo(draft);
  made.set(key, known);
  return await known;
}
