import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { askingOf } from './confirm-over.ts';
import type { Asking, ConfirmOver } from './confirm-over.ts';

/** When somebody is asked, in a sentence. */
export function askingWords({ over, first }: Asking): Message {
  if (over === null) return msg('chat.confirmation-off');
  if (first) return msg('chat.confirmation-first', { over });
  return over === 0 ? msg('chat.confirmation-always') : msg('chat.confirmation-over', { over });
}

/** The same of a team, for those who set nothing: a few words, to stand beside what it was. */
export function confirmOverWords(set: ConfirmOver): Message {
  const { over, first } = askingOf('default', set);
  if (over === null) return msg('forms.confirm-never');
  if (first) return msg('forms.confirm-default', { credits: over });
  return over === 0 ? msg('forms.confirm-always') : msg('forms.confirm-above', { credits: over });
}
