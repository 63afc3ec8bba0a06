import type { ModalView } from '@slack/types';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { spokenReply } from '../../../messages/spoken.ts';
import type { Wording } from '../../../messages/wording.ts';
import { wordingOf } from '../wording.ts';
import { richText } from '../rendering/markup.ts';
import { plain } from './fields.ts';

const LINE = 700;

/** What every form has around its fields. */
export function frameOf(
  title: Message,
  wording: Wording,
): Pick<ModalView, 'type' | 'title' | 'close'> {
  return {
    type: 'modal',
    title: plain(wording.text(title)),
    close: plain(wording.text(msg('chat.close'))),
  };
}

/** Says something in a form's place. */
export function replyModal(title: Message, reply: Reply, language: string): ModalView {
  const wording = wordingOf(reply.language ?? language);
  const { headline, lines } = spokenReply(reply, wording);
  const blocks = [richText([headline], LINE), richText(lines, LINE)].filter((it) => it !== null);
  return { ...frameOf(title, wording), blocks };
}
