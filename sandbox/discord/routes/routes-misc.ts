import { refused } from '../errors.ts';
import { applicationJson, guildJson, userJson } from '../messages/objects.ts';
import type { Route } from '../http/route.ts';
import type { User, World } from '../world.ts';

const READ_BUCKET = { limit: 10, windowMs: 5000 };

export const miscRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    auth: 'none',
    handle: ({ world }) => ({ status: 200, body: { url: world.address.gateway } }),
  },
  {
    method: 'GET',
    path: '/gateway/bot',
    auth: 'bot',
    bucket: READ_BUCKET,
    handle: ({ world }) => ({
      status: 200,
      body: {
        url: world.address.gateway,
        shards: 1,
        session_start_limit: {
          total: world.sessionStarts.total,
          remaining: world.sessionStarts.remaining,
          reset_after: world.sessionStarts.resetAfterMs,
          max_concurrency: 1,
        },
      },
    }),
  },
  {
    method: 'GET',
    path: '/applications/@me',
    auth: 'bot',
    bucket: READ_BUCKET,
    handle: ({ world }) => ({ status: 200, body: applicationJson(world, botOf(world)) }),
  },
  {
    method: 'GET',
    path: '/users/@me',
    auth: 'bot',
    bucket: READ_BUCKET,
    handle: ({ world }) => ({ status: 200, body: userJson(botOf(world)) }),
  },
  {
    method: 'GET',
    path: '/users/{user_id}',
    auth: 'bot',
    bucket: READ_BUCKET,
    handle: ({ world, params }) => {
      const user = world.users.get(params.user_id ?? '');
      if (user === undefined) throw refused.unknownUser();
      return { status: 200, body: userJson(user) };
    },
  },
  {
    method: 'GET',
    path: '/guilds/{guild_id}',
    auth: 'bot',
    bucket: READ_BUCKET,
    handle: ({ world, params }) => {
      const guild = world.guilds.get(params.guild_id ?? '');
      if (guild === undefined) throw refused.unknownGuild();
      if (!guild.botIsMember) throw refused.missingAccess();
      return { status: 200, body: guildJson(guild) };
    },
  },
];

function botOf(world: World): User {
  const bot = world.users.get(world.applicationId);
  if (bot === undefined) throw new Error('The bot has no user.');
  return bot;
}
