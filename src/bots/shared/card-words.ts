import type { CardAction, CardView } from '../../core/chat/domain/card-view.ts';
import { megabytes } from '../../core/messages/domain/rich-text.ts';

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
  cancel: 'Cancel',
  'check-now': 'Check now',
  'give-back': 'Give the credits back',
  'try-again': 'Try again',
} as const satisfies Record<CardAction, string>;

/** What was settled will not change any more. */
export function isSettledView(view: CardView): boolean {
  return view.tone === 'done' || view.tone === 'stopped' || view.tone === 'forgotten';
}

const BAR_LENGTH = 15;

/** How far it is, drawn with letters: no chat has a bar. `gap` stands before the number. */
export function progressBar(progress: number, gap = ' '): string {
  const share = Math.min(Math.max(progress, 0), 1);
  const full = Math.round(share * BAR_LENGTH);
  const bar = '▰'.repeat(full) + '▱'.repeat(BAR_LENGTH - full);
  return `${bar}${gap}${Math.round(share * 100)}%`;
}

/** Why a video that is only linked to is not in the chat itself. */
export function tooBig(bytes: number): string {
  return `With ${megabytes(bytes)} it is too big to be shown here.`;
}

/** Where there is no link that could be given. */
export const ASK_FOR_IT = 'Whoever runs this service can give it to you.';
