import type { CardAction, CardView } from '../../core/chat/domain/card-view.ts';
import { msg } from '../../core/messages/domain/message.ts';
import type { Message } from '../../core/messages/domain/message.ts';
import type { Wording } from '../../messages/wording.ts';

/** Letters rather than emoji: they take the colour of the text and stay calm. */
export const MARKS = {
  waiting: '○',
  working: '◐',
  done: '✓',
  stopped: '✕',
  attention: '△',
  forgotten: '–',
} as const satisfies Record<CardView['tone'], string>;

export const ACTION_WORDS = {
  cancel: msg('chat.cancel'),
  'check-now': msg('cards.button-check-now'),
  'give-back': msg('cards.button-give-back'),
  'try-again': msg('chat.try-again'),
} as const satisfies Record<CardAction, Message>;

/** What was settled will not change any more. */
export function isSettledView(view: Pick<CardView, 'tone'>): boolean {
  return view.tone === 'done' || view.tone === 'stopped' || view.tone === 'forgotten';
}

const BAR_LENGTH = 15;

/** How far it is, drawn with letters: no chat has a bar. `gap` stands before the number. */
export function progressBar(progress: number, wording: Wording, gap = ' '): string {
  const done = Math.min(Math.max(progress, 0), 1);
  const full = Math.round(done * BAR_LENGTH);
  const bar = '▰'.repeat(full) + '▱'.repeat(BAR_LENGTH - full);
  return `${bar}${gap}${wording.text(msg('cards.progress', { done }))}`;
}
