import { describe, expect, it } from 'vitest';
import { startListening } from '../receivers/listening.ts';
import type { Listening } from '../receivers/listening.ts';

const HOUR = 60 * 60_000;

/** A workspace whose tokens live for twelve hours. */
async function rotating(): Promise<Listening> {
  const slack = await startListening({
    rights: 'many-workspaces',
    emulator: { tokenRotation: true },
  });
  const ada = slack.workspace.addPerson({ name: 'Ada', admin: true });
  await slack.emulator.deliveries.install({ installUrl: slack.installUrl, personId: ada.id });
  return slack;
}

const teamOf = ({ workspace }: Listening) => ({ teamId: workspace.id, enterpriseId: null });
/** Calls for tokens after the first, which installed the app. */
const refreshes = ({ emulator }: Listening) =>
  emulator.calls.filter((it) => it.method === 'oauth.v2.access').length - 1;

describe('a token that runs out', () => {
  it('is used as it is until two hours before', async () => {
    await using slack = await rotating();
    const first = await slack.tokens.tokenOf(teamOf(slack));
    slack.skipAhead(9.9 * HOUR);
    expect(await slack.tokens.tokenOf(teamOf(slack))).toEqual(first);
    expect(refreshes(slack)).toBe(0);
  });

  it('is renewed before it does, and works', async () => {
    await using slack = await rotating();
    const first = await slack.tokens.tokenOf(teamOf(slack));
    for (let day = 0; day < 4; day += 1) {
      slack.skipAhead(10.1 * HOUR);
      const client = await slack.clients.progress(teamOf(slack));
      await client.auth.test();
      expect(client.token).toBe(slack.workspace.botToken);
      expect(client.token).not.toBe(first.token);
    }
    expect(refreshes(slack)).toBe(4);
    expect(slack.emulator.violations).toEqual([]);
  });

  it('is renewed once, however many ask for it in however many processes', async () => {
    await using slack = await rotating();
    await slack.tokens.tokenOf(teamOf(slack));
    const other = slack.otherTokens();
    await other.tokenOf(teamOf(slack));
    slack.skipAhead(11 * HOUR);
    slack.emulator.failNext('oauth.v2.access', { delayMs: 100 });
    const asked = await Promise.all(
      [slack.tokens, other].flatMap((tokens) =>
        Array.from({ length: 20 }, () => tokens.tokenOf(teamOf(slack))),
      ),
    );
    expect(new Set(asked.map((it) => it.token)).size).toBe(1);
    expect(refreshes(slack)).toBe(1);
    expect(slack.emulator.violations).toEqual([]);
  });

  it('goes on being used while it cannot be renewed, and is not asked for each time', async () => {
    await using slack = await rotating();
    const first = await slack.tokens.tokenOf(teamOf(slack));
    slack.skipAhead(11 * HOUR);
    slack.emulator.failNext('oauth.v2.access', { status: 503 });
    for (let times = 0; times < 5; times += 1) {
      expect(await slack.tokens.tokenOf(teamOf(slack))).toEqual(first);
    }
    expect(refreshes(slack)).toBe(1);
    slack.skipAhead(61_000);
    expect(await slack.tokens.tokenOf(teamOf(slack))).not.toEqual(first);
  });

  it('goes on being used while the store is silent', async () => {
    await using slack = await rotating();
    const first = await slack.tokens.tokenOf(teamOf(slack));
    slack.skipAhead(11 * HOUR);
    slack.installations.find = () => Promise.reject(new Error('the store is down'));
    slack.installations.change = () => Promise.reject(new Error('the store is down'));
    expect(await slack.tokens.tokenOf(teamOf(slack))).toEqual(first);
    slack.skipAhead(HOUR);
    await expect(slack.tokens.tokenOf(teamOf(slack))).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('and cannot be renewed in time is tried again later', async () => {
    await using slack = await rotating();
    slack.skipAhead(13 * HOUR);
    slack.emulator.failNext('oauth.v2.access', { rateLimited: 20 });
    await expect(slack.tokens.tokenOf(teamOf(slack))).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 20_000,
    });
    slack.emulator.failNext('oauth.v2.access', 'drop-before');
    await expect(slack.tokens.tokenOf(teamOf(slack))).rejects.toMatchObject({
      code: 'unreachable',
    });
    const { token } = await slack.tokens.tokenOf(teamOf(slack));
    expect(token).toBe(slack.workspace.botToken);
  });

  it('is gone when its refresh token is, too', async () => {
    await using slack = await rotating();
    slack.emulator.deliverTo(null);
    slack.emulator.uninstall(slack.workspace);
    slack.skipAhead(13 * HOUR);
    await expect(slack.tokens.tokenOf(teamOf(slack))).rejects.toMatchObject({ code: 'gone' });
  });
});
