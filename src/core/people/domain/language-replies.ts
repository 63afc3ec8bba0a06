import type { Language } from '../../messages/domain/language.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { refusedReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import { shorten } from '../../messages/domain/rich-text.ts';

/** A language by the name that its speakers have for it; null: whatever the chat says. */
export function languageWords(language: Language | null): Message {
  const value = language?.name ?? msg('forms.automatic');
  return msg('admin.value-is', { label: msg('forms.language'), value });
}

export function unknownLanguageReply(named: string, languages: readonly Language[]): Reply {
  const name = shorten(named, 60);
  const known = languages.map((it) => it.name);
  return refusedReply(msg('people.language-unknown', { name, languages: known }));
}
