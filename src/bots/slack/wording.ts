import { createWordings } from '../../messages/wordings.ts';

/** What is read in Slack, where a prompt follows `/video` itself. */
export const wordingOf = createWordings({
  command: (name) => (name === 'video create' ? '/video' : `/${name}`),
  field: (name) => name,
});
