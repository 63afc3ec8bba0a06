import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../../../sandbox/slack/deliveries/signing.ts';
import { isSigned } from '../../../../src/bots/slack/receivers/signature.ts';

const signingSecret = 'a secret of this app';
const now = new Date('2026-03-01T12:00:00Z');
const BODY = 'token=x&command=%2Fvideo&text=a+horse';

function check(given: {
  readonly aheadS?: number;
  readonly timestamp?: string;
  readonly body?: string;
  readonly signature?: string;
}): boolean {
  const timestamp = given.timestamp ?? String(now.getTime() / 1000 + (given.aheadS ?? 0));
  const signature = given.signature ?? signatureOf(signingSecret, timestamp, BODY);
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
  return isSigned(given.body ?? BODY, headers, { signingSecret, now });
}

describe('a signature', () => {
  it('of this app over this body at this time is taken', () => {
    expect(check({})).toBe(true);
  });

  it.each([
    [-301, false],
    [-300, true],
    [60, true],
    [61, false],
  ])('made %i s from now: %s', (aheadS, taken) => {
    expect(check({ aheadS })).toBe(taken);
  });

  it('over another body is refused', () => {
    expect(check({ body: `${BODY}&text=two+horses` })).toBe(false);
  });

  it.each(['', 'v0', 'v0=', 'v0=00', 'v1=', '='])('"%s" is refused', (signature) => {
    expect(check({ signature })).toBe(false);
  });

  it('of another version is refused', () => {
    const timestamp = String(now.getTime() / 1000);
    const signature = signatureOf(signingSecret, timestamp, BODY).replace('v0', 'v1');
    expect(check({ signature })).toBe(false);
  });

  it.each(['NaN', 'Infinity', '1e99', '-1', '0', ' ', '1772366400.5', '0x69a428c0'])(
    'for the time "%s" is refused, whatever it is made of',
    (timestamp) => {
      expect(check({ timestamp })).toBe(false);
    },
  );

  it('is needed, and so is its time', () => {
    const timestamp = String(now.getTime() / 1000);
    const signature = signatureOf(signingSecret, timestamp, BODY);
    const with_ = (headers: Record<string, string | string[]>) =>
      isSigned(BODY, headers, { signingSecret, now });
    expect(with_({ 'x-slack-signature': signature })).toBe(false);
    expect(with_({ 'x-slack-request-timestamp': timestamp })).toBe(false);
    expect(
      with_({ 'x-slack-signature': [signature], 'x-slack-request-timestamp': timestamp }),
    ).toBe(false);
  });
});
