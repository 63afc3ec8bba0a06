import type { ModalView } from '@slack/types';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { spokenReply } from '../../../messages/spoken.ts';
import { wordingOf } from '../wording.ts';
import { richText } from '../rendering/markup.ts';
import { plain } from './fields.ts';

const LINE = 700;

/** What every form has around its fields. */
export function frameOf(title: string): Pick<ModalView, 'type' | 'title' | 'close'> {
  return { type: 'modal', title: plain(title), close: plain('Close') };
}

/** Says something in a form's place. */
export function replyModal(title: string, reply: Reply, language: string): ModalView {
  const { headline, lines } = spokenReply(reply, wordingOf(reply.language ?? language));
  const blocks = [richText([headline], LINE), richText(lines, LINE)].filter((it) => it !== null);
  return { ...frameOf(title), blocks };
}
