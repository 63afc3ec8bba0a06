import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { slackManifest } from '../../../../src/bots/slack/receivers/manifest.ts';
import { scopesFor } from '../../../../src/bots/slack/receivers/scopes.ts';

const publicUrl = 'https://films.example.com';
const byHttp = slackManifest({ publicUrl, socketMode: false });
const bySocket = slackManifest({ publicUrl: null, socketMode: true });

describe('the manifest', () => {
  it('keeps to the lengths Slack allows', () => {
    const { display_information: about, features } = byHttp;
    expect(about.name.length).toBeLessThanOrEqual(35);
    expect(about.description.length).toBeLessThanOrEqual(140);
    for (const it of features.slash_commands) {
      expect(it.command).toMatch(/^\/[a-z]{1,31}$/);
      expect(it.description.length).toBeLessThanOrEqual(2_000);
    }
    for (const it of features.shortcuts) {
      expect(it.name.length).toBeLessThanOrEqual(24);
      expect(it.description.length).toBeLessThanOrEqual(150);
    }
  });

  it('sends everything to one path of ours', () => {
    const events = `${publicUrl}/slack/events`;
    expect(byHttp.features.slash_commands.map((it) => ('url' in it ? it.url : null))).toEqual([
      events,
      events,
      events,
    ]);
    expect(byHttp.settings).toMatchObject({
      interactivity: { is_enabled: true, request_url: events },
      event_subscriptions: { request_url: events },
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    });
    expect(byHttp.oauth_config).toMatchObject({
      redirect_urls: [`${publicUrl}/slack/oauth_redirect`],
    });
    expect(byHttp.features).toMatchObject({ unfurl_domains: ['films.example.com'] });
  });

  it('names no address where connections of our own do', () => {
    expect(JSON.stringify(bySocket)).not.toContain('http');
    expect(bySocket.settings.socket_mode_enabled).toBe(true);
    const both = slackManifest({ publicUrl, socketMode: true });
    expect(both.settings).not.toHaveProperty('interactivity.request_url');
    expect(both.oauth_config).toHaveProperty('redirect_urls');
  });

  it('asks for what is used, and for a player only where there can be one', () => {
    expect(bySocket.oauth_config.scopes.bot).toEqual(scopesFor({ publicUrl: null }));
    expect(scopesFor({ publicUrl: null })).not.toContain('links.embed:write');
    expect(scopesFor({ publicUrl })).toContain('links.embed:write');
    expect(scopesFor({ publicUrl }).filter((it) => /history|admin|email/.test(it))).toEqual([]);
  });

  it('asks to be told when it is removed', () => {
    expect(byHttp.settings.event_subscriptions.bot_events).toEqual([
      'app_home_opened',
      'app_uninstalled',
      'tokens_revoked',
    ]);
  });
});

describe('npm run slack:manifest', () => {
  const root = path.resolve(import.meta.dirname, '../../../..');
  const run = async (environment: Readonly<Record<string, string>>) => {
    const file = path.join(root, 'src/cli/slack-manifest.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env: environment });
    const printed: unknown = JSON.parse(stdout);
    return printed;
  };

  it('prints it for the settings there are', async () => {
    expect(await run({})).toEqual(bySocket);
    expect(await run({ PUBLIC_URL: `${publicUrl}/` })).toEqual(byHttp);
    expect(await run({ PUBLIC_URL: publicUrl, SLACK_APP_TOKEN: 'xapp-1' })).toMatchObject({
      settings: { socket_mode_enabled: true },
    });
  });

  it('says what is wrong with them', async () => {
    await expect(run({ PUBLIC_URL: 'films.example.com' })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PUBLIC_URL') as string,
    });
  });
});
