import { asText } from '../../shared/json.ts';
import { broken, invalidBlocks, refused } from '../errors.ts';
import { createFile, fileJson, isReadable } from '../files.ts';
import { visibleChannel, type BotMethod, type BotMethods, type MethodRequest } from './method.ts';
import { blockErrors } from '../rules/rules-blocks.ts';
import { share } from './sharing.ts';
import { checkMayUpload, openUpload } from '../http/uploads.ts';
import { messageKey, type ChannelRecord, type FileRecord, type Upload } from '../world.ts';

const getUploadUrl: BotMethod = {
  tier: 'tier-4',
  scopes: ['files:write'],
  takes: ['filename', 'length', 'alt_txt', 'snippet_type'],
  handle({ world, args, workspace }) {
    const name = args.required('filename');
    const length = args.integer('length') ?? Number(args.required('length'));
    if (length === 0) throw broken('invalid_arguments', 'a file of no length');
    checkMayUpload(workspace, name, length);
    const { url, fileId } = openUpload(world, { workspaceId: workspace.id, name, length });
    return { upload_url: url, file_id: fileId };
  },
};

const complete: BotMethod = {
  tier: 'tier-4',
  scopes: ['files:write'],
  takes: ['files', 'channel_id', 'channels', 'thread_ts', 'initial_comment', 'blocks'],
  handle(request) {
    const { world, args, workspace } = request;
    const named = args.objects('files') ?? [];
    if (named.length === 0) throw broken('invalid_arguments', 'files is missing or empty');
    const uploads = named.map((it) => uploadOf(request, asText(it.id)));
    const channel = channelToShareIn(request);
    const threadTs = channel === null ? null : threadOf(request, channel);
    const comment = args.text('initial_comment');
    const blocks = comment === null ? blocksOf(request) : [];
    for (const { name, length } of uploads) checkMayUpload(workspace, name, length);

    const files = uploads.map((upload, index): FileRecord => {
      const title = asText(named[index]?.title) || upload.name;
      upload.completed = true;
      workspace.settings.storageBytesLeft -= upload.length;
      return createFile(world, {
        id: upload.fileId,
        workspaceId: workspace.id,
        ownerId: workspace.botUserId,
        name: upload.name,
        bytes: upload.bytes ?? Buffer.alloc(0),
        title,
        processedAt: world.now() + world.limits.shareDelayMs,
      });
    });
    const fileIds = files.map((it) => it.id);
    void share(world, { fileIds, channel, threadTs, text: comment ?? '', blocks });
    return { files: files.map((it) => fileJson(world, it, true)) };
  },
};

const info: BotMethod = {
  tier: 'tier-4',
  scopes: ['files:read'],
  takes: ['file', 'count', 'cursor', 'limit', 'page'],
  handle(request) {
    const file = fileFor(request);
    return { file: fileJson(request.world, file, true), comments: [] };
  },
};

const remove: BotMethod = {
  tier: 'tier-3',
  scopes: ['files:write'],
  takes: ['file'],
  handle(request) {
    const file = fileFor(request);
    if (file.ownerId !== request.workspace.botUserId) {
      throw broken('cant_delete_file', "someone else's file");
    }
    file.deleted = true;
    request.workspace.settings.storageBytesLeft += file.bytes.length;
    return {};
  },
};

export const fileMethods: BotMethods = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': complete,
  'files.info': info,
  'files.delete': remove,
};

function fileFor({ world, args, workspace }: MethodRequest): FileRecord {
  const file = world.files.get(args.required('file', 'file_not_found'));
  if (file === undefined || !isReadable(world, file, workspace.id)) throw refused('file_not_found');
  if (file.deleted) throw refused('file_deleted');
  return file;
}

function uploadOf({ world, workspace }: MethodRequest, fileId: string): Upload {
  const upload = [...world.uploads.values()].find((it) => it.fileId === fileId);
  if (upload?.workspaceId !== workspace.id) {
    throw broken('file_not_found', `${fileId} is no upload`);
  }
  if (upload.bytes === null) throw broken('file_not_found', `${fileId} was not uploaded yet`);
  // After a lost answer this is how an app learns that it was done.
  if (upload.completed) throw refused('file_not_found');
  return upload;
}

function channelToShareIn(request: MethodRequest): ChannelRecord | null {
  const { args, workspace } = request;
  const id = args.text('channel_id') ?? args.text('channels');
  if (id === null) return null;
  if (!/^[CGDZ][A-Z0-9]+$/.test(id)) throw broken('invalid_channel', `${id} is no conversation`);
  const channel = visibleChannel(request, id);
  if (channel.archived) throw refused('is_archived');
  // chat:write.public does not help here.
  if (!channel.members.has(workspace.botUserId)) throw refused('not_in_channel');
  if (!channel.botMayPost) throw refused('posting_to_channel_denied');
  return channel;
}

function threadOf({ world, args }: MethodRequest, channel: ChannelRecord): string | null {
  const ts = args.ts('thread_ts');
  if (ts === null) return null;
  const parent = world.messages.get(messageKey(channel.id, ts));
  if (parent === undefined) throw refused('invalid_thread_ts');
  if (parent.threadTs !== null && parent.threadTs !== ts) {
    throw broken('invalid_thread_ts', 'thread_ts is that of a reply');
  }
  return ts;
}

function blocksOf({ world, args, workspace }: MethodRequest) {
  const blocks = args.objects('blocks', 'invalid_blocks_format') ?? [];
  const errors = blockErrors(blocks, { world, workspace, kind: 'message' });
  if (errors.length > 0) throw invalidBlocks(errors);
  if (blocks.some((it) => it.type === 'markdown')) {
    throw broken('internal_error', 'a markdown block beside a file');
  }
  return blocks;
}
