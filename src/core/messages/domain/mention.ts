import type { ChatRef } from '../../shared/domain/chat-ref.ts';
import { shorten } from './rich-text.ts';
import type { Inline } from './rich-text.ts';

export function mention({ platform, id }: ChatRef, as: 'person' | 'role' | 'channel'): Inline {
  // In another chat, where it is no mention: an id says little, but tells one from another.
  const chat = platform.charAt(0).toUpperCase() + platform.slice(1);
  return { mention: { platform, id }, as, label: `${as} ${shorten(id, 40)} in ${chat}` };
}
