import { z } from 'zod';
import type { ReceiverEvent } from '@slack/bolt';

/** What Slack tells, with nothing in it but what is read here; or what of it cannot be read. */
export type BodyRead =
  | { readonly status: 'read'; readonly body: Body }
  | { readonly status: 'unreadable'; readonly problem: string };

/** What is not as it should be is as if it were not there. */
function lenient<value>(schema: z.ZodType<value>) {
  return schema.optional().catch(undefined);
}

/** Those of a list that are what they should be. */
function readable<item>(schema: z.ZodType<item>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((list) => list.flatMap((it) => schema.safeParse(it).data ?? []));
}

const id = z.string().regex(/^[A-Z][A-Z0-9]{1,40}$/);

const words = z.string().max(20_000);

const name = z.string().min(1).max(300);

const address = lenient(z.url({ protocol: /^https?$/ }).max(500));

const forAll = lenient(z.union([z.boolean(), z.enum(['true', 'false'])]));

const entries = z.record(z.string(), z.unknown());

const commandSchema = z.object({
  command: name,
  text: words.default(''),
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: name,
  user_name: lenient(words),
  enterprise_id: lenient(id),
  is_enterprise_install: forAll,
  response_url: address,
});

const doneSchema = z.object({
  user: z.object({ id, team_id: lenient(id), name: lenient(words), username: lenient(words) }),
  team: lenient(z.object({ id: lenient(id), enterprise_id: lenient(id) }).nullable()),
  enterprise: lenient(z.object({ id }).nullable()),
  is_enterprise_install: forAll,
  trigger_id: name,
  response_url: address,
});

const channelSchema = z.object({ id });

const viewSchema = z.object({
  id: name,
  type: name,
  callback_id: z.string().max(300).catch(''),
  private_metadata: z.string().max(3_000).catch(''),
  state: z.object({ values: entries }).catch({ values: {} }),
  blocks: readable(z.looseObject({ type: name })),
  app_installed_team_id: lenient(id),
});

const actionSchema = z.looseObject({
  action_id: name,
  type: name,
  block_id: lenient(words),
  value: lenient(words),
  url: lenient(words),
});

/** What people see in it, and who posted it. */
const messageSchema = entries.transform(({ files, blocks, attachments, user, bot_id }) => ({
  files,
  blocks,
  attachments,
  user,
  bot_id,
}));

/** Of each kind of interaction what it has beside who did it. */
const INTERACTIONS: Readonly<Record<string, z.ZodType<object>>> = {
  shortcut: z.object({ callback_id: name }),
  message_action: z.object({ callback_id: name, channel: channelSchema, message: messageSchema }),
  block_actions: z.object({
    actions: z.tuple([actionSchema], z.unknown()).transform(([first]) => [first]),
    container: entries.catch({}),
    channel: lenient(channelSchema),
    message: lenient(messageSchema),
    view: viewSchema.optional(),
  }),
  view_submission: z.object({ view: viewSchema }),
};

/** Nobody waits for an answer to these. */
const UNASKED: readonly unknown[] = ['app_rate_limited', 'view_closed', 'block_suggestion'];

const eventSchema = z.object({
  team_id: lenient(id),
  enterprise_id: lenient(id),
  authorizations: readable(
    z.object({
      team_id: id.nullable(),
      enterprise_id: id.nullable(),
      is_enterprise_install: forAll,
    }),
  ),
  event: z.object({
    type: name,
    user: lenient(id),
    tab: lenient(name),
    tokens: lenient(z.object({ bot: readable(z.string()) })),
  }),
});

export function readBody(body: Body): BodyRead {
  if (body.event !== undefined || body.type === 'event_callback') return read(eventSchema, body);
  if (body.command !== undefined) return read(commandSchema, body);
  if (UNASKED.includes(body.type)) return { status: 'read', body: { type: String(body.type) } };
  const kind = typeof body.type === 'string' && Object.hasOwn(INTERACTIONS, body.type);
  const own = kind ? INTERACTIONS[String(body.type)] : undefined;
  if (own === undefined) return unreadable('a kind of request that is not known');
  const done = read(doneSchema, body);
  const more = read(own, body);
  if (done.status === 'unreadable') return done;
  if (more.status === 'unreadable') return more;
  const { team, enterprise, user } = doneSchema.parse(body);
  if ([team?.id, enterprise?.id, user.team_id].every((it) => it === undefined)) {
    return unreadable('no workspace');
  }
  return { status: 'read', body: { type: String(body.type), ...done.body, ...more.body } };
}

const MOST_LOGGED = 300;

function read(schema: z.ZodType<object>, body: Body): BodyRead {
  const result = schema.safeParse(body);
  return result.success
    ? { status: 'read', body: { ...result.data } }
    : unreadable(z.prettifyError(result.error).slice(0, MOST_LOGGED).toWellFormed());
}

function unreadable(problem: string): BodyRead {
  return { status: 'unreadable', problem };
}

export type Body = ReceiverEvent['body'];
