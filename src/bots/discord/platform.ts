import { addressSetting, keySetting } from '../../settings/settings.ts';
import { allowListSetting } from '../shared/allow-list.ts';
import { definePlatform } from '../shared/define-platform.ts';
import { createGateway } from './gateway.ts';
import { createListener } from './listener.ts';
import { createDiscordMessages } from './messages/messages.ts';
import { createReplies } from './replies.ts';
import { createDiscordRest } from './connection/rest.ts';

export const discord = definePlatform({
  name: 'discord',
  title: 'Discord',
  settings: {
    DISCORD_TOKEN: {
      schema: keySetting(),
      description: 'Token of the bot. Without it there is no Discord.',
      howToGet:
        'Make an application at https://discord.com/developers/applications; its Bot page shows the token once, after "Reset Token".',
      secret: true,
    },
    DISCORD_API_URL: {
      schema: addressSetting().default('https://discord.com/api'),
      description: 'Address of the Discord API, for tests against something else.',
    },
    DISCORD_GUILDS: {
      schema: allowListSetting(/\d{15,20}/, 'servers'),
      description:
        'Servers that may use the bot, by id; everyone else is told that it is not for them. Left out: it is for everyone who can reach it. Set, it also shuts out direct messages and apps installed for oneself.',
      howToGet:
        'In Discord, turn on Developer Mode under Advanced, then right-click a server and choose Copy Server ID.',
      example: '123456789012345678,234567890123456789',
    },
  },
  create(values, surroundings) {
    const { clock, logger, userAgentUrl } = surroundings;
    const api = values.DISCORD_API_URL;
    const rest = createDiscordRest({
      token: values.DISCORD_TOKEN,
      api,
      userAgent: userAgentUrl === undefined ? 'showrunner' : `showrunner (${userAgentUrl})`,
    });
    const gateway = createGateway(surroundings, { token: values.DISCORD_TOKEN, rest });
    const replies = createReplies(rest);
    const guilds = new Set(values.DISCORD_GUILDS);
    return {
      platform: createDiscordMessages({ rest, clock }),
      routes: null,
      connect: (conversations) =>
        gateway.open(createListener({ clock, logger, guilds, conversations, replies })),
      about: () => ({ identity: gateway.bot(), audience: audienceOf(values.DISCORD_GUILDS) }),
      ready: () => gateway.ready(),
      trouble: () => gateway.trouble(),
      // Cards are shown after it too: by workers that end later.
      close: () => gateway.close(),
    };
  },
});

function audienceOf(guilds: readonly string[]): string {
  if (guilds.length === 0) return 'open to everyone who can reach it';
  return `open to the ${guilds.length === 1 ? 'server' : 'servers'} ${guilds.join(', ')}`;
}
