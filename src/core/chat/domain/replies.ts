import { plainReply, refusedReply, troubleReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Asking } from '../../teams/domain/confirm-over.ts';
import { askingWords } from '../../teams/domain/confirm-over-words.ts';
import type { Command } from './command.ts';
import { isRendering } from '../../jobs/domain/job.ts';
import type { Job } from '../../jobs/domain/job.ts';
import type { TranscodePlan } from '../../media/domain/media.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import type { Refusal } from '../../video/domain/refusal.ts';
import { refusalWords } from '../../video/domain/refusal-words.ts';
import { facts, shorten } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';
import type { VideoDraft } from '../../video/domain/video-request.ts';
import { promptWords, costWords, statusWords } from '../../jobs/domain/job-words.ts';

/** A job in a list, with the way to its card. */
export interface ListedJob {
  readonly job: Job;
  readonly ahead: number | null;
  /** Its provider tells nothing of what it renders. */
  readonly unread: boolean;
  readonly link: string | null;
  /** A link to the video itself, where there is one that can be linked to. */
  readonly video: string | null;
}

export function refusalReply(refusal: Refusal): Reply {
  return refusedReply(msg('requests.not-started'), refusalWords(refusal));
}

/** The database could not be reached, so that nothing may be started. */
export function outOfOrderReply(): Reply {
  return troubleReply(msg('chat.down'), msg('chat.down-line'));
}

/** What was kept or acknowledged too late: the chat may have said already that nobody answered. */
export function busyReply(): Reply {
  return troubleReply(msg('chat.busy'), msg('chat.down-line'));
}

/** A request that was cut off is being answered after all. */
export function resumingReply(): Reply {
  return plainReply(msg('chat.resuming'), msg('chat.resuming-line'));
}

/** After everything was tried: what is certain, and where to look. */
export function failedReply(reference: string, command?: Command['type']): Reply {
  const mayHaveStarted = command === undefined || command === 'create' || command === 'accept';
  return troubleReply(
    msg('chat.failed'),
    msg(mayHaveStarted ? 'chat.failed-line' : 'cards.try-again'),
    msg('chat.failed-reference', { reference }),
  );
}

/** A video could be made to fit, if its owner agrees. */
export function confirmTranscodeReply(
  longName: string,
  transcode: TranscodePlan,
  pendingAction: string,
): Reply {
  const name = shorten(longName, 60);
  const seconds = transcode.seconds === null ? null : Math.floor(transcode.seconds);
  const [problem, label] =
    seconds === null
      ? [msg('requests.unfit-video', { name }), msg('requests.use-smaller')]
      : [
          msg('requests.too-long-video', { name, most: seconds }),
          msg('requests.use-first-seconds', { seconds }),
        ];
  return {
    ...refusedReply(msg('requests.not-started'), problem),
    choices: [{ label, style: 'main', pendingAction }],
  };
}

/** What somebody's videos are like from now on, where they say nothing else. */
export function usualReply(settings: VideoDraft['settings']): Reply {
  const words = settingsWords(settings);
  return plainReply(
    msg('chat.defaults'),
    ...(words.length === 0 ? [msg('chat.defaults-none')] : [words, msg('chat.defaults-used')]),
  );
}

/** What is set, in one line; what is open is left out. */
export function settingsWords(settings: VideoDraft['settings']): RichText {
  const { seconds, quality, aspect, sound, guidance } = settings;
  return facts(
    seconds === null ? null : msg('chat.seconds', { count: seconds }),
    quality === null ? null : msg(`video.quality-${quality}`),
    aspect,
    sound === null ? null : msg(sound ? 'video.with-sound' : 'video.silent'),
    guidance === null
      ? null
      : msg('video.setting-value', { setting: msg('video.guidance'), value: String(guidance) }),
  );
}

/** When a video's price is asked before it starts. */
export function confirmOverReply(asking: Asking): Reply {
  return plainReply(msg('chat.confirmation'), askingWords(asking));
}

/** @param more how many there are beside those that are listed */
export function statusReply(listed: readonly ListedJob[], more = 0): Reply {
  if (listed.length === 0) return nothingReply(msg('chat.none-in-progress'));
  return plainReply(
    msg('chat.in-progress'),
    ...listed.map(({ job, ahead, unread, link }) =>
      facts(
        statusOf(job, unread),
        ahead === null ? null : msg('chat.position', { ahead }),
        [promptWords(job)],
        costWords(job),
        [{ code: job.jobId.slice(-8) }],
        linked(link, msg('chat.open')),
      ),
    ),
    ...moreWords(more),
  );
}

export function historyReply(listed: readonly ListedJob[]): Reply {
  if (listed.length === 0) return nothingReply(msg('chat.no-videos'));
  return plainReply(
    msg('chat.latest'),
    ...listed.map(({ job, unread, link, video }) =>
      facts(
        [{ time: job.createdAt.getTime(), as: 'day' }],
        statusOf(job, unread),
        [promptWords(job)],
        costWords(job),
        linked(link, msg('chat.open')),
        linked(video, msg('chat.watch')),
      ),
    ),
  );
}

/** What a cut list says at its end. */
export function moreWords(count: number): readonly Message[] {
  return count <= 0 ? [] : [msg('chat.more', { count })];
}

function linked(link: string | null, label: Message): RichText | null {
  return link === null ? null : [{ link, label }];
}

function nothingReply(headline: Message): Reply {
  return plainReply(headline, msg('chat.start-one', { command: 'video create' }));
}

function statusOf({ state }: Job, unread: boolean): Message {
  return unread && isRendering(state) ? msg('jobs.status-unknown') : statusWords(state.status);
}
