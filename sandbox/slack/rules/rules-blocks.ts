import { asObjects, asText, isObject, type JsonObject } from '../../shared/json.ts';
import { isProcessed } from '../files.ts';
import {
  at,
  checkKeys,
  checkList,
  checkString,
  checkText,
  checkUrl,
  say,
  type Checked,
} from './rules.ts';
import { checkElement, checkImage, type ElementPlace } from './rules-elements.ts';
import { checkRichText } from './rules-rich-text.ts';
import type { WorkspaceRecord, World } from '../world.ts';

export interface Surface {
  readonly world: World;
  readonly workspace: WorkspaceRecord;
  readonly kind: 'message' | 'modal' | 'home';
}

const MOST_BLOCKS = { message: 50, modal: 100, home: 100 } as const;
const MARKDOWN_MOST = 12_000;
const IN_BLOCKS = ['image/png', 'image/jpeg', 'image/gif'];

/** Everything that is wrong with a list of blocks; nothing if it may be shown. */
export function blockErrors(blocks: readonly JsonObject[], surface: Surface): string[] {
  const errors: string[] = [];
  const root: Checked = {
    report: (problem, pointer) => errors.push(`${problem} [json-pointer:${pointer}]`),
    pointer: '/blocks',
  };
  const most = MOST_BLOCKS[surface.kind];
  if (blocks.length > most) say(root, `no more than ${most} items allowed`);
  const ids = blocks.map((block) => asText(block.block_id));
  for (const [index, block] of blocks.entries()) {
    const it = at(root, index);
    checkString(block.block_id, at(it, 'block_id'), { most: 255 });
    const id = asText(block.block_id);
    if (id !== '' && ids.indexOf(id) !== ids.lastIndexOf(id)) {
      say(at(it, 'block_id'), `block_id already exists: ${id}`);
    }
    checkBlock(block, it, surface);
  }
  const markdown = blocks.filter((it) => it.type === 'markdown').map((it) => asText(it.text));
  if (markdown.join('').length > MARKDOWN_MOST) {
    say(root, `markdown must be less than ${MARKDOWN_MOST + 1} characters`);
  }
  return errors;
}

function checkBlock(block: JsonObject, it: Checked, surface: Surface): void {
  const element = (value: unknown, place: ElementPlace, where: Checked) => {
    checkElement(value, where, {
      place,
      inModal: surface.kind === 'modal',
      checkSlackFile: (file) => slackFileProblem(file, surface),
    });
  };
  const elements = (place: ElementPlace, most: number) => {
    const list = checkList(block.elements, at(it, 'elements'), { least: 1, most });
    for (const [index, one] of list.entries()) element(one, place, at(at(it, 'elements'), index));
    const actions = list.map((one) => one.action_id).filter((id) => id !== undefined);
    if (new Set(actions).size < actions.length) say(at(it, 'elements'), 'action_id already exists');
  };
  switch (block.type) {
    case 'section':
      checkKeys(block, ['type', 'block_id', 'text', 'fields', 'accessory', 'expand'], it);
      checkSection(block, it);
      if (block.accessory !== undefined) element(block.accessory, 'section', at(it, 'accessory'));
      return;
    case 'header':
      checkKeys(block, ['type', 'block_id', 'text', 'level'], it);
      checkText(block.text, at(it, 'text'), { most: 150, plain: true, required: true });
      return;
    case 'divider':
      checkKeys(block, ['type', 'block_id'], it);
      return;
    case 'context':
      checkKeys(block, ['type', 'block_id', 'elements'], it);
      elements('context', 10);
      return;
    case 'actions':
      checkKeys(block, ['type', 'block_id', 'elements'], it);
      elements('actions', 25);
      return;
    case 'image':
      checkKeys(block, ['type', 'block_id', 'alt_text', 'title', 'image_url', 'slack_file'], it);
      checkText(block.title, at(it, 'title'), { most: 2000, plain: true });
      checkImage(block, it, { checkSlackFile: (file) => slackFileProblem(file, surface) });
      return;
    case 'input':
      checkText(block.label, at(it, 'label'), { most: 2000, plain: true, required: true });
      checkText(block.hint, at(it, 'hint'), { most: 2000, plain: true });
      element(block.element, 'input', at(it, 'element'));
      return;
    case 'video':
      checkVideo(block, it, surface.workspace);
      return;
    case 'markdown':
      checkString(block.text, at(it, 'text'), { most: MARKDOWN_MOST, required: true });
      return;
    case 'rich_text':
      checkRichText(block, it);
      return;
    case 'task_card':
    case 'plan':
      checkString(block.title, at(it, 'title'), { most: 256, required: true });
      return;
    case 'context_actions':
      checkList(block.elements, at(it, 'elements'), { least: 1, most: 5 });
      return;
    default:
      say(at(it, 'type'), `unsupported type: ${asText(block.type) || 'none'}`);
  }
}

function checkSection(block: JsonObject, it: Checked): void {
  if (block.text === undefined && block.fields === undefined) {
    say(it, 'must have at least one of text and fields');
  }
  checkText(block.text, at(it, 'text'), { most: 3000, plain: false });
  if (block.fields === undefined) return;
  const fields = checkList(block.fields, at(it, 'fields'), { least: 1, most: 10 });
  for (const [index, field] of fields.entries()) {
    checkText(field, at(at(it, 'fields'), index), { most: 2000, plain: false });
  }
}

function checkVideo(block: JsonObject, it: Checked, workspace: WorkspaceRecord): void {
  checkString(block.alt_text, at(it, 'alt_text'), { most: 2000, required: true });
  checkText(block.title, at(it, 'title'), { most: 199, plain: true, required: true });
  checkText(block.description, at(it, 'description'), { most: 199, plain: true });
  checkString(block.author_name, at(it, 'author_name'), { most: 49 });
  checkUrl(block.thumbnail_url, at(it, 'thumbnail_url'), { most: 3000, loopback: true });
  checkUrl(block.video_url, at(it, 'video_url'), { most: 3000, loopback: false });
  const host = URL.parse(asText(block.video_url))?.hostname ?? '';
  const ours = workspace.settings.unfurlDomains.some(
    (it) => host === it || host.endsWith(`.${it}`),
  );
  if (!ours) say(at(it, 'video_url'), 'must be within the unfurl domains of the app');
}

function slackFileProblem(given: JsonObject, { world, workspace }: Surface): string | null {
  const file = [...world.files.values()].find(
    (it) =>
      it.workspaceId === workspace.id &&
      !it.deleted &&
      (it.id === given.id || (typeof given.url === 'string' && given.url.includes(it.id))),
  );
  if (file === undefined) return 'slack file is not found';
  if (!isProcessed(world, file)) return 'slack file is not processed yet';
  return IN_BLOCKS.includes(file.mimetype) ? null : 'invalid slack file type';
}

export function hasVideo(blocks: readonly JsonObject[]): boolean {
  return blocks.some((it) => it.type === 'video');
}

/** As Slack keeps them: whatever the app has not named gets a name. */
export function withIds(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block, index) => {
    const named = (element: JsonObject, number: number): JsonObject =>
      ['image', 'plain_text', 'mrkdwn'].includes(asText(element.type)) ||
      asText(element.action_id) !== ''
        ? element
        : { ...element, action_id: `a${index}_${number}` };
    return {
      ...block,
      block_id: asText(block.block_id) || `b${index}`,
      ...(block.type === 'actions'
        ? { elements: asObjects(block.elements).map((it, number) => named(it, number)) }
        : {}),
      ...(isObject(block.accessory) ? { accessory: named(block.accessory, 0) } : {}),
      ...(isObject(block.element) ? { element: named(block.element, 0) } : {}),
    };
  });
}
