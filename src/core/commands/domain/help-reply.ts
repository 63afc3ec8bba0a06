import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Possibilities } from '../../video/domain/possibilities.ts';
import type { RichText, Words } from '../../messages/domain/rich-text.ts';

export interface HelpFacts {
  readonly models: readonly { readonly title: string; readonly words: string }[];
  readonly takesImages: boolean;
  readonly possible: Possibilities;
}

/** What can be made with the providers that are set up, and how it is asked for. */
export function helpReply(facts: HelpFacts): Reply {
  return plainReply(
    [{ bold: 'Videos from words and pictures' }],
    [
      { bold: '/video create' },
      ' makes a video from a prompt, and from pictures if you attach them.',
    ],
    ...kindLines(facts.possible),
    [
      { bold: '/video status' },
      ' shows what is on the way, ',
      { bold: '/video history' },
      ' what you made, ',
      { bold: '/video cancel' },
      ' takes one out of the line.',
    ],
    [
      { bold: '/credits' },
      ' shows what you have left. Credits are held when you start and charged only when the video arrives.',
    ],
    ...facts.models.map(({ title, words }): RichText => [{ bold: title }, `: ${words}`]),
    ...(facts.takesImages
      ? []
      : ['Pictures cannot be used yet: this service has no public address.']),
  );
}

function kindLines({ shots, elements, references, edit, kinds, ...rest }: Possibilities): Words[] {
  const more = [
    ...(references === null ? [] : [`up to ${references.max} reference pictures`]),
    ...(rest.mediaReferences.video ? ['a reference video'] : []),
    ...(rest.mediaReferences.audio ? ['a reference sound'] : []),
    ...(rest.advanced.styleLength === null ? [] : ['a style']),
    ...(rest.advanced.cameraMotions.length === 0 ? [] : ['a camera motion']),
    ...(rest.advanced.motionIntensity === null ? [] : ['how much moves']),
    ...(rest.advanced.seed !== null ? ['a seed'] : []),
  ];
  return [
    ...(more.length === 0 ? [] : [`It also takes ${listed(more)}.`]),
    ...(shots === null
      ? []
      : [[{ bold: '/video storyboard' }, ` makes one of up to ${shots.most} shots.`]]),
    ...(elements === null
      ? []
      : [
          [
            { bold: '/video elements' },
            ` shows up to ${elements.most} people or things of yours, each by ${elements.images.min} to ${elements.images.max} pictures.`,
          ],
        ]),
    ...(edit === null
      ? []
      : [
          [
            { bold: '/video edit' },
            ` changes a video, up to ${edit.mostSeconds} s of it; so does “Edit this video” in the menu of a message.`,
          ],
        ]),
    ...(kinds.includes('replace')
      ? [[{ bold: '/video replace' }, ' puts another character into a video.']]
      : []),
  ];
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
