import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandUpdateRequestSchema,
} from 'discord-api-spec/zod';
import { broken, refused, type FormError } from '../errors.ts';
import { asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import type { Answer, Route, RouteRequest } from '../http/route.ts';
import { invalid } from '../rules/rules-components.ts';
import { commandErrors, commandSetErrors } from '../rules/rules-commands.ts';
import { schemaErrors } from '../http/schema.ts';
import type { World } from '../world.ts';

const COMMAND_BUCKET = { limit: 10, windowMs: 10_000 };
const CREATES_PER_DAY = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

type Schema = typeof ApplicationCommandCreateRequestSchema;

export function createCommandRoutes(): readonly Route[] {
  const creates = new Map<string, number[]>();

  function countCreates(request: RouteRequest, count: number): void {
    const place = request.params.guild_id ?? '';
    const recent = (creates.get(place) ?? []).filter((it) => request.at - it < DAY_MS);
    if (recent.length + count > CREATES_PER_DAY) throw broken.tooManyCommandCreates();
    creates.set(place, [...recent, ...Array<number>(count).fill(request.at)]);
  }

  function put(request: RouteRequest): Answer {
    const { world } = request;
    const asked = Array.isArray(request.json) ? request.json : null;
    if (asked === null) throw broken.form([invalid([], 'A list of commands is expected.')]);
    const errors = asked.flatMap((it, index) =>
      bodyErrors(ApplicationCommandUpdateRequestSchema, it).map((error) => ({
        ...error,
        path: [index, ...error.path],
      })),
    );
    const definitions = asObjects(asked);
    throwIfAny([...errors, ...commandSetErrors(definitions)]);

    const before = commandsOf(world, request.params.guild_id);
    const isNew = (it: JsonObject) => !before.some((known) => sameCommand(known, it));
    countCreates(request, definitions.filter(isNew).length);
    const after = definitions.map((it) =>
      stored(
        world,
        it,
        request.params.guild_id,
        before.find((known) => sameCommand(known, it)),
      ),
    );
    setCommands(world, request.params.guild_id, after);
    return { status: 200, body: after };
  }

  function post(request: RouteRequest): Answer {
    const { world, params } = request;
    throwIfAny(bodyErrors(ApplicationCommandCreateRequestSchema, request.json));
    const definition = asObject(request.json);
    const before = commandsOf(world, params.guild_id);
    const known = before.find((it) => sameCommand(it, definition));
    const command = stored(world, definition, params.guild_id, known);
    const after = [...before.filter((it) => it !== known), command];
    throwIfAny(commandSetErrors(after));
    if (known === undefined) countCreates(request, 1);
    setCommands(world, params.guild_id, after);
    return { status: known === undefined ? 201 : 200, body: command };
  }

  return ['/applications/{application_id}', '/applications/{application_id}/guilds/{guild_id}']
    .map((base): Route[] => {
      const shared = { path: `${base}/commands`, auth: 'bot', bucket: COMMAND_BUCKET } as const;
      const single = { ...shared, path: `${base}/commands/{command_id}` };
      return [
        { ...shared, method: 'GET', handle: own(list) },
        { ...shared, method: 'PUT', handle: own(put) },
        { ...shared, method: 'POST', handle: own(post) },
        { ...single, method: 'DELETE', handle: own(remove) },
      ];
    })
    .flat();
}

/** Only of one's own application, and only of guilds that exist. */
function own(handle: (request: RouteRequest) => Answer): (request: RouteRequest) => Answer {
  return (request) => {
    const { world, params } = request;
    if (params.application_id !== world.applicationId) {
      throw broken.unauthorized(`application ${params.application_id ?? ''} is not the bot's own`);
    }
    if (params.guild_id !== undefined && !world.guilds.has(params.guild_id)) {
      throw refused.missingAccess();
    }
    return handle(request);
  };
}

function list({ world, params }: RouteRequest): Answer {
  return { status: 200, body: commandsOf(world, params.guild_id) };
}

function remove({ world, params }: RouteRequest): Answer {
  const before = commandsOf(world, params.guild_id);
  const after = before.filter((it) => it.id !== params.command_id);
  if (after.length === before.length) throw refused.unknownCommand();
  setCommands(world, params.guild_id, after);
  return { status: 204 };
}

export function commandsOf(world: World, guildId: string | undefined): JsonObject[] {
  return guildId === undefined ? world.globalCommands : (world.guildCommands.get(guildId) ?? []);
}

function setCommands(world: World, guildId: string | undefined, commands: JsonObject[]): void {
  if (guildId === undefined) world.globalCommands.splice(0, Infinity, ...commands);
  else world.guildCommands.set(guildId, commands);
  world.changed();
}

function sameCommand(left: JsonObject, right: JsonObject): boolean {
  return left.name === right.name && (left.type ?? 1) === (right.type ?? 1);
}

function bodyErrors(schema: Schema, body: unknown): FormError[] {
  const definition = asObject(body);
  const permissions = definition.default_member_permissions;
  // The specification calls these bits a number; the documentation and every client send a string.
  const readable =
    typeof permissions === 'string' && /^\d+$/.test(permissions)
      ? { ...definition, default_member_permissions: 0 }
      : body;
  return [...schemaErrors(schema, readable), ...commandErrors(definition)];
}

function throwIfAny(errors: readonly FormError[]): void {
  if (errors.length > 0) throw broken.form(errors);
}

function stored(
  world: World,
  definition: JsonObject,
  guildId: string | undefined,
  known: JsonObject | undefined,
): JsonObject {
  const permissions = definition.default_member_permissions;
  const place =
    guildId === undefined
      ? {
          contexts: definition.contexts ?? null,
          integration_types: definition.integration_types ?? [0, 1],
          dm_permission: definition.dm_permission ?? true,
        }
      : { guild_id: guildId };
  return {
    ...definition,
    id: known?.id ?? world.nextId(),
    application_id: world.applicationId,
    version: world.nextId(),
    type: definition.type ?? 1,
    description: asText(definition.description),
    default_member_permissions:
      typeof permissions === 'number' ? String(permissions) : (permissions ?? null),
    nsfw: definition.nsfw === true,
    ...place,
  };
}
