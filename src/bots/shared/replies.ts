import { FILE_TYPES } from '../../core/commands/domain/catalogue/video-field.ts';
import { msg } from '../../core/messages/domain/message.ts';
import { refusedReply, troubleReply } from '../../core/messages/domain/reply.ts';
import type { Reply } from '../../core/messages/domain/reply.ts';
import type { Words } from '../../core/messages/domain/rich-text.ts';

/** What a chat left out of a request, or made of it, so that nothing can be made of that here. */
export function incompleteReply(chat: string): Reply {
  return troubleReply(msg('chat.incomplete', { chat }), msg('chat.not-started-try-again'));
}

/** A sentence for somebody whose request cannot be started as it is. */
export function wrongReply(words: Words): Reply {
  return refusedReply(words, msg('credits.not-charged'));
}

/** The same where there was something to change. */
export function unchangedReply(words: Words): Reply {
  return refusedReply(words, msg('chat.nothing-changed'));
}

/** For a command in the menu of a message that has no picture, or no video. */
export const NO_PICTURES = refusedReply(
  msg('forms.no-image'),
  msg('forms.no-image-next', { types: FILE_TYPES.picture, command: 'video create' }),
);
export const NO_VIDEOS = refusedReply(
  msg('forms.no-video'),
  msg('forms.no-video-next', { types: FILE_TYPES.video, command: 'video edit' }),
);

/** For somebody of a server or workspace that may not use this service. */
export function notHereReply(chat: 'discord' | 'slack'): Reply {
  return refusedReply(msg('teams.not-here'), msg('video.workspace-not-allowed', { chat }));
}
