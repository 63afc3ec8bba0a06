import type { JobId } from '../../core/shared/domain/ids.ts';
import type { ShownCard } from '../../core/chat/ports/chat-platform.ts';

const MOST = 60;

/** The video's name as a file: ASCII, because chats drop or change everything else. */
export function fileNameOf(card: ShownCard, withheld: boolean): string {
  const ending = card.view.video?.key.split('.').at(-1) ?? 'mp4';
  const end = `${shortId(card.jobId)}.${ending}`;
  const words = card.view.prompt
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const most = MOST - end.length - 1;
  const slug = words.length <= most ? words : words.slice(0, most + 1).replace(/-[^-]*$/, '');
  return `${withheld || slug === '' ? 'video' : slug.slice(0, most)}-${end}`;
}

function shortId(jobId: JobId): string {
  return jobId
    .replace(/[^a-z0-9]/gi, '')
    .slice(-8)
    .toLowerCase();
}
