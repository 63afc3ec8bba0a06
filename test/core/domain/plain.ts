import type { Text } from '../../../src/core/domain/text.ts';

/** What a reader sees of a text, with moments and links told apart. */
export function plain(text: Text): string {
  return text
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('quote' in span) return `“${span.quote}”`;
      if ('time' in span) return `<${span.as}>`;
      if ('mention' in span) return `@${span.label}`;
      return `[${span.label}](${span.link})`;
    })
    .join('');
}
