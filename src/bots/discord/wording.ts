import { createWordings } from '../../messages/wordings.ts';

/** What is read in Discord, where a command is typed by its full name. */
export const wordingOf = createWordings({ command: (name) => `/${name}`, field: (name) => name });
