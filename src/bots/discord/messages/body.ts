import { ComponentType, MessageFlags } from 'discord.js';
import type {
  APIComponentInContainer,
  APIContainerComponent,
  APITextDisplayComponent,
} from 'discord.js';
import type { Line } from '../../../core/messages/domain/inline.ts';
import { written } from './markup.ts';

export const COLOURS = {
  waiting: 0x8d99ae,
  working: 0x5b8def,
  done: 0x3fa796,
  stopped: 0xb56576,
  attention: 0xe0a458,
  forgotten: 0x6c757d,
} as const;

export interface MessageBody {
  readonly flags: number;
  readonly components: readonly APIContainerComponent[];
  /** Nothing in a message of ours ever pings anybody. */
  readonly allowed_mentions: { readonly parse: readonly never[] };
}

/** A message with one container, which has the colour on its side. */
export function containing(colour: number, components: APIComponentInContainer[]): MessageBody {
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [{ type: ComponentType.Container, accent_color: colour, components }],
    allowed_mentions: { parse: [] },
  };
}

/** Lines of one text; nothing where all are empty, because Discord takes no empty text. */
export function texts(lines: readonly string[]): APITextDisplayComponent[] {
  const filled = lines.filter((line) => line !== '');
  return filled.length === 0
    ? []
    : [{ type: ComponentType.TextDisplay, content: filled.join('\n') }];
}

const MOST_HEADLINE = 200;

/** Headings are bold by themselves. */
export function headlineOf(headline: Line, withheld = false): string {
  const plain = headline.map((inline) =>
    typeof inline === 'object' && 'bold' in inline ? inline.bold : inline,
  );
  return written(plain, { most: MOST_HEADLINE, withheld });
}
