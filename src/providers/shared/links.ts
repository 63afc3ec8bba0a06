/** No result has more files than this; what is beyond is noise. */
const MOST_LINKS = 10;

/**
 * The links to a result, in their order and each once. One that names no host is on that of the API,
 * and plain http is used only where the API itself is reached by it, as in development.
 */
export function linksAmong(values: readonly unknown[], apiUrl: string): readonly string[] {
  const links = values.flatMap((value) => linkOf(value, apiUrl) ?? []);
  return [...new Set(links)].slice(0, MOST_LINKS);
}

function linkOf(value: unknown, apiUrl: string): string | null {
  if (typeof value !== 'string' || !LINK.test(value.trim())) return null;
  const url = URL.parse(value.trim(), apiUrl.replace(/\/*$/, '/'));
  if (url?.protocol === 'http:' && !apiUrl.startsWith('http:')) url.protocol = 'https:';
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null;
}

/** A word such as "pending" would be a path as well: a link has a folder in it, or an ending. */
const LINK = /^[^\s]*[/.][^\s]*$/;
