import { isSettled } from './job.ts';
import type { Job, JobState, JobStatus } from './job.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { credits, grouped } from '../../messages/domain/rich-text.ts';
import type { Quote } from '../../messages/domain/inline.ts';
import { sceneWords } from '../../video/domain/video-request.ts';

export function promptWords({ request }: Job, most = 80): Quote | Message {
  return request.forgotten === undefined
    ? sceneWords(request.scene, most)
    : msg('jobs.prompt-deleted');
}

export const STATUS_WORDS = {
  waiting: 'in line',
  submitting: 'being handed over',
  unconfirmed: 'unconfirmed',
  rendering: 'rendering',
  overdue: 'taking long',
  collecting: 'being fetched',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'given up',
} as const satisfies Record<JobStatus, string>;

export function costWords(job: Job): string {
  const charged = chargedOf(job.state);
  if (holdsCredits(job.state)) return `${grouped(job.quote)} held`;
  return charged === 0 ? 'nothing charged' : `${credits(charged)} charged`;
}

/** What comes after it was called lost gave its credits back before. */
function holdsCredits(state: JobState): boolean {
  return !isSettled(state) && !(state.status === 'collecting' && state.lost !== undefined);
}

function chargedOf(state: JobState): number {
  return state.status === 'succeeded' ? state.charged : 0;
}
