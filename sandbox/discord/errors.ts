import type { JsonObject } from '../shared/json.ts';

/** One thing wrong with a form: where, which rule, and in words. */
export interface FormError {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

interface DiscordErrorDetails {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** Set when a client that keeps the rules would never have met this answer. */
  readonly brokenRule?: string;
  readonly extra?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than success, with the status, code and body that Discord documents for it. */
export class DiscordError extends Error {
  readonly status: number;
  readonly code: number;
  readonly brokenRule: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;

  constructor(details: DiscordErrorDetails) {
    super(details.message);
    this.name = 'DiscordError';
    this.status = details.status;
    this.code = details.code;
    this.brokenRule = details.brokenRule;
    this.headers = details.headers ?? {};
    this.body = { message: details.message, code: details.code, ...details.extra };
  }
}

/** The world is in the way: gone, closed, not allowed any more. No fault of the client's. */
function refusal(status: number, code: number, message: string): DiscordError {
  return new DiscordError({ status, code, message });
}

function fault(status: number, code: number, message: string, brokenRule: string): DiscordError {
  return new DiscordError({ status, code, message, brokenRule });
}

export const refused = {
  unknownChannel: () => refusal(404, 10003, 'Unknown Channel'),
  unknownGuild: () => refusal(404, 10004, 'Unknown Guild'),
  unknownMessage: () => refusal(404, 10008, 'Unknown Message'),
  unknownUser: () => refusal(404, 10013, 'Unknown User'),
  unknownCommand: () => refusal(404, 10063, 'Unknown application command'),
  missingAccess: () => refusal(403, 50001, 'Missing Access'),
  notTheAuthor: () => refusal(403, 50005, 'Cannot edit a message authored by another user'),
  directMessagesClosed: () => refusal(403, 50007, 'Cannot send messages to this user'),
  missingPermissions: () => refusal(403, 50013, 'Missing Permissions'),
  invalidWebhookToken: () => refusal(401, 50027, 'Invalid Webhook Token'),
  threadArchived: () => refusal(400, 50083, 'Thread is archived'),
  tooManyOldEdits: (retryAfterS: number) =>
    new DiscordError({
      status: 429,
      code: 30046,
      message: 'Maximum number of edits to messages older than 1 hour reached. Try again later',
      extra: { retry_after: retryAfterS, global: false },
      headers: {
        'Retry-After': String(Math.ceil(retryAfterS)),
        'X-RateLimit-Scope': 'shared',
      },
    }),
};

export const broken = {
  unauthorized: (rule: string) => fault(401, 0, '401: Unauthorized', rule),
  userAgent: () =>
    fault(
      403,
      40333,
      'internal network error',
      'User-Agent must have the form "DiscordBot (url, version)"',
    ),
  apiVersion: (version: string) =>
    fault(400, 50041, 'Invalid API version provided', `API version ${version} is not 10`),
  unknownRoute: (route: string) =>
    fault(501, 0, `No such route in the emulator: ${route}`, 'unknown route'),
  invalidJson: () => fault(400, 50109, 'The request body contains invalid JSON.', 'invalid JSON'),
  form: (errors: readonly FormError[]) =>
    new DiscordError({
      status: 400,
      code: 50035,
      message: 'Invalid Form Body',
      brokenRule: errors
        .map((it) => `${it.path.join('.') || 'body'}: ${it.code} ${it.message}`)
        .join('; '),
      extra: { errors: formTree(errors) },
    }),
  emptyMessage: () => fault(400, 50006, 'Cannot send an empty message', 'empty message'),
  tooManyAttachments: () =>
    fault(
      400,
      30015,
      'Maximum number of attachments in a message reached (10)',
      'more than 10 attachments',
    ),
  tooManyCommandCreates: () =>
    fault(
      400,
      30034,
      'Max number of daily application command creates has been reached (200)',
      'more than 200 command creates in a day',
    ),
  tooLarge: (rule: string) => fault(413, 40005, 'Request entity too large', rule),
  unknownInteraction: (rule: string) => fault(404, 10062, 'Unknown interaction', rule),
  unknownWebhook: (rule: string) => fault(404, 10015, 'Unknown Webhook', rule),
  alreadyAcknowledged: () =>
    fault(
      400,
      40060,
      'Interaction has already been acknowledged.',
      'an interaction is acknowledged once',
    ),
  tooManyFollowUps: () =>
    fault(
      400,
      40094,
      'This interaction has reached the maximum number of follow up messages',
      'a user-installed app may send 5 follow-ups',
    ),
  usedDeadToken: () =>
    fault(
      401,
      50027,
      'Invalid Webhook Token',
      'an interaction token was used again after it had been refused',
    ),
};

/** Discord's nested form: { components: { 0: { label: { _errors: [{ code, message }] } } } } */
function formTree(errors: readonly FormError[]): JsonObject {
  const root: JsonObject = {};
  for (const { path, code, message } of errors) {
    let node = root;
    for (const key of path) node = (node[String(key)] ??= {}) as JsonObject;
    const list = (node._errors ??= []) as JsonObject[];
    list.push({ code, message });
  }
  return root;
}
