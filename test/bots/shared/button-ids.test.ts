import { describe, expect, it } from 'vitest';
import { cardBody as discordCard } from '../../../src/bots/discord/messages/card-view.ts';
import { replyBody as discordReply } from '../../../src/bots/discord/messages/reply-view.ts';
import { cardBody as slackCard } from '../../../src/bots/slack/rendering/card-view.ts';
import { replyBody as slackReply } from '../../../src/bots/slack/rendering/reply-view.ts';
import type { CardAction } from '../../../src/core/chat/domain/card-view.ts';
import type { Choice } from '../../../src/core/messages/domain/reply.ts';
import { jobId } from '../../../src/core/shared/domain/ids.ts';
import { aShownCard } from '../../contracts/chat-platform.ts';

/** All that a chat calls by the name, in the order in which it stands there. */
function idsIn(message: object, name: 'custom_id' | 'action_id'): string[] {
  const found: string[] = [];
  JSON.stringify(message, (key, value: unknown) => {
    if (key === name && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

const actions: readonly CardAction[] = ['cancel', 'check-now', 'give-back', 'try-again'];
const card = { ...aShownCard({ actions }), jobId: jobId('0197-a_B') };
const choice = (asksCredits?: number): Choice => ({
  label: 'Yes',
  style: 'main',
  pendingAction: 'p_1-X',
  ...(asksCredits === undefined ? {} : { asksCredits }),
});
const answer = {
  tone: 'plain',
  headline: ['Well?'],
  lines: [],
  choices: [choice(), choice(0), choice(250.9), choice(1e12)],
} as const;

describe('the id of a button, which is pressed months later', () => {
  it('is the same as ever on a card', () => {
    const written = ['cancel:0197-a_B', 'check-now:0197-a_B', 'give-back:0197-a_B'];
    const place = { until: 1, moved: false, withheld: false };
    expect(idsIn(discordCard(card, place), 'custom_id')).toEqual([
      ...written,
      'try-again:0197-a_B',
      'refresh:0197-a_B',
    ]);
    const there = { delivery: { how: 'none' }, media: 'none', moved: null } as const;
    expect(idsIn(slackCard(card, there), 'action_id')).toEqual([...written, 'try-again:0197-a_B']);
  });

  it('is the same as ever on an answer, with no more credits than a form takes', () => {
    const written = [
      ...['accept:p_1-X', 'amount:p_1-X:1', 'amount:p_1-X:250', 'amount:p_1-X:1000000000'],
    ];
    expect(idsIn(discordReply(answer), 'custom_id')).toEqual(written);
    expect(idsIn(slackReply(answer), 'action_id')).toEqual(written);
  });
});
