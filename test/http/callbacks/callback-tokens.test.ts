import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jobId, teamId } from '../../../src/core/shared/domain/ids.ts';
import { createCallbackTokens } from '../../../src/http/callbacks/callback-tokens.ts';

const tokens = createCallbackTokens('a secret');
const job = { teamId: teamId('slack:T1/häus'), jobId: jobId('job-1') };
const token = tokens.make(job, 'crun');

describe('a callback token', () => {
  it('names its job, to the provider it was made for', () => {
    expect(tokens.read(token, 'crun')).toEqual(job);
    expect(createCallbackTokens('a secret').read(token, 'crun')).toEqual(job);
    expect(token).toMatch(/^[\w.-]+$/);
  });

  it('is worth nothing to another provider, or under another secret', () => {
    expect(tokens.read(token, 'acedata')).toBeNull();
    expect(createCallbackTokens('another secret').read(token, 'crun')).toBeNull();
  });

  it('is not told apart from its job by whoever has one', () => {
    const [payload, signature] = token.split('.');
    const other = tokens.make({ ...job, jobId: jobId('job-2') }, 'crun');
    const [otherPayload, otherSignature] = other.split('.');
    expect(tokens.read(`${otherPayload}.${signature}`, 'crun')).toBeNull();
    expect(tokens.read(`${payload}.${otherSignature}`, 'crun')).toBeNull();
    const guessed = createHmac('sha256', 'a secret').update(`crun ${payload}`).digest('base64url');
    expect(tokens.read(`${payload}.${guessed}`, 'crun')).toBeNull();
  });

  it.each([
    ...['', '.', 'a.b', token.slice(0, -1), `${token}A`, `${token}.x`, ` ${token}`],
    ...[`${token}\n`, `${'a'.repeat(601)}.${'b'.repeat(43)}`, '../../etc/passwd', '%00'],
  ])('is nothing else: %j', (given) => {
    expect(tokens.read(given, 'crun')).toBeNull();
  });
});
