import type { CardView } from '../core/chat/domain/card-view.ts';
import type { Line } from '../core/messages/domain/inline.ts';
import type { Choice, Reply, ReplyFile } from '../core/messages/domain/reply.ts';
import type { Wording } from './wording.ts';

/** A reply in its reader's language. */
export interface SpokenReply {
  readonly tone: Reply['tone'];
  readonly headline: Line;
  readonly lines: readonly Line[];
  readonly choices: readonly SpokenChoice[];
  readonly files: readonly SpokenFile[];
  /** For what the chat itself has to add. */
  readonly wording: Wording;
}

export type SpokenChoice = Omit<Choice, 'label'> & { readonly label: Line };
export type SpokenFile = Omit<ReplyFile, 'alt'> & { readonly alt: string };

export interface SpokenCard extends Omit<CardView, 'headline' | 'settings' | 'lines' | 'receipt'> {
  readonly headline: Line;
  readonly settings: Line;
  readonly lines: readonly Line[];
  readonly receipt: readonly Line[];
  readonly wording: Wording;
}

/** What a message has nothing to say of in this chat is no line of its own. */
export function spokenReply(reply: Reply, wording: Wording): SpokenReply {
  const { tone, headline, lines, choices = [], files = [] } = reply;
  return {
    tone,
    headline: wording.line(headline),
    lines: lines.map((it) => wording.line(it)).filter((it) => it.length > 0),
    choices: choices.map((it) => ({ ...it, label: wording.line(it.label) })),
    files: files.map((it) => ({ ...it, alt: wording.text(it.alt) })),
    wording,
  };
}

export function spokenCard(view: CardView, wording: Wording): SpokenCard {
  return {
    ...view,
    headline: wording.line(view.headline),
    settings: wording.line(view.settings),
    lines: view.lines.map((it) => wording.line(it)),
    receipt: view.receipt.map((it) => wording.line(it)),
    wording,
  };
}
