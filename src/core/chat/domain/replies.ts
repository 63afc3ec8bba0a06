import { plainReply, refusedReply, troubleReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import { isRendering } from '../../jobs/domain/job.ts';
import type { Job } from '../../jobs/domain/job.ts';
import type { TranscodePlan } from '../../media/domain/media.ts';
import type { Refusal } from '../../video/domain/refusal.ts';
import { msg } from '../../messages/domain/message.ts';
import { refusalWords } from '../../video/domain/refusal-words.ts';
import { credits, grouped, shorten } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';
import type { VideoDraft } from '../../video/domain/video-request.ts';
import { promptWords, costWords, STATUS_WORDS } from '../../jobs/domain/job-words.ts';

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
  return troubleReply(
    [{ bold: 'Out of order for a moment' }],
    'This service cannot reach its database right now. Nothing was started and nothing was charged.',
    'Please ask again in a minute.',
  );
}

/** A request that was cut off is being answered after all. */
export function resumingReply(): Reply {
  return plainReply(
    [{ bold: 'Picking this up again' }],
    'This service was interrupted for a moment. Nothing was lost.',
  );
}

/** After everything was tried: what is certain, and where to look. */
export function failedReply(reference: string): Reply {
  return troubleReply(
    [{ bold: 'Something went wrong on our side' }],
    `Whoever runs the service finds it in the log under ${reference}. Should your video have been started all the same, its card appears here; only a video that arrives is charged.`,
  );
}

/** A video could be made to fit, if its owner agrees. */
export function confirmTranscodeReply(
  name: string,
  transcode: TranscodePlan,
  pendingAction: string,
): Reply {
  const { seconds } = transcode;
  return {
    ...refusedReply(
      msg('requests.not-started'),
      seconds === null
        ? msg('requests.unfit-video', { name: shorten(name, 60) })
        : msg('requests.too-long-video', { name: shorten(name, 60), most: Math.floor(seconds) }),
    ),
    choices: [
      {
        label:
          seconds === null
            ? msg('requests.use-smaller')
            : msg('requests.use-first-seconds', { seconds: Math.floor(seconds) }),
        style: 'main',
        pendingAction,
      },
    ],
  };
}

/** What somebody's videos are like from now on, where they say nothing else. */
export function usualReply(settings: VideoDraft['settings']): Reply {
  const words = settingsWords(settings);
  return plainReply(
    [{ bold: 'Your usual settings' }],
    ...(words === ''
      ? ['Nothing is set: each model does what it does by itself.']
      : [words, 'They fill whatever a request leaves open, where the model can do it.']),
  );
}

/** What is set, in one line; what is open is left out. */
export function settingsWords(settings: VideoDraft['settings']): string {
  const { seconds, quality, aspect, sound, guidance } = settings;
  return [
    ...(seconds === null ? [] : [`${seconds} s`]),
    ...(quality === null ? [] : [quality]),
    ...(aspect === null ? [] : [aspect]),
    ...(sound === null ? [] : [sound ? 'with sound' : 'silent']),
    ...(guidance === null ? [] : [`guidance ${guidance}`]),
  ].join(' · ');
}

/** Over how many credits a video asks before it starts. */
export function confirmOverReply(over: number | null): Reply {
  return plainReply(
    [{ bold: 'When you are asked first' }],
    over === null
      ? 'Every video starts at once.'
      : `A video that costs more than ${credits(over)} waits until you press Start. Others start at once.`,
  );
}

export function statusReply(listed: readonly ListedJob[]): Reply {
  return plainReply(
    [{ bold: listed.length === 0 ? 'Nothing on the way' : 'Your videos on the way' }],
    ...(listed.length === 0
      ? ['Start one with /video create.']
      : listed.map(({ job, ahead, unread, link }) => [
          { bold: statusWords(job, unread) },
          ahead === null ? '' : ahead === 0 ? ' (next)' : ` (${ahead} before it)`,
          ' · ',
          promptWords(job),
          ` · ${grouped(job.quote)} held · ${job.jobId.slice(-8)}`,
          ...linked(link, 'open'),
        ])),
  );
}

export function historyReply(listed: readonly ListedJob[]): Reply {
  return plainReply(
    [{ bold: listed.length === 0 ? 'No videos yet' : 'Your last videos' }],
    ...(listed.length === 0
      ? ['Start one with /video create.']
      : listed.map(({ job, unread, link, video }): RichText => [
          { time: job.createdAt.getTime(), as: 'day' },
          ' · ',
          { bold: statusWords(job, unread) },
          ' · ',
          promptWords(job),
          ` · ${costWords(job)}`,
          ...linked(link, 'open'),
          ...linked(video, 'video'),
        ])),
  );
}

function linked(link: string | null, label: string): RichText {
  return link === null ? [] : [' · ', { link, label }];
}

function statusWords({ state }: Job, unread: boolean): string {
  return unread && isRendering(state) ? 'status unknown' : STATUS_WORDS[state.status];
}
