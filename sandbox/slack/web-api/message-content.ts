import type { JsonObject } from '../../shared/json.ts';
import type { Args } from './args.ts';
import { broken, invalidBlocks } from '../errors.ts';
import { requireScope, type MethodRequest } from './method.ts';
import { blockErrors, hasVideo, withIds } from '../rules/rules-blocks.ts';

const UPDATE_TEXT_MOST = 4000;
const POST_TEXT_MOST = 40_000;
const MOST_ATTACHMENTS = 100;

/** What a message is to say, checked. Null: not named in the call. */
export interface Content {
  readonly text: string | null;
  readonly blocks: readonly JsonObject[] | null;
  readonly attachments: readonly JsonObject[] | null;
}

export function readContent(request: MethodRequest): Content {
  const { args } = request;
  const blocks = args.objects('blocks', 'invalid_blocks_format');
  const attachments = args.objects('attachments', 'invalid_attachments');
  if (attachments !== null && attachments.length > MOST_ATTACHMENTS) {
    throw broken('too_many_attachments', `more than ${MOST_ATTACHMENTS} attachments`);
  }
  if (blocks !== null) checkBlocks(request, blocks);
  const text = args.text('text');
  return {
    text: text === null && args.raw.text === '' ? '' : text,
    blocks: blocks === null ? null : withIds(blocks),
    attachments,
  };
}

function checkBlocks(request: MethodRequest, blocks: readonly JsonObject[]): void {
  const { world, workspace } = request;
  const errors = blockErrors(blocks, { world, workspace, kind: 'message' });
  if (errors.length > 0) throw invalidBlocks(errors);
  if (hasVideo(blocks)) requireScope(request, 'links.embed:write');
}

/** What a new message says. Text that is too long is cut, as Slack does it. */
export function newContent(request: MethodRequest): Required<Content> {
  const content = readContent(request);
  const { text, blocks, attachments } = content;
  const empty = (text ?? '') === '' && !(blocks ?? []).length && !(attachments ?? []).length;
  if (empty) throw broken('no_text', 'neither text nor blocks');
  if ((text ?? '').length > POST_TEXT_MOST) request.note('text was cut to 40,000 characters');
  if ((text ?? '') === '' && blocks !== null) {
    request.note('blocks without text: notifications and screen readers have nothing to say');
  }
  return { ...content, text: text?.slice(0, POST_TEXT_MOST) ?? null };
}

/**
 * What an edited message says. Text without blocks takes the blocks away; without either all
 * stays; attachments stay unless they are named.
 */
export function editedContent(request: MethodRequest): Content {
  const content = readContent(request);
  const { text, blocks, attachments } = content;
  if (text === null && blocks === null && attachments === null) {
    throw broken('no_text', 'neither text nor blocks');
  }
  if ((text ?? '').length > UPDATE_TEXT_MOST) {
    throw broken('msg_too_long', `text of more than ${UPDATE_TEXT_MOST} characters`);
  }
  return { ...content, blocks: blocks ?? (text === null ? null : []) };
}

export function parsesNames(args: Args): boolean {
  return args.flag('link_names') || args.text('parse') === 'full';
}
