import type { JsonObject } from '../../shared/json.ts';
import { broken, invalidArguments, refused } from '../errors.ts';
import type { BotMethod, BotMethods, MethodRequest } from './method.ts';
import type { Trigger } from '../triggers.ts';
import {
  homeOf,
  MOST_MODALS,
  openModal,
  publishHome,
  updateView,
  viewErrors,
  viewJson,
} from '../views/views.ts';
import { openModals, type ViewRecord } from '../world.ts';

const open: BotMethod = {
  tier: 'tier-4',
  scopes: [],
  takes: ['view', 'trigger_id', 'interactivity_pointer'],
  handle(request) {
    const view = readView(request, 'modal');
    const trigger = useTrigger(request);
    const { world, workspace } = request;
    const place = { workspaceId: workspace.id, userId: trigger.userId };
    return { view: viewJson(world, openModal(world, { ...place, view })) };
  },
};

const push: BotMethod = {
  tier: 'tier-4',
  scopes: [],
  takes: ['view', 'trigger_id', 'interactivity_pointer'],
  handle(request) {
    const { world, workspace } = request;
    const view = readView(request, 'modal');
    const trigger = useTrigger(request);
    const stack = openModals(world, trigger.userId);
    const top = stack.at(-1);
    if (trigger.viewId === null || top === undefined) throw refused('not_found');
    if (stack.length >= MOST_MODALS) {
      throw broken('push_limit_reached', `more than ${MOST_MODALS} views on each other`);
    }
    const place = { workspaceId: workspace.id, userId: trigger.userId };
    return { view: viewJson(world, openModal(world, { ...place, view }, top)) };
  },
};

const update: BotMethod = {
  tier: 'tier-4',
  scopes: [],
  takes: ['view', 'view_id', 'external_id', 'hash'],
  handle(request) {
    const { world, args, workspace } = request;
    const id = args.text('view_id');
    const externalId = args.text('external_id');
    if ((id === null) === (externalId === null)) {
      throw invalidArguments(['exactly one of view_id and external_id is needed']);
    }
    const record = [...world.views.values()].find(
      (it) =>
        it.workspaceId === workspace.id &&
        it.open &&
        (id === null ? it.externalId === externalId : it.id === id),
    );
    if (record === undefined) throw refused('not_found');
    checkHash(request, record);
    const view = readView(request, record.kind, record);
    return { view: viewJson(world, updateView(world, record, view)) };
  },
};

const publish: BotMethod = {
  tier: 'tier-4',
  scopes: [],
  takes: ['view', 'user_id', 'hash'],
  handle(request) {
    const { world, args, workspace } = request;
    const userId = args.required('user_id');
    const person = world.people.get(userId);
    if (person?.workspaceId !== workspace.id || person.isBot) {
      throw invalidArguments(['invalid user_id [json-pointer:/user_id]']);
    }
    const known = homeOf(world, userId);
    if (known !== undefined) checkHash(request, known);
    const view = readView(request, 'home', known);
    return {
      view: viewJson(world, publishHome(world, { workspaceId: workspace.id, userId, view })),
    };
  },
};

export const viewMethods: BotMethods = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};

function readView(
  { world, args, workspace }: MethodRequest,
  kind: ViewRecord['kind'],
  replaced?: ViewRecord,
): JsonObject {
  const view = args.object('view');
  if (view === null) throw invalidArguments(['missing required field: view']);
  const errors = viewErrors(world, workspace, view, kind);
  if (errors.length > 0) throw invalidArguments(errors);
  const { external_id: externalId } = view;
  const taken = [...world.views.values()].some(
    (it) =>
      it.open &&
      it !== replaced &&
      it.workspaceId === workspace.id &&
      it.externalId !== null &&
      it.externalId === externalId,
  );
  if (taken) throw broken('duplicate_external_ids', 'another view has this external_id');
  return view;
}

function useTrigger({ world, args, workspace }: MethodRequest): Trigger {
  const id = args.required('trigger_id');
  const consumed = world.triggers.consume(id, workspace.id);
  switch (consumed.status) {
    case 'ok':
      return consumed.trigger;
    case 'expired':
      throw broken('expired_trigger_id', 'the trigger_id was older than three seconds');
    case 'exchanged':
      throw broken('exchanged_trigger_id', 'the trigger_id was used before');
    case 'invalid':
      throw broken('invalid_trigger_id', 'no such trigger_id');
  }
}

function checkHash({ args }: MethodRequest, record: ViewRecord): void {
  const hash = args.text('hash');
  // Someone was first: what the hash is there to tell.
  if (hash !== null && hash !== record.hash) throw refused('hash_conflict');
}
