import path from 'node:path';
import type { JsonObject } from '../shared/json.ts';
import { workspaceOf, type FileRecord, type World } from './world.ts';

export interface NewFile {
  /** One that was given out before the bytes came. */
  readonly id?: string;
  readonly workspaceId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mimetype?: string;
  readonly title?: string;
  readonly externalUrl?: string;
  readonly access?: FileRecord['access'];
  /** Until then it is not scanned: it shows no type and no block may use it. */
  readonly processedAt?: number;
}

const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  csv: 'text/csv',
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  tif: 'image/tiff',
  txt: 'text/plain',
  webm: 'video/webm',
  webp: 'image/webp',
};

export function createFile(world: World, given: NewFile): FileRecord {
  const { bytes } = given;
  const file: FileRecord = {
    id: given.id ?? world.ids.next('F'),
    workspaceId: given.workspaceId,
    ownerId: given.ownerId,
    name: given.name,
    mimetype: given.mimetype ?? TYPES[endingOf(given.name)] ?? 'application/octet-stream',
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    createdAt: world.now(),
    externalUrl: given.externalUrl ?? null,
    access: given.access ?? 'visible',
    title: given.title ?? given.name,
    shares: [],
    processedAt: given.processedAt ?? world.now(),
    deleted: false,
  };
  world.files.set(file.id, file);
  return file;
}

export function endingOf(name: string): string {
  return path.extname(name).slice(1).toLowerCase();
}

export function isProcessed(world: World, file: FileRecord): boolean {
  return world.now() >= file.processedAt;
}

export function filePath(file: FileRecord, download: boolean): string {
  const step = download ? '/download' : '';
  return `/files-pri/${file.workspaceId}-${file.id}${step}/${encodeURIComponent(file.name)}`;
}

/** A file as answers and payloads carry it. `asked`: in an answer of files.info, which tells all. */
export function fileJson(world: World, file: FileRecord, asked = false): JsonObject {
  const created = Math.floor(file.createdAt / 1000);
  // All that is left of it in the messages that had it.
  if (file.deleted) return { id: file.id, mode: 'tombstone' };
  if (file.access === 'hidden_by_limit') return { id: file.id, mode: 'hidden_by_limit' };
  if (file.access === 'check_file_info' && !asked) {
    return {
      id: file.id,
      created,
      timestamp: created,
      user: '',
      file_access: 'check_file_info',
      mode: 'file_access',
    };
  }
  const base = world.address.http;
  const processed = isProcessed(world, file);
  const external = file.externalUrl !== null;
  return {
    id: file.id,
    created,
    timestamp: created,
    name: file.name,
    title: file.title,
    mimetype: processed ? file.mimetype : '',
    filetype: processed ? endingOf(file.name) || 'binary' : '',
    pretty_type: endingOf(file.name).toUpperCase(),
    user: file.ownerId,
    user_team: file.workspaceId,
    editable: false,
    size: file.bytes.length,
    mode: external ? 'external' : 'hosted',
    is_external: external,
    external_type: external ? 'unknown' : '',
    is_public: sharesOf(world, file, 'public').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    file_access: 'visible',
    url_private: file.externalUrl ?? base + filePath(file, false),
    ...(external ? {} : { url_private_download: base + filePath(file, true) }),
    permalink: `${base}/files/${file.ownerId}/${file.id}/${encodeURIComponent(file.name)}`,
    ...placesOf(world, file),
  };
}

function sharesOf(world: World, file: FileRecord, visibility: 'public' | 'private') {
  return file.shares.filter((it) => {
    const isPublic = world.channels.get(it.channelId)?.kind === 'public';
    return isPublic === (visibility === 'public');
  });
}

function placesOf(world: World, file: FileRecord): JsonObject {
  const shares: JsonObject = {};
  for (const visibility of ['public', 'private'] as const) {
    const found = sharesOf(world, file, visibility);
    if (found.length === 0) continue;
    shares[visibility] = Object.fromEntries(
      [...Map.groupBy(found, (it) => it.channelId)].map(([channelId, list]) => [
        channelId,
        list.map((it) => ({
          ts: it.ts,
          ...(it.threadTs === null ? {} : { thread_ts: it.threadTs }),
          channel_name: world.channels.get(channelId)?.name ?? '',
          team_id: workspaceOf(world, file.workspaceId).id,
        })),
      ]),
    );
  }
  const ofKind = (kinds: readonly string[]) => [
    ...new Set(
      file.shares
        .filter((it) => kinds.includes(world.channels.get(it.channelId)?.kind ?? ''))
        .map((it) => it.channelId),
    ),
  ];
  return {
    shares,
    channels: ofKind(['public']),
    groups: ofKind(['private', 'group']),
    ims: ofKind(['direct']),
  };
}

/** Whether the app may read it: what was shared in private places only, it must be a member of. */
export function isReadable(world: World, file: FileRecord, workspaceId: string): boolean {
  if (file.workspaceId !== workspaceId) return false;
  const { botUserId } = workspaceOf(world, workspaceId);
  if (file.ownerId === botUserId || file.shares.length === 0) return true;
  return file.shares.some(({ channelId }) => {
    const channel = world.channels.get(channelId);
    return channel?.kind === 'public' || channel?.members.has(botUserId) === true;
  });
}
