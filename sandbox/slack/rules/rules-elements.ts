import { asText, isObject, type JsonObject } from '../../shared/json.ts';
import {
  at,
  checkChoice,
  checkKeys,
  checkList,
  checkString,
  checkText,
  checkUrl,
  say,
  type Checked,
} from './rules.ts';

const PLACEHOLDER = { most: 150, plain: true };

/** Where an element stands decides what it may be. */
export type ElementPlace = 'section' | 'actions' | 'input' | 'context';

const INPUTS = ['plain_text_input', 'number_input', 'url_text_input', 'email_text_input'];
const PICKERS = ['datepicker', 'timepicker', 'datetimepicker'];
const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'];
const SINGLE = SELECTS.map((it) => `${it}_select`);
const MULTI = SELECTS.map((it) => `multi_${it}_select`);
const CHOICES = ['checkboxes', 'radio_buttons'];

const ALLOWED: Readonly<Record<ElementPlace, readonly string[]>> = {
  section: [
    'button',
    'image',
    'overflow',
    'workflow_button',
    ...PICKERS,
    ...SINGLE,
    ...MULTI,
    ...CHOICES,
  ],
  actions: [
    'button',
    'overflow',
    'workflow_button',
    'rich_text_input',
    ...PICKERS,
    ...SINGLE,
    ...CHOICES,
  ],
  input: ['file_input', 'rich_text_input', ...INPUTS, ...PICKERS, ...SINGLE, ...MULTI, ...CHOICES],
  context: ['image', 'plain_text', 'mrkdwn'],
};

export interface ElementRules {
  readonly place: ElementPlace;
  readonly inModal: boolean;
  /** An image that Slack has, by id or address. Returns what is wrong with it, or null. */
  readonly checkSlackFile: (file: JsonObject) => string | null;
}

export function checkElement(element: unknown, it: Checked, rules: ElementRules): void {
  if (!isObject(element)) {
    say(it, 'must be an object');
    return;
  }
  const type = asText(element.type);
  if (!ALLOWED[rules.place].includes(type)) {
    say(at(it, 'type'), `unsupported type: ${type === '' ? 'none' : type}`);
    return;
  }
  if (type === 'image') checkImage(element, it, rules);
  else if (type === 'plain_text' || type === 'mrkdwn') {
    checkText(element, it, { most: 2000, plain: false });
  } else checkInteractive(type, element, it, rules);
}

export function checkImage(
  image: JsonObject,
  it: Checked,
  rules: Pick<ElementRules, 'checkSlackFile'>,
): void {
  checkString(image.alt_text, at(it, 'alt_text'), { most: 2000, required: true });
  const { slack_file: file, image_url: url } = image;
  if ((file === undefined) === (url === undefined)) {
    say(it, 'must have exactly one of image_url and slack_file');
  } else if (isObject(file)) {
    const problem = rules.checkSlackFile(file);
    if (problem !== null) say(at(it, 'slack_file'), problem);
  } else checkUrl(url, at(it, 'image_url'), { most: 3000, loopback: true });
}

function checkInteractive(
  type: string,
  element: JsonObject,
  it: Checked,
  rules: ElementRules,
): void {
  checkString(element.action_id, at(it, 'action_id'), { most: 255 });
  if (element.confirm !== undefined) checkConfirm(element.confirm, at(it, 'confirm'));
  if (element.placeholder !== undefined) {
    checkText(element.placeholder, at(it, 'placeholder'), PLACEHOLDER);
  }
  switch (type) {
    case 'button':
      checkButton(element, it);
      return;
    case 'overflow':
      checkOptions(element, it, 5);
      return;
    case 'checkboxes':
    case 'radio_buttons':
      checkOptions(element, it, 10);
      return;
    case 'static_select':
    case 'multi_static_select':
      checkOptions(element, it, 100);
      return;
    case 'plain_text_input':
      checkRange(element.min_length, at(it, 'min_length'), 0);
      checkRange(element.max_length, at(it, 'max_length'), 1);
      return;
    case 'number_input':
      if (typeof element.is_decimal_allowed !== 'boolean') {
        say(at(it, 'is_decimal_allowed'), 'missing required field');
      }
      return;
    case 'file_input':
      if (!rules.inModal) say(at(it, 'type'), 'unsupported type: file_input');
      if (element.max_files !== undefined && !isBetween(element.max_files, 1, 10)) {
        say(at(it, 'max_files'), 'must be between 1 and 10');
      }
      return;
    default:
      return;
  }
}

function checkButton(button: JsonObject, it: Checked): void {
  const keys = [
    'type',
    'text',
    'action_id',
    'url',
    'value',
    'style',
    'confirm',
    'accessibility_label',
  ];
  checkKeys(button, keys, it);
  checkText(button.text, at(it, 'text'), { most: 75, plain: true, required: true });
  checkString(button.value, at(it, 'value'), { most: 2000 });
  checkString(button.accessibility_label, at(it, 'accessibility_label'), { most: 75 });
  checkChoice(button.style, at(it, 'style'), ['primary', 'danger']);
  if (button.url !== undefined) {
    checkString(button.url, at(it, 'url'), { most: 3000 });
    if (URL.parse(asText(button.url)) === null) say(at(it, 'url'), 'must be a valid URL');
  }
}

function checkOptions(element: JsonObject, it: Checked, most: number): void {
  const grouped = element.option_groups !== undefined;
  if (grouped === (element.options !== undefined)) {
    say(it, 'must have exactly one of options and option_groups');
    return;
  }
  const groups = grouped
    ? checkList(element.option_groups, at(it, 'option_groups'), { least: 1, most })
    : [element];
  const values: unknown[] = [];
  for (const [index, group] of groups.entries()) {
    const place = grouped ? at(at(it, 'option_groups'), index) : it;
    if (grouped)
      checkText(group.label, at(place, 'label'), { most: 75, plain: true, required: true });
    const options = checkList(group.options, at(place, 'options'), { least: 1, most });
    for (const [number, option] of options.entries()) {
      checkOption(option, at(at(place, 'options'), number));
      values.push(option.value);
    }
  }
  const initial = [
    ...(isObject(element.initial_option) ? [element.initial_option] : []),
    ...(Array.isArray(element.initial_options) ? element.initial_options.filter(isObject) : []),
  ];
  if (initial.some((option) => !values.includes(option.value))) {
    say(at(it, 'initial_option'), 'must match one of the options');
  }
}

function checkOption(option: JsonObject, it: Checked): void {
  checkKeys(option, ['text', 'value', 'description', 'url'], it);
  checkText(option.text, at(it, 'text'), { most: 75, plain: false, required: true });
  checkString(option.value, at(it, 'value'), { most: 150, required: true });
  checkText(option.description, at(it, 'description'), { most: 75, plain: false });
}

function checkConfirm(confirm: unknown, it: Checked): void {
  if (!isObject(confirm)) {
    say(it, 'must be an object');
    return;
  }
  checkText(confirm.title, at(it, 'title'), { most: 100, plain: true });
  checkText(confirm.text, at(it, 'text'), { most: 300, plain: false });
  checkText(confirm.confirm, at(it, 'confirm'), { most: 30, plain: true });
  checkText(confirm.deny, at(it, 'deny'), { most: 30, plain: true });
}

function checkRange(value: unknown, it: Checked, least: number): void {
  if (value !== undefined && !isBetween(value, least, 3000)) {
    say(it, `must be between ${least} and 3000`);
  }
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
