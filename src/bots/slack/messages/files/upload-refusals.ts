import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { PlatformError } from '../../../../core/shared/domain/errors.ts';
import { asPlatformError, slackCode } from '../../shared/errors.ts';

/** Why a chat does not take the video, and whether it would elsewhere. */
export interface UploadRefusal {
  readonly words: Message;
  /** It is about the channel: directly with the person it may go. */
  readonly elsewhere: boolean;
}

const NOT_A_MEMBER = msg('chat.not-a-member');
const NOT_IN_THIS_CHANNEL = msg('chat.channel-refuses-video');
const NOT_BY_THIS_APP = msg('chat.app-may-not-upload');
const NOT_THIS_TYPE = msg('chat.no-video-uploads');

const REFUSALS: Readonly<Record<string, UploadRefusal>> = {
  file_uploads_disabled: everywhere(msg('chat.uploads-off')),
  file_uploads_except_images_disabled: everywhere(msg('chat.uploads-images-only')),
  storage_limit_reached: everywhere(msg('chat.storage-full')),
  file_type_not_allowed: everywhere(NOT_THIS_TYPE),
  blocked_file_type: everywhere(NOT_THIS_TYPE),
  slack_connect_blocked_file_type: here(NOT_THIS_TYPE),
  slack_connect_file_upload_sharing_blocked: here(msg('chat.no-file-sharing')),
  slack_connect_clip_sharing_blocked: here(msg('chat.no-video-sharing')),
  posting_to_channel_denied: here(NOT_IN_THIS_CHANNEL),
  not_in_channel: here(NOT_A_MEMBER),
  // What a channel that the app cannot see is for it.
  channel_not_found: here(NOT_A_MEMBER),
  is_archived: here(NOT_IN_THIS_CHANNEL),
  restricted_action: here(NOT_IN_THIS_CHANNEL),
  restricted_action_thread_locked: here(NOT_IN_THIS_CHANNEL),
  missing_scope: everywhere(NOT_BY_THIS_APP),
  no_permission: everywhere(NOT_BY_THIS_APP),
};

function everywhere(words: Message): UploadRefusal {
  return { words, elsewhere: false };
}

function here(words: Message): UploadRefusal {
  return { words, elsewhere: true };
}

const NOT_TAKEN = everywhere(msg('chat.file-refused'));

/** Null where it is no refusal of the video, but of something else or of nothing. */
export function uploadRefusal(error: unknown): UploadRefusal | null {
  const code = slackCode(error);
  if (code === null || isTooLarge(error)) return null;
  const known = REFUSALS[code];
  if (known !== undefined) return known;
  const told = asPlatformError(error);
  // A word that is new to us must not cost anybody the card.
  return told instanceof PlatformError && told.code === 'refused' ? NOT_TAKEN : null;
}

export function isTooLarge(error: unknown): boolean {
  return slackCode(error) === 'file_upload_size_restricted';
}
