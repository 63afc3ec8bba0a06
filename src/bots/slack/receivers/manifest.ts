import { scopesFor } from './scopes.ts';

export const PATHS = {
  events: '/slack/events',
  install: '/slack/install',
  redirect: '/slack/oauth_redirect',
} as const;

const COMMANDS = [
  {
    command: '/video',
    description: 'Make a video from words and pictures',
    usage_hint: '[a horse on a beach --seconds 8] or nothing, for a form',
  },
  { command: '/credits', description: 'See what you have left' },
  {
    command: '/quota',
    description: 'For admins: who may use how much, and how',
    usage_hint: '[set @person 500/week] or nothing, for a form',
  },
] as const;

const SHORTCUTS = [
  {
    name: 'Create a video',
    type: 'global',
    callback_id: 'create_video',
    description: 'Opens a form for a new video',
  },
  {
    name: 'Animate this image',
    type: 'message',
    callback_id: 'animate_image',
    description: 'Makes a video that begins with this image',
  },
  {
    name: 'Edit this video',
    type: 'message',
    callback_id: 'edit_video',
    description: 'Makes a changed version of this video',
  },
] as const;

const EVENTS = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'] as const;

/** What makes a Slack app of this service: pasted at https://api.slack.com/apps, "From a manifest". */
export function slackManifest({
  publicUrl,
  socketMode,
}: {
  /** Without a slash at the end. */
  readonly publicUrl: string | null;
  readonly socketMode: boolean;
}) {
  const url = socketMode || publicUrl === null ? null : `${publicUrl}${PATHS.events}`;
  const byUrl = url === null ? {} : { url };
  const byRequestUrl = url === null ? {} : { request_url: url };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Showrunner',
      description: "AI video in your team's chat, on a budget",
      background_color: '#1d1c1d',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'Showrunner', always_online: true },
      shortcuts: SHORTCUTS,
      slash_commands: COMMANDS.map((it) => ({ ...it, ...byUrl, should_escape: true })),
      ...(publicUrl === null ? {} : { unfurl_domains: [new URL(publicUrl).hostname] }),
    },
    oauth_config: {
      ...(publicUrl === null ? {} : { redirect_urls: [`${publicUrl}${PATHS.redirect}`] }),
      scopes: { bot: scopesFor({ publicUrl }) },
    },
    settings: {
      event_subscriptions: { ...byRequestUrl, bot_events: EVENTS },
      interactivity: { is_enabled: true, ...byRequestUrl },
      // Organisations install the app by its own pages.
      org_deploy_enabled: publicUrl !== null,
      socket_mode_enabled: url === null,
      // Once on, it cannot be switched off again; the service can do with either.
      token_rotation_enabled: false,
    },
  };
}
