import { COMPONENT } from '../rules/components.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';

const RULE = '────────────────────────';

export interface Reader {
  readonly nowMs: number;
  readonly nameOf: (userId: string) => string;
  /** What people see of a file that a component shows: the component does not say. */
  readonly fileOf: (attachmentId: string) => JsonObject | undefined;
}

/** A message in plain text, as a person reads it. Times are told in English and UTC. */
export function messageText(message: JsonObject, reader: Reader): string {
  const attachments = asObjects(message.attachments);
  const componentsV2 = (asNumber(message.flags) & (1 << 15)) !== 0;
  const components = asObjects(message.components).flatMap((it) => lines(it, reader));
  const thinking =
    (asNumber(message.flags) & (1 << 7)) !== 0
      ? [`${asText(asObject(message.author).username)} is thinking…`]
      : [];
  const legacy = componentsV2
    ? []
    : [
        ...(asText(message.content) === '' ? [] : [asText(message.content)]),
        ...asObjects(message.embeds).flatMap(embedLines),
        ...attachments.map(fileLine),
      ];
  return [...thinking, ...legacy, ...components]
    .map((it) => plainText(it, reader))
    .join('\n')
    .trimEnd();
}

function lines(component: JsonObject, reader: Reader): string[] {
  switch (component.type) {
    case COMPONENT.textDisplay:
      return [asText(component.content)];
    case COMPONENT.separator:
      return [component.divider === false ? '' : RULE];
    case COMPONENT.section:
      return [
        ...asObjects(component.components).flatMap((it) => lines(it, reader)),
        ...lines(asObject(component.accessory), reader),
      ];
    case COMPONENT.container:
      return asObjects(component.components).flatMap((it) => lines(it, reader));
    case COMPONENT.mediaGallery:
      return asObjects(component.items).map((it) => mediaLine(asObject(it.media), reader));
    case COMPONENT.thumbnail:
      return [mediaLine(asObject(component.media), reader)];
    case COMPONENT.file:
      return [mediaLine(asObject(component.file), reader)];
    case COMPONENT.actionRow:
      return [
        asObjects(component.components)
          .flatMap((it) => lines(it, reader))
          .join(' '),
      ];
    case COMPONENT.button:
      return [buttonText(component)];
    default: {
      const chosen = asObjects(component.options).find((it) => it.default === true);
      return [`[ ${asText(chosen?.label) || asText(component.placeholder) || 'Choose'} ▾ ]`];
    }
  }
}

function buttonText(button: JsonObject): string {
  const label = [asText(asObject(button.emoji).name), asText(button.label)].join(' ').trim();
  if (button.disabled === true) return `( ${label} )`;
  const url = asText(button.url);
  return url === '' ? `[ ${label} ]` : `[ ${label} ] <${url}>`;
}

function mediaLine(media: JsonObject, { fileOf }: Reader): string {
  const file = fileOf(asText(media.attachment_id));
  return file === undefined ? `[media ${asText(media.url)}]` : fileLine(file);
}

function fileLine(file: JsonObject): string {
  const group = asText(file.content_type).split('/')[0] ?? '';
  const kind = ['video', 'image', 'audio'].includes(group) ? group : 'file';
  return `[${kind} ${asText(file.filename)} ${sizeText(asNumber(file.size))}]`;
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function embedLines(embed: JsonObject): string[] {
  const fields = asObjects(embed.fields).map((it) => `${asText(it.name)}: ${asText(it.value)}`);
  const image = asText(asObject(embed.image).url);
  return [
    asText(asObject(embed.author).name),
    asText(embed.title),
    asText(embed.description),
    ...fields,
    image === '' ? '' : `[image ${image}]`,
    asText(asObject(embed.footer).text),
  ].filter((it) => it !== '');
}

/** Times and names told, escapes undone, code left alone. */
function plainText(text: string, reader: Reader): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/<t:(-?\d+)(?::([tTdDfFR]))?>/g, (_, seconds: string, style: string) =>
              timeText(Number(seconds) * 1000, style, reader.nowMs),
            )
            .replaceAll(/<@!?(\d+)>/g, (_, id: string) => `@${reader.nameOf(id)}`)
            .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1'),
    )
    .join('');
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function timeText(atMs: number, style: string | undefined, nowMs: number): string {
  if (style === 'R') {
    const seconds = Math.round((atMs - nowMs) / 1000);
    const [unit, size] = UNITS.find(([, it]) => Math.abs(seconds) >= it) ?? ['second', 1];
    return new Intl.RelativeTimeFormat('en').format(Math.round(seconds / size), unit);
  }
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...FORMATS[style ?? 'f'] }).format(
    atMs,
  );
}

const FORMATS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};
