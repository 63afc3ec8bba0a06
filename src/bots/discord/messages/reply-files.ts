import type { Reply, ReplyFile } from '../../../core/messages/domain/reply.ts';
import { wordingOf } from '../wording.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import type { Upload } from '../connection/multipart.ts';

/** What Discord takes; of names only plain characters are kept. */
const LIMITS = { files: 10, name: 60, description: 300 } as const;

const ENDINGS = { 'image/png': '.png', 'text/csv': '.csv' } as const satisfies Record<
  ReplyFile['type'],
  string
>;

export interface PlacedFile {
  readonly name: string;
  readonly file: ReplyFile;
  /** For those who cannot see it. */
  readonly alt: string;
}

/** The files of an answer, as far as the place takes them. */
export interface PlacedFiles {
  readonly shown: readonly PlacedFile[];
  readonly leftOut: readonly ReplyFile[];
}

export const NO_FILES: PlacedFiles = { shown: [], leftOut: [] };

/** @param mostBytes what one file may have there; 0 where it takes none */
export function placedFiles({ files = [], language }: Reply, mostBytes: number): PlacedFiles {
  const wording = wordingOf(language);
  const fits = ({ content }: ReplyFile) => content.length > 0 && content.length <= mostBytes;
  const shown = files.filter(fits).slice(0, LIMITS.files);
  return {
    shown: shown.map((file, index) => ({
      file,
      name: nameOf(file, index),
      alt: wording.text(file.alt),
    })),
    leftOut: files.filter((it) => !shown.includes(it)),
  };
}

/** No two alike: they are named by it within their message. */
function nameOf({ name, type }: ReplyFile, index: number): string {
  const plain = name
    .replace(/\.\w{1,5}$/, '')
    .normalize('NFKD')
    .replace(/[^\w-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, LIMITS.name);
  return `${plain === '' ? 'file' : plain}${index === 0 ? '' : `-${index + 1}`}${ENDINGS[type]}`;
}

export function altOf(alt: string): { readonly description?: string } {
  const description = cutPlain(alt, LIMITS.description);
  return description === '' ? {} : { description };
}

/** The list of a message's attachments: what is not in it goes. */
export function attachmentsOf({ shown }: PlacedFiles, withheld: boolean): readonly object[] {
  return shown.map(({ name, alt }, id) => ({
    id,
    filename: name,
    ...(withheld ? {} : altOf(alt)),
  }));
}

export function uploadsOf({ shown }: PlacedFiles): readonly Upload[] {
  return shown.map(({ name, file: { type, content } }) => ({
    name,
    type,
    bytes: content.length,
    from: { content },
  }));
}
