import { msg } from '../../messages/domain/message.ts';
import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import { facts } from '../../messages/domain/rich-text.ts';
import type { ChatRef } from '../../shared/domain/chat-ref.ts';

export function weeklyReportOnReply(channel: ChatRef, next: Date): Reply {
  const time = next.getTime();
  return plainReply(
    msg('reports.weekly-on', { channel }),
    msg('reports.weekly-on-line', { day: { time, as: 'day' }, time: { time, as: 'clock' } }),
    msg('reports.weekly-skips'),
  );
}

/** For the channel itself. */
export function weeklyReportHereReply(): Reply {
  return plainReply([{ bold: msg('reports.weekly-here') }], msg('reports.weekly-here-line'));
}

export function weeklyReportOffReply(was: boolean): Reply {
  const how = facts(msg('admin.no-change'), msg('reports.weekly-name-channel'));
  return plainReply(msg('reports.weekly-off'), ...(was ? [] : [how]));
}
