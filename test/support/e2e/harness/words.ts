import { wordingOf as inDiscord } from '../../../../src/bots/discord/wording.ts';
import { wordingOf as inSlack } from '../../../../src/bots/slack/wording.ts';
import { marksOf } from '../../../../src/core/messages/domain/inline.ts';
import type { Inline } from '../../../../src/core/messages/domain/inline.ts';
import type { Message } from '../../../../src/core/messages/domain/message.ts';
import type { UserDriver } from '../../user.ts';

/** What a chat says in one language. */
export interface ChatWords {
  /** The message, with nothing in it that the chat would word itself. */
  readonly said: (message: Message) => string;
  /** All of these, one after the other, whatever stands between. A string stands for itself. */
  readonly saying: (...words: readonly (Message | string)[]) => RegExp;
}

export function wordsIn(chat: UserDriver['name'], language: string): ChatWords {
  const wording = { discord: inDiscord, slack: inSlack }[chat](language);
  return {
    said: (message) => wording.text(message),
    saying: (...words) => {
      const parts = words.map((it) =>
        typeof it === 'string' ? exactly(it) : wording.line(it).map(patternOf).join(''),
      );
      return new RegExp(parts.join('[^]*'), 'u');
    },
  };
}

/** Moments and people are worded by the chat. */
function patternOf(inline: Inline): string {
  if (typeof inline === 'string') return exactly(inline);
  if ('bold' in inline) return exactly(inline.bold);
  if ('code' in inline) return `\`?${exactly(inline.code)}\`?`;
  if ('quote' in inline) return exactly(marksOf(inline).join(inline.quote));
  return 'link' in inline ? exactly(inline.label) : '.+?';
}

function exactly(words: string): string {
  return words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
