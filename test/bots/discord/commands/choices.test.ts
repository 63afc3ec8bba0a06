import { ButtonStyle, ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import {
  confirmIdOf,
  readButtonId,
  readConfirmId,
} from '../../../../src/bots/shared/button-ids.ts';
import { AMOUNT_IDS } from '../../../../src/bots/discord/forms/amount-form.ts';
import { replyBody } from '../../../../src/bots/discord/messages/reply-view.ts';
import type { Choice, Reply } from '../../../../src/core/messages/domain/reply.ts';
import { confirmTranscodeReply } from '../../../../src/core/chat/domain/replies.ts';

/** The buttons of an answer, whatever stands around them. */
function buttonsOf(reply: Reply): object[] {
  const found: object[] = [];
  JSON.stringify(replyBody(reply), (_key, value: unknown) => {
    const isButton = typeof value === 'object' && value !== null && 'custom_id' in value;
    if (isButton) found.push(value);
    return value;
  });
  return found;
}

const choice = (label: string): Choice => ({ label, style: 'plain', pendingAction: 'p-1' });
const aReply: Reply = { tone: 'plain', headline: ['Well?'], lines: [] };

describe('the choices of an answer', () => {
  it('are buttons', () => {
    expect(
      buttonsOf(confirmTranscodeReply('a.mp4', { seconds: 15.9, encode: false }, 'p_1-x')),
    ).toEqual([
      {
        type: ComponentType.Button,
        style: ButtonStyle.Primary,
        label: 'Use the first 15 s',
        custom_id: 'accept:p_1-x',
      },
    ]);
    expect(
      buttonsOf(confirmTranscodeReply('a.mp4', { seconds: null, encode: true }, 'p')),
    ).toMatchObject([{ label: 'Use a converted copy' }]);
  });

  it('are no more and no longer than Discord takes', () => {
    const many = Array.from({ length: 9 }, (_, index) => choice(`${index} ${'x'.repeat(99)}`));
    const buttons = buttonsOf({ ...aReply, choices: many });
    expect(buttons).toHaveLength(5);
    for (const it of buttons) {
      expect('label' in it ? String(it.label).length : 0).toBeLessThanOrEqual(80);
    }
  });

  it('say how many credits they propose, where they ask for a number', () => {
    const idOf = (asksCredits: number) => {
      const [button = {}] = buttonsOf({
        ...aReply,
        choices: [{ ...choice('Other'), asksCredits }],
      });
      return 'custom_id' in button ? String(button.custom_id) : '';
    };
    expect(idOf(300)).toBe('amount:p-1:300');
    // Never none, nor more than the form takes.
    expect([0, -4, 1e12, 2.7].map(idOf)).toEqual([
      ...['amount:p-1:1', 'amount:p-1:1', 'amount:p-1:1000000000', 'amount:p-1:2'],
    ]);
    expect(AMOUNT_IDS.read(idOf(300))).toEqual({ pendingAction: 'p-1', credits: 300 });
    expect(readConfirmId(idOf(300))).toBeNull();
    expect(AMOUNT_IDS.of('x'.repeat(64), 1e9).length).toBeLessThanOrEqual(100);
  });

  it('are none where none are given', () => {
    expect(buttonsOf(aReply)).toEqual([]);
    expect(buttonsOf({ ...aReply, choices: [] })).toEqual([]);
  });
});

describe('the id of such a button', () => {
  it('is read back, and is no button of a card', () => {
    const id = confirmIdOf('a-B_9');
    expect(readConfirmId(id)).toBe('a-B_9');
    expect(readButtonId(id)).toBeNull();
    expect(readConfirmId(`accept:${'x'.repeat(64)}`)).toHaveLength(64);
  });

  it.each([
    ...['accept:', 'accept', 'accept:a b', 'accept:a:b', 'accept:a\n', ' accept:a', 'ACCEPT:a'],
    ...[`accept:${'x'.repeat(65)}`, 'cancel:job-1', ''],
  ])('is nothing else: %j', (id) => {
    expect(readConfirmId(id)).toBeNull();
  });
});
