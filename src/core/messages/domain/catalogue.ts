import { ADMIN } from './catalogue/admin.ts';
import { CARDS } from './catalogue/cards.ts';
import { CHAT } from './catalogue/chat.ts';
import { COMMANDS } from './catalogue/commands.ts';
import { CREDIT_REQUESTS } from './catalogue/credit-requests.ts';
import { CREDITS } from './catalogue/credits.ts';
import { FORMS } from './catalogue/forms.ts';
import { JOBS } from './catalogue/jobs.ts';
import { MEDIA } from './catalogue/media.ts';
import { PAGES } from './catalogue/pages.ts';
import { PEOPLE } from './catalogue/people.ts';
import { PROVIDERS } from './catalogue/providers.ts';
import { REPORTS } from './catalogue/reports.ts';
import { REQUESTS } from './catalogue/requests.ts';
import { VIDEO } from './catalogue/video.ts';

/**
 * Everything that a person can read: the key of each message, and its parameters with their kinds.
 * The words are in `src/messages/languages`, a file each.
 */
export const CATALOGUE = {
  ...ADMIN,
  ...CARDS,
  ...CHAT,
  ...COMMANDS,
  ...CREDIT_REQUESTS,
  ...CREDITS,
  ...FORMS,
  ...JOBS,
  ...MEDIA,
  ...PAGES,
  ...PEOPLE,
  ...PROVIDERS,
  ...REPORTS,
  ...REQUESTS,
  ...VIDEO,
} as const;

export type Catalogue = typeof CATALOGUE;
export type MessageKey = keyof Catalogue;
