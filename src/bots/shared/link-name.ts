const MOST = 60;

/** What a file is called of which only the address is known: by its end, if that is a name at all. */
export function linkName(address: string): string {
  if (!URL.canParse(address)) return 'file';
  const { pathname, hostname } = new URL(address);
  const last = decoded(pathname.replace(/\/+$/, '').split('/').at(-1) ?? '');
  if (last !== '' && last.length <= MOST) return last;
  const [ending = ''] = /\.\w{2,5}$/.exec(last) ?? [];
  return `${hostname}${ending}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
