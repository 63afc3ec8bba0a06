/** What Slack writes for people, groups and broadcasts; without the sign, nobody is called by it. */
const MENTION = /^[@!]/;

/**
 * What somebody typed, as they saw it: Slack sends it with entities for its three special
 * characters, and with links, channels and people written by their ids.
 */
export function plainWords(text: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_written, inside: string) => named(inside))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function named(inside: string): string {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? '' : inside.slice(bar + 1);
  if (target.startsWith('#')) return `#${label === '' ? 'channel' : label}`;
  if (target.startsWith('@')) return label === '' ? 'someone' : label.replace(MENTION, '');
  if (target.startsWith('!')) return label === '' ? broadcast(target) : label.replace(MENTION, '');
  return label === '' ? target.replace(/^mailto:/, '') : label;
}

/** `!channel` and `!here`; others always come with a label. */
function broadcast(target: string): string {
  return target.slice(1).replace(/\^.*$/s, '');
}
