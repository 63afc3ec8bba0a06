import { asText, isObject, type JsonObject } from '../../shared/json.ts';
import { at, checkChoice, checkKeys, checkList, checkString, say, type Checked } from './rules.ts';

const MOST = { least: 0, most: 1000 };
const STYLES = [
  'bold',
  'italic',
  'strike',
  'code',
  'underline',
  'highlight',
  'client_highlight',
  'unlink',
];
const INLINE = ['rich_text_section', 'rich_text_preformatted', 'rich_text_quote'];

/** A rich_text block: sections and lists of pieces, where mentions are pieces of their own. */
export function checkRichText(block: JsonObject, it: Checked): void {
  checkKeys(block, ['type', 'block_id', 'elements'], it);
  const elements = checkList(block.elements, at(it, 'elements'), MOST);
  for (const [index, element] of elements.entries()) {
    checkPart(element, at(at(it, 'elements'), index), ['rich_text_list', ...INLINE]);
  }
}

function checkPart(part: JsonObject, it: Checked, allowed: readonly string[]): void {
  const type = asText(part.type);
  if (!allowed.includes(type)) {
    say(at(it, 'type'), `unsupported type: ${type || 'none'}`);
    return;
  }
  const isList = type === 'rich_text_list';
  if (isList) {
    if (part.style === undefined) say(at(it, 'style'), 'missing required field');
    checkChoice(part.style, at(it, 'style'), ['bullet', 'ordered']);
  }
  const elements = checkList(part.elements, at(it, 'elements'), MOST);
  for (const [index, element] of elements.entries()) {
    const where = at(at(it, 'elements'), index);
    if (isList) checkPart(element, where, ['rich_text_section']);
    else checkPiece(element, where);
  }
}

function checkPiece(piece: JsonObject, it: Checked): void {
  checkStyle(piece.style, at(it, 'style'));
  const needs = (key: string) => {
    checkString(piece[key], at(it, key), { most: 12_000, required: true });
  };
  switch (piece.type) {
    case 'text':
      needs('text');
      return;
    case 'link':
      needs('url');
      return;
    case 'user':
      needs('user_id');
      return;
    case 'usergroup':
      needs('usergroup_id');
      return;
    case 'channel':
      needs('channel_id');
      return;
    case 'emoji':
      needs('name');
      return;
    case 'broadcast':
      needs('range');
      checkChoice(piece.range, at(it, 'range'), ['here', 'channel', 'everyone']);
      return;
    case 'date':
      needs('format');
      if (!Number.isInteger(piece.timestamp)) say(at(it, 'timestamp'), 'must be an integer');
      return;
    case 'color':
      needs('value');
      return;
    default:
      say(at(it, 'type'), `unsupported type: ${asText(piece.type) || 'none'}`);
  }
}

function checkStyle(style: unknown, it: Checked): void {
  if (style === undefined) return;
  if (isObject(style)) checkKeys(style, STYLES, it);
  else say(it, 'must be an object');
}
