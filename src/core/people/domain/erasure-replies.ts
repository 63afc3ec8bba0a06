import { plainReply, refusedReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import { videos } from '../../messages/domain/rich-text.ts';

/** What somebody has here that can be forgotten. */
export interface Forgettable {
  /** Videos that are over. */
  readonly videos: number;
  readonly open: number;
  /** Of the open ones: those whose order got no answer. */
  readonly unconfirmed: number;
}

/** What would go and what would stay, before anything does. */
export function confirmForgetReply(
  has: Forgettable,
  choices: { readonly forget: string; readonly keep: string },
): Reply {
  return {
    ...plainReply(
      [{ bold: 'Forget everything of yours here?' }],
      [
        { bold: 'Removed for good: ' },
        `${videos(has.videos)}, their prompts, and all pictures, videos and sounds you gave for them; your usual settings, your name here, what you asked admins for, and offers you have not taken up.`,
      ],
      [
        { bold: 'Kept: ' },
        'what each video cost, when it was asked for and with which model and settings, because the books have to add up; links between your accounts; and the log of what admins did.',
      ],
      'Messages of yours in this chat that this service can still change will say "Forgotten". Files are deleted within three hours, unless somebody else used the very same file.',
      'This cannot be undone. Copies that others made, messages in which admins were asked for credits, and what the makers of the models keep are not in our hands.',
    ),
    choices: [
      { label: 'Forget everything', style: 'main', pendingAction: choices.forget },
      { label: 'Keep', style: 'plain', pendingAction: choices.keep },
    ],
  };
}

export function forgottenReply(): Reply {
  return plainReply(
    [{ bold: 'Forgotten' }],
    'Your prompts, media and settings here are removed, and files follow within three hours. What videos cost stays in the books.',
    'Messages with your videos change as fast as the chat allows.',
  );
}

export function keptReply(): Reply {
  return plainReply([{ bold: 'Nothing was forgotten' }], 'All is as it was.');
}

/** What is on the way needs its prompt, and its message. */
export function notYetReply({ open, unconfirmed }: Forgettable): Reply {
  const busy = open - unconfirmed;
  return refusedReply(
    'Not while a video of yours is on the way. Nothing was forgotten.',
    ...(busy === 0
      ? []
      : [`${videos(busy)} on the way: cancel with /video cancel, or wait, then ask again.`]),
    ...(unconfirmed === 0
      ? []
      : [
          `${videos(unconfirmed)} got no clear answer: an admin can settle that with the buttons on its card.`,
        ]),
  );
}
