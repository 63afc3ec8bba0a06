import type { Unreadable } from '../../providers/domain/check-failures.ts';

/** What a card says of a render whose status cannot be read: it may be done for long. */
export function unreadWords(
  why: Unreadable | 'not-set-up',
  providerTitle: string,
): { readonly headline: string; readonly lines: readonly string[] } {
  const { because, until } = UNREAD[why](providerTitle);
  return {
    headline: 'Status unknown',
    lines: [
      `The video may be done, but its status can't be read: ${because}.`,
      `You can leave; the video appears here ${until}.`,
    ],
  };
}

const UNREAD = {
  'key-refused': (title) => ({
    because: `${title} refused our key`,
    until: 'once the key is fixed',
  }),
  'out-of-credit': (title) => ({
    because: `our account at ${title} is out of credit`,
    until: 'once the account is topped up',
  }),
  redirected: (title) => ({
    because: `${title} is not at the address set for it`,
    until: 'once the address is fixed',
  }),
  maintenance: (title) => ({
    because: `${title} is under maintenance`,
    until: 'when the maintenance ends',
  }),
  failing: (title) => ({ because: `${title} isn't answering`, until: 'when it answers again' }),
  'not-set-up': (title) => ({
    because: `${title} is no longer set up here`,
    until: 'if it is set up again within a day',
  }),
} as const satisfies Record<
  Unreadable | 'not-set-up',
  (providerTitle: string) => { readonly because: string; readonly until: string }
>;
