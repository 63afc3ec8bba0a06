import { describe, expect, it } from 'vitest';
import { slack } from '../../../src/bots/slack/platform.ts';
import { someSurroundings } from '../../support/surroundings.ts';

const token = { SLACK_BOT_TOKEN: 'xoxb-of-the-bot' };
const socket = { SLACK_APP_TOKEN: 'xapp-of-the-app' };
const http = { SLACK_SIGNING_SECRET: 'a-signing-secret' };
const oauth = { SLACK_CLIENT_ID: '12.34', SLACK_CLIENT_SECRET: 'a-client-secret' };
const publicUrl = 'https://films.example.com';

function open(environment: Readonly<Record<string, string>>, url: string | null = null) {
  return slack.open(environment, someSurroundings({ publicUrl: url }));
}

function problems(environment: Readonly<Record<string, string>>, url: string | null = null) {
  const opening = open(environment, url);
  return opening.status === 'invalid' ? opening.problems.map((it) => it.variable) : opening.status;
}

describe('Slack', () => {
  it('is not set up where nothing asks for it, and names the simplest way', () => {
    const opening = open({ SLACK_API_URL: 'http://127.0.0.1:1/api', SLACK_WORKSPACES: 'T1' });
    expect(opening).toMatchObject({
      status: 'not-set-up',
      missing: [{ variable: 'SLACK_BOT_TOKEN' }, { variable: 'SLACK_APP_TOKEN' }],
    });
  });

  it.each([
    ['one workspace by Socket Mode', { ...token, ...socket }, null, null],
    ['one workspace by HTTP', { ...token, ...http }, null, ['/slack/events']],
    [
      'many by HTTP',
      { ...oauth, ...http },
      publicUrl,
      ['/slack/events', '/slack/install', '/slack/oauth_redirect'],
    ],
    [
      'many by Socket Mode',
      { ...oauth, ...socket, SLACK_STATE_SECRET: 'a state secret of ours' },
      publicUrl,
      ['/slack/install', '/slack/oauth_redirect'],
    ],
    ['Socket Mode though it could hear by HTTP', { ...token, ...socket, ...http }, null, null],
  ])('can be set up for %s', (_words, environment, url, paths) => {
    const opening = open(environment, url);
    expect(opening).toMatchObject({
      status: 'opened',
      opened: { platform: { name: 'slack' }, routes: paths === null ? null : { paths } },
    });
  });

  it.each([
    ['a token and no way to hear', token, ['SLACK_APP_TOKEN']],
    ['a way to hear and no token', socket, ['SLACK_BOT_TOKEN']],
    ['an id without its secret', { ...http, SLACK_CLIENT_ID: '12.34' }, ['SLACK_CLIENT_SECRET']],
    [
      'a secret without its id',
      { ...http, SLACK_CLIENT_SECRET: 'a-client-secret' },
      ['SLACK_CLIENT_ID'],
    ],
    [
      'a state secret alone',
      { SLACK_STATE_SECRET: 'a state secret of ours' },
      ['SLACK_APP_TOKEN', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'],
    ],
    ['one workspace and many', { ...token, ...oauth, ...http }, ['SLACK_BOT_TOKEN']],
    ['tokens that changed places', swapped(), ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']],
    [
      'no ids of workspaces',
      { ...token, ...http, SLACK_WORKSPACES: 'Studio' },
      ['SLACK_WORKSPACES'],
    ],
  ])('tells of %s', (_words, environment, variables) => {
    expect(problems(environment, publicUrl)).toEqual(variables);
  });

  it('needs an address from outside where workspaces install it', () => {
    expect(problems({ ...oauth, ...http })).toEqual(['PUBLIC_URL']);
  });

  it('never repeats a secret in what it tells', () => {
    const opening = open(swapped());
    expect(JSON.stringify(opening)).not.toContain('of-the-');
  });
});

function swapped() {
  return { SLACK_BOT_TOKEN: socket.SLACK_APP_TOKEN, SLACK_APP_TOKEN: token.SLACK_BOT_TOKEN };
}
