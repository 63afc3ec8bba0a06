import { asNumber, asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import { dateText } from './date-text.ts';
import { stateOf, type StateValues } from '../views/form.ts';
import { setText } from '../views/form-text.ts';
import { messageJson } from './messages.ts';
import type { MessageRecord, MessageVersion, ViewRecord, World } from '../world.ts';

const RULE = '────────────────────────';

/** A message in plain text, as a person reads it. Times are told in English and UTC. */
export function messageText(world: World, shown: MessageRecord | MessageVersion): string {
  const json = 'json' in shown ? shown.json : messageJson(world, shown);
  const blocks = asObjects(json.blocks);
  // Beside blocks the text is for notifications alone.
  const body =
    blocks.length > 0
      ? blocks.flatMap((it) => blockLines(world, it))
      : [mrkdwn(world, asText(json.text))];
  const attachments = asObjects(json.attachments).flatMap((it) => [
    ...[it.pretext, it.title, it.text].map((part) => mrkdwn(world, asText(part))),
    ...asObjects(it.blocks).flatMap((block) => blockLines(world, block)),
  ]);
  const lines = [...body, ...attachments, ...asObjects(json.files).map(fileLine)];
  return lines
    .filter((it) => it !== '')
    .join('\n')
    .trimEnd();
}

/** A modal or a home tab in plain text, with what the person has filled in. */
export function viewText(world: World, record: ViewRecord): string {
  const { view } = record;
  const title = plain(view.title);
  const blocks = asObjects(view.blocks);
  const state = stateOf(blocks, record.values);
  const buttons = [plain(view.close), plain(view.submit)].filter((it) => it !== '');
  const lines = [
    title === '' ? '' : `# ${title}`,
    ...blocks.flatMap((it) => blockLines(world, it, state)),
    buttons.map((it) => `[ ${it} ]`).join(' '),
  ];
  return lines.filter((it) => it !== '').join('\n');
}

function blockLines(world: World, block: JsonObject, state: StateValues = {}): string[] {
  switch (block.type) {
    case 'header':
      return [plain(block.text)];
    case 'divider':
      return [RULE];
    case 'section':
      return [
        textOf(world, block.text),
        ...asObjects(block.fields).map((it) => textOf(world, it)),
        ...(block.accessory === undefined ? [] : [elementText(world, asObject(block.accessory))]),
      ];
    case 'context':
      return [
        asObjects(block.elements)
          .map((it) => elementText(world, it))
          .join('  '),
      ];
    case 'actions':
    case 'context_actions':
      return [
        asObjects(block.elements)
          .map((it) => elementText(world, it))
          .join(' '),
      ];
    case 'image':
      return [plain(block.title), elementText(world, block)];
    case 'video':
      return [`[video ${plain(block.title)} <${asText(block.video_url)}>]`];
    case 'input': {
      const element = asObject(block.element);
      const set = state[asText(block.block_id)]?.[asText(element.action_id)];
      const text = (set && setText(world, element, set)) ?? elementText(world, element);
      return [`${plain(block.label)}: ${text}`, plain(block.hint)];
    }
    case 'markdown':
      return [mrkdwn(world, asText(block.text))];
    case 'rich_text':
      return [richText(world, block)];
    case 'task_card':
      return [`${asText(block.title)} (${asText(block.status)})`];
    case 'plan':
      return [
        asText(block.title),
        ...asObjects(block.tasks).flatMap((it) => blockLines(world, { ...it, type: 'task_card' })),
      ];
    default:
      return [];
  }
}

function elementText(world: World, element: JsonObject): string {
  switch (element.type) {
    case 'plain_text':
    case 'mrkdwn':
      return textOf(world, element);
    case 'image':
      return `[image ${asText(element.alt_text)}]`;
    case 'button': {
      const url = asText(element.url);
      return url === '' ? `[ ${plain(element.text)} ]` : `[ ${plain(element.text)} ] <${url}>`;
    }
    case 'overflow':
      return '[ ⋯ ]';
    case 'checkboxes':
    case 'radio_buttons':
      return asObjects(element.options)
        .map((it) => `( ) ${textOf(world, it.text)}`)
        .join(' ');
    case 'file_input':
      return '[ Choose files ]';
    default: {
      const chosen =
        textOf(world, asObject(element.initial_option).text) || asText(element.initial_value);
      return `[ ${chosen || plain(element.placeholder) || '…'} ]`;
    }
  }
}

function plain(text: unknown): string {
  return asText(asObject(text).text);
}

function textOf(world: World, text: unknown): string {
  const { type } = asObject(text);
  return type === 'mrkdwn' ? mrkdwn(world, plain(text)) : plain(text);
}

function richText(world: World, node: JsonObject): string {
  const inside = asObjects(node.elements).map((it) => richText(world, it));
  switch (node.type) {
    case 'text':
      return asText(node.text);
    case 'user':
      return `@${nameOf(world, asText(node.user_id))}`;
    case 'broadcast':
      return `@${asText(node.range)}`;
    case 'emoji':
      return `:${asText(node.name)}:`;
    case 'link': {
      const [label, url] = [asText(node.text), asText(node.url)];
      return label === '' ? url : `${label} <${url}>`;
    }
    case 'date': {
      const wanted = `!date^${asNumber(node.timestamp)}^${asText(node.format)}`;
      return dateText(`${wanted}|${asText(node.fallback)}`, world.now());
    }
    case 'rich_text':
    case 'rich_text_list':
      return inside.join('\n');
    default:
      return inside.join('');
  }
}

/** Names and times told, links shown, entities undone. */
function mrkdwn(world: World, text: string): string {
  return text
    .replaceAll(/<([^<>\n]+)>/g, (_, inside: string) => reference(world, inside))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function reference(world: World, inside: string): string {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return `@${label ?? nameOf(world, target.slice(1))}`;
  if (target.startsWith('#')) {
    return `#${label ?? world.channels.get(target.slice(1))?.name ?? 'unknown-channel'}`;
  }
  if (target.startsWith('!date^')) return dateText(inside, world.now());
  if (target.startsWith('!subteam^')) {
    return `@${world.userGroups.get(target.slice('!subteam^'.length))?.handle ?? 'unknown-group'}`;
  }
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label === undefined ? target : `${label} <${target}>`;
}

function nameOf(world: World, id: string): string {
  return world.people.get(id)?.name ?? 'unknown-user';
}

function fileLine(file: JsonObject): string {
  if (file.mode === 'tombstone') return '[This file was deleted.]';
  const group = asText(file.mimetype).split('/')[0] ?? '';
  const kind = ['video', 'image', 'audio'].includes(group) ? group : 'file';
  return `[${kind} ${asText(file.name)} ${sizeText(asNumber(file.size))}]`;
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
