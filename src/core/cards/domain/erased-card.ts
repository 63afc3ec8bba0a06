import type { CardWords } from './card-words.ts';
import type { Job } from '../../jobs/domain/job.ts';
import { credits } from '../../messages/domain/rich-text.ts';

/** What is left to say of a job whose words and media were forgotten. */
export function forgottenWords({ state }: Job): CardWords {
  const made = state.status === 'succeeded';
  return {
    headline: 'Forgotten',
    lines: [
      made
        ? 'The prompt and the video were removed, with everything that was given for it.'
        : 'The prompt was removed, with everything that was given for it.',
    ],
    receipt: [made ? `${credits(state.charged)} charged.` : 'Nothing was charged.'],
  };
}
