// The `!words` in a request by which a person or a test has an emulator misbehave, as far as all of them know them.
import type { Answer } from './answer.ts';
import { MAINTENANCE_PAGE } from './faults.ts';
import { LINK_SENTINELS } from './links.ts';
import { RENDER_SENTINELS } from './renders.ts';

/**
 * Beside those of `RENDER_SENTINELS` and `LINK_SENTINELS`:
 *
 * | word         | what happens                                                                    |
 * |--------------|---------------------------------------------------------------------------------|
 * | `!ratelimit` | create: refused for being too fast the first two times, then accepted           |
 * | `!drop`      | create: the task is made and charged, then the socket is cut without an answer  |
 * | `!garbage`   | create: the task is made and charged, then 200 with a body that is not JSON     |
 */
export const COMMON_SENTINELS = [
  'ratelimit',
  'drop',
  'garbage',
  ...RENDER_SENTINELS,
  ...LINK_SENTINELS,
] as const;

/** Which of the `!words` that an emulator knows occur in the texts, each as a word of its own. */
export function sentinelsAmong<word extends string>(
  known: readonly word[],
  texts: readonly string[],
): ReadonlySet<word> {
  const words = new Set(texts.flatMap((text) => text.match(/![a-zA-Z]+/g) ?? []));
  return new Set(known.filter((sentinel) => words.has(`!${sentinel}`)));
}

/** The answer to a create call, and what its words make of it. */
export function spoiltBy(sentinels: ReadonlySet<string>, answer: Answer): Answer {
  if (sentinels.has('drop')) return { ...answer, spoil: 'drop' };
  return sentinels.has('garbage') ? { ...answer, spoil: 'garbage' } : answer;
}

const TIMES_LIMITED = 2;

/** Refuses, before any task is made, what a request asks to have refused, by the first of the words that is in it. */
export function createWordedRefusals(answers: Readonly<Record<string, () => Answer>>) {
  const limitedBefore = new Map<string, number>();

  /** True the first two times, and then anew. */
  function isLimited(request: string): boolean {
    const before = limitedBefore.get(request) ?? 0;
    limitedBefore.set(request, before >= TIMES_LIMITED ? 0 : before + 1);
    return before < TIMES_LIMITED;
  }

  return (sentinels: ReadonlySet<string>, request: string): Answer | null => {
    for (const [word, answer] of Object.entries(answers)) {
      if (!sentinels.has(word)) continue;
      if (word !== 'ratelimit' || isLimited(request)) return answer();
    }
    return null;
  };
}

/** As a gateway answers that stands before a provider. */
export function maintenanceAnswer(): Answer {
  return {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: MAINTENANCE_PAGE,
  };
}

/** What is charged in the end, for the words `!expensive` and `!cheap`, where a provider says so afterwards. */
export function consumedOf(price: number, sentinels: ReadonlySet<string>): number {
  if (sentinels.has('expensive')) return Math.ceil(price * 1.5);
  return sentinels.has('cheap') ? Math.floor(price / 2) : price;
}
