import { isSettled } from './job.ts';
import type { Job, JobState, JobStatus } from './job.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import type { Quote } from '../../messages/domain/inline.ts';
import { sceneWords } from '../../video/domain/video-request.ts';

export function promptWords({ request }: Job, most = 80): Quote | Message {
  return request.forgotten === undefined
    ? sceneWords(request.scene, most)
    : msg('jobs.prompt-deleted');
}

export function statusWords(status: JobStatus): Message {
  return msg(`jobs.status-${status}`);
}

/** What it holds, or did cost. */
export function costWords({ quote, state }: Job): Message {
  if (holdsCredits(state)) return msg('credits.on-hold', { amount: quote });
  const charged = chargedOf(state);
  if (charged === 0) return msg('credits.not-charged');
  return charged < quote
    ? msg('credits.charged-less', { charged, returned: quote - charged })
    : msg('credits.amount', { amount: charged });
}

/** What comes after it was called lost gave its credits back before. */
function holdsCredits(state: JobState): boolean {
  return !isSettled(state) && !(state.status === 'collecting' && state.lost !== undefined);
}

export function chargedOf(state: JobState): number {
  return state.status === 'succeeded' ? state.charged : 0;
}
