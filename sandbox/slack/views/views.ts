import { createHash } from 'node:crypto';
import { asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import { servedByOrganisation } from '../organisations.ts';
import { at, checkString, checkText, say, type Checked } from '../rules/rules.ts';
import { blockErrors, withIds } from '../rules/rules-blocks.ts';
import {
  openModals,
  workspaceOf,
  type ViewRecord,
  type WorkspaceRecord,
  type World,
} from '../world.ts';

const TITLE = { most: 24, plain: true };
const MOST_BYTES = 250_000;
export const MOST_MODALS = 3;

/** Everything that is wrong with a view; nothing if it may be shown. */
export function viewErrors(
  world: World,
  workspace: WorkspaceRecord,
  view: JsonObject,
  kind: ViewRecord['kind'],
): string[] {
  const errors: string[] = [];
  const root: Checked = {
    report: (problem, pointer) => errors.push(`${problem} [json-pointer:${pointer}]`),
    pointer: '/view',
  };
  if (view.type !== kind) say(at(root, 'type'), `must be ${kind}`);
  if (!Array.isArray(view.blocks)) say(at(root, 'blocks'), 'missing required field');
  checkString(view.private_metadata, at(root, 'private_metadata'), { most: 3000, least: 0 });
  checkString(view.callback_id, at(root, 'callback_id'), { most: 255, least: 0 });
  checkString(view.external_id, at(root, 'external_id'), { most: 255, least: 0 });
  const blocks = asObjects(view.blocks);
  if (kind === 'modal') {
    checkText(view.title, at(root, 'title'), { ...TITLE, required: true });
    checkText(view.submit, at(root, 'submit'), TITLE);
    checkText(view.close, at(root, 'close'), TITLE);
    const asks = blocks.some((it) => it.type === 'input');
    if (asks && view.submit === undefined) say(at(root, 'submit'), 'missing required field');
  }
  if (JSON.stringify(view).length > MOST_BYTES) say(root, 'view is too large');
  return [...errors, ...blockErrors(blocks, { world, workspace, kind })];
}

interface NewView {
  readonly workspaceId: string;
  readonly userId: string;
  readonly view: JsonObject;
}

/** Shows a modal: alone, or on top of another. */
export function openModal(
  world: World,
  given: NewView,
  under: ViewRecord | null = null,
): ViewRecord {
  const id = world.ids.next('V');
  const root = under?.rootViewId ?? id;
  return show(world, { ...given, id, kind: 'modal', root, previous: under?.id ?? null });
}

export function publishHome(world: World, given: NewView): ViewRecord {
  const known = homeOf(world, given.userId);
  if (known !== undefined) return updateView(world, known, given.view);
  const id = world.ids.next('V');
  return show(world, { ...given, id, kind: 'home', root: id, previous: null });
}

export function homeOf(world: World, userId: string): ViewRecord | undefined {
  return [...world.views.values()].find((it) => it.kind === 'home' && it.userId === userId);
}

export function updateView(world: World, record: ViewRecord, view: JsonObject): ViewRecord {
  record.view = { ...view, blocks: withIds(asObjects(view.blocks)) };
  record.externalId = asText(view.external_id) || null;
  record.hash = newHash(world);
  // What was filled in stays where its field is still there.
  const blocks = asObjects(record.view.blocks);
  record.values = Object.fromEntries(
    Object.entries(record.values).filter(([id]) => blocks.some((it) => it.block_id === id)),
  );
  world.changed();
  return record;
}

/** Closes the modal on top, or all of them. */
export function closeModals(world: World, userId: string, which: 'top' | 'all'): void {
  const open = openModals(world, userId);
  for (const view of which === 'all' ? open : open.slice(-1)) view.open = false;
  world.changed();
}

function show(
  world: World,
  given: NewView & {
    readonly id: string;
    readonly kind: ViewRecord['kind'];
    readonly root: string;
    readonly previous: string | null;
  },
): ViewRecord {
  const record: ViewRecord = {
    id: given.id,
    workspaceId: given.workspaceId,
    userId: given.userId,
    kind: given.kind,
    rootViewId: given.root,
    previousViewId: given.previous,
    view: {},
    hash: '',
    externalId: null,
    open: true,
    values: {},
  };
  world.views.set(record.id, record);
  return updateView(world, record, given.view);
}

function newHash(world: World): string {
  const moment = world.ids.ts();
  return `${moment.split('.')[0] ?? ''}.${createHash('md5').update(moment).digest('hex').slice(0, 8)}`;
}

/** A view as answers and payloads carry it. */
export function viewJson(world: World, record: ViewRecord): JsonObject {
  const { view } = record;
  const workspace = workspaceOf(world, record.workspaceId);
  return {
    id: record.id,
    team_id: record.workspaceId,
    type: record.kind,
    blocks: asObjects(view.blocks),
    private_metadata: asText(view.private_metadata),
    callback_id: asText(view.callback_id),
    external_id: record.externalId ?? '',
    state: { values: asObject(record.values) },
    hash: record.hash,
    title: view.title ?? null,
    submit: view.submit ?? null,
    close: view.close ?? null,
    clear_on_close: view.clear_on_close === true,
    notify_on_close: view.notify_on_close === true,
    root_view_id: record.rootViewId,
    previous_view_id: record.previousViewId,
    app_id: world.app.id,
    app_installed_team_id: servedByOrganisation(world, workspace)?.id ?? workspace.id,
    bot_id: workspace.botId,
  };
}
