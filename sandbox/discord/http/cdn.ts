import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '../../shared/json.ts';
import type { StoredFile, World } from '../world.ts';

const LINK_LIFE_S = 24 * 60 * 60;

export interface NewFile {
  readonly bytes: Uint8Array;
  readonly filename: string;
  readonly contentType?: string | undefined;
  readonly description?: string | null | undefined;
  readonly spoiler?: boolean;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

export interface FilePlace {
  readonly channelId: string;
  readonly ephemeral: boolean;
}

/** Takes a file in and serves it from now on. */
export function storeFile(world: World, file: NewFile, place: FilePlace): StoredFile {
  const stored = prepareFile(world, file, place);
  world.files.set(stored.path, stored);
  return stored;
}

/** A file that is not served yet. Like the real one it keeps only the plain part of its name. */
export function prepareFile(world: World, file: NewFile, place: FilePlace): StoredFile {
  const id = world.nextId();
  const filename = plainFilename(file.filename);
  const folder = place.ephemeral ? 'ephemeral-attachments' : 'attachments';
  return {
    id,
    filename,
    title: filename === file.filename ? null : file.filename,
    description: file.description ?? null,
    contentType: file.contentType ?? contentTypeOf(filename),
    bytes: Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength),
    ephemeral: place.ephemeral,
    spoiler: file.spoiler ?? false,
    path: `/${folder}/${place.channelId}/${id}/${filename}`,
    ...(file.width === undefined ? {} : { width: file.width }),
    ...(file.height === undefined ? {} : { height: file.height }),
  };
}

export function fileUrl(world: World, file: StoredFile): string {
  const issued = Math.floor(world.now() / 1000);
  const ex = (issued + LINK_LIFE_S).toString(16);
  const is = issued.toString(16);
  return `${world.address.http}${file.path}?ex=${ex}&is=${is}&hm=${sign(world, file.path, ex, is)}&`;
}

/** The same by the media proxy, which is another host at Discord, and another address here. */
export function proxyUrl(world: World, file: StoredFile): string {
  return fileUrl(world, file).replace(world.address.http, `${world.address.http}${PROXY}`);
}

/** Where the media proxy has something that lies elsewhere, as soon as it has it. */
export function proxyOf(world: World, link: string): string {
  return `${world.address.http}${PROXY}${proxyPath(world, link)}`;
}

function proxyPath(world: World, link: string): string {
  if (!URL.canParse(link)) return '/external/invalid';
  const { protocol, host, pathname } = new URL(link);
  const name = `${protocol.slice(0, -1)}/${host}${pathname}`;
  return `/external/${sign(world, link, '', '').slice(0, 43)}/${name}`;
}

/**
 * Something that lies anywhere in the world, as the media proxy has it. Its own address is never
 * asked: who asks it all the same has followed a stranger's link.
 */
export function proxiedLink(world: World, link: string, file: NewFile): JsonObject {
  const stored = prepareFile(world, file, { channelId: '0', ephemeral: false });
  world.proxied.set(proxyPath(world, link), stored);
  return {
    url: link,
    proxy_url: proxyOf(world, link),
    width: file.width ?? 640,
    height: file.height ?? 360,
    content_type: stored.contentType,
    flags: 0,
  };
}

const PROXY = '/media-proxy';

export function isCdn(url: URL): boolean {
  return /^\/(?:media-proxy\/)?(?:(?:ephemeral-)?attachments|external)\//.test(url.pathname);
}

export function attachmentJson(world: World, file: StoredFile): JsonObject {
  return {
    id: file.id,
    filename: file.filename,
    size: file.bytes.length,
    url: fileUrl(world, file),
    proxy_url: proxyUrl(world, file),
    content_type: file.contentType,
    content_scan_version: 0,
    ...(file.title === null ? {} : { title: file.title }),
    ...(file.description === null ? {} : { description: file.description }),
    ...(file.width === undefined ? {} : { width: file.width }),
    ...(file.height === undefined ? {} : { height: file.height }),
    ...(file.ephemeral ? { ephemeral: true } : {}),
    ...(file.spoiler ? { flags: 1 << 5 } : {}),
  };
}

/** Answers for `/attachments/…` and the like, by the media proxy as well. The status that was sent. */
export function serveFile(
  world: World,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): number {
  const pathname = decodeURIComponent(url.pathname.replace(PROXY, ''));
  const proxied = world.proxied.get(pathname);
  const file = proxied ?? world.files.get(pathname);
  const ex = url.searchParams.get('ex') ?? '';
  const is = url.searchParams.get('is') ?? '';
  const signed =
    proxied !== undefined ||
    (file !== undefined &&
      url.searchParams.get('hm') === sign(world, file.path, ex, is) &&
      Number.parseInt(ex, 16) * 1000 > world.now());
  if (file === undefined || !signed)
    return plain(response, 404, 'This content is no longer available.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(response, 405, 'Method Not Allowed');
  }

  const size = file.bytes.length;
  const headers = { 'Content-Type': file.contentType, 'Accept-Ranges': 'bytes', ETag: file.id };
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  if (range === null || (range[1] === '' && range[2] === '')) {
    response.writeHead(200, { ...headers, 'Content-Length': size });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
    return 200;
  }
  const [from, to] = span(range[1] ?? '', range[2] ?? '', size);
  if (from >= size || from > to) {
    response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
    return 416;
  }
  response.writeHead(206, {
    ...headers,
    'Content-Range': `bytes ${from}-${to}/${size}`,
    'Content-Length': to - from + 1,
  });
  response.end(request.method === 'HEAD' ? undefined : file.bytes.subarray(from, to + 1));
  return 206;
}

function span(first: string, last: string, size: number): [from: number, to: number] {
  if (first === '') return [Math.max(0, size - Number(last)), size - 1];
  return [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
}

function plain(response: ServerResponse, status: number, text: string): number {
  response.writeHead(status, { 'Content-Type': 'text/plain;charset=UTF-8' }).end(text);
  return status;
}

function sign(world: World, path: string, ex: string, is: string): string {
  return createHmac('sha256', world.signingKey).update(`${path}:${ex}:${is}`).digest('hex');
}

export function plainFilename(name: string): string {
  const plainName = name.replaceAll(/\s+/g, '_').replaceAll(/[^\w.-]/g, '');
  return plainName === '' || plainName.startsWith('.') ? `unknown${plainName}` : plainName;
}

function contentTypeOf(filename: string): string {
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return CONTENT_TYPES[extension] ?? 'application/octet-stream';
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mkv: 'video/x-matroska',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  png: 'image/png',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain; charset=utf-8',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
};
