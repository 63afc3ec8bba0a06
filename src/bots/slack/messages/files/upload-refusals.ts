import { PlatformError } from '../../../../core/shared/domain/errors.ts';
import { asPlatformError, slackCode } from '../../shared/errors.ts';

/** Why a chat does not take the video, and whether it would elsewhere. */
export interface UploadRefusal {
  readonly words: string;
  /** It is about the channel: directly with the person it may go. */
  readonly elsewhere: boolean;
}

const NOT_A_MEMBER =
  'The video cannot be put here, because this app is no member of the channel: invite it to have the next one here.';
const NOT_IN_THIS_CHANNEL = 'The video cannot be put into this channel.';
const NOT_BY_THIS_APP = 'This app may not upload files in this workspace.';
const NOT_THIS_TYPE = 'Videos may not be uploaded in this workspace.';

const REFUSALS: Readonly<Record<string, UploadRefusal>> = {
  file_uploads_disabled: everywhere('Files may not be uploaded in this workspace.'),
  file_uploads_except_images_disabled: everywhere(
    'Only images may be uploaded in this workspace, no videos.',
  ),
  storage_limit_reached: everywhere('The file storage of this workspace is full.'),
  file_type_not_allowed: everywhere(NOT_THIS_TYPE),
  blocked_file_type: everywhere(NOT_THIS_TYPE),
  slack_connect_blocked_file_type: here(NOT_THIS_TYPE),
  slack_connect_file_upload_sharing_blocked: here('Files may not be shared in this channel.'),
  slack_connect_clip_sharing_blocked: here('Videos may not be shared in this channel.'),
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

function everywhere(words: string): UploadRefusal {
  return { words, elsewhere: false };
}

function here(words: string): UploadRefusal {
  return { words, elsewhere: true };
}

const NOT_TAKEN = everywhere('Slack does not take the video here.');

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
