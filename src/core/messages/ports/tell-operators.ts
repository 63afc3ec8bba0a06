import type { Reply } from '../domain/reply.ts';

/** Tells whoever runs this service what only they can mend. Never throws. */
export type TellOperators = (reply: Reply) => void;
