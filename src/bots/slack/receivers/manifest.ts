import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { wordingOf } from '../wording.ts';
import { scopesFor } from './scopes.ts';

export const PATHS = {
  events: '/slack/events',
  install: '/slack/install',
  redirect: '/slack/oauth_redirect',
} as const;

/** One for all who install the app. */
const english = (message: Message) => wordingOf(null).text(message);

const COMMANDS = [
  {
    command: '/video',
    description: english(msg('commands.video')),
    usage_hint: english(msg('commands.video-usage')),
  },
  { command: '/credits', description: english(msg('commands.credits')) },
  {
    command: '/quota',
    description: english(msg('commands.quota')),
    usage_hint: english(msg('commands.quota-usage')),
  },
] as const;

const SHORTCUTS = [
  {
    name: english(msg('forms.kind-create')),
    type: 'global',
    callback_id: 'create_video',
    description: english(msg('commands.create-shortcut')),
  },
  {
    name: english(msg('commands.animate-this')),
    type: 'message',
    callback_id: 'animate_image',
    description: english(msg('commands.animate-shortcut')),
  },
  {
    name: english(msg('commands.edit-this')),
    type: 'message',
    callback_id: 'edit_video',
    description: english(msg('commands.edit-shortcut')),
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
      description: english(msg('commands.app')),
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
