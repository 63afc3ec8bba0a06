import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Possibilities } from '../../video/domain/possibilities.ts';

/** What can be made with the providers that are set up, and how it is asked for. */
export function helpReply(possible: Possibilities, takesImages: boolean): Reply {
  const command = 'video create';
  return plainReply(
    msg('commands.help'),
    msg(takesImages ? 'commands.help-create' : 'commands.help-create-text', { command }),
    msg('commands.help-example', { command, prompt: msg('commands.help-example-prompt') }),
    ...optionWords(possible),
    ...kindWords(possible),
    msg('commands.help-lists', {
      status: 'video status',
      history: 'video history',
      cancel: 'video cancel',
    }),
    msg('commands.help-credits', { command: 'credits' }),
  );
}

function optionWords({ references, mediaReferences, advanced }: Possibilities): Message[] {
  const options = [
    ...(references === null ? [] : [msg('video.reference-images')]),
    ...(mediaReferences.video ? [msg('video.reference-video')] : []),
    ...(mediaReferences.audio ? [msg('video.reference-audio')] : []),
    ...(advanced.styleLength === null ? [] : [msg('video.style')]),
    ...(advanced.cameraMotions.length === 0 ? [] : [msg('video.camera')]),
    ...(advanced.motionIntensity === null ? [] : [msg('video.motion')]),
    ...(advanced.seed === null ? [] : [msg('video.seed')]),
  ];
  return options.length === 0 ? [] : [msg('commands.help-more', { options })];
}

function kindWords({ shots, elements, edit, kinds }: Possibilities): Message[] {
  return [
    ...(shots === null
      ? []
      : [msg('commands.help-storyboard', { command: 'video storyboard', most: shots.most })]),
    ...(elements === null
      ? []
      : [
          msg('commands.help-elements', {
            command: 'video elements',
            most: elements.most,
            ...elements.images,
          }),
        ]),
    ...(edit === null
      ? []
      : [
          msg('commands.help-edit', {
            command: 'video edit',
            most: edit.mostSeconds,
            menu: msg('commands.edit-this'),
          }),
        ]),
    ...(kinds.includes('replace')
      ? [msg('commands.help-replace', { command: 'video replace' })]
      : []),
  ];
}
