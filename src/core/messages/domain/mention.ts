import type { ChatRef } from '../../shared/domain/chat-ref.ts';
import type { Mention } from './inline.ts';

/** Without a name: what stands for it in another chat is worded when it is known who reads it. */
export function mention({ platform, id }: ChatRef, as: Mention['as']): Mention {
  return { mention: { platform, id }, as, label: '' };
}
