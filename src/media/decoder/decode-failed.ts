export type DecodeFailure =
  /** The file is damaged, or not what it seems; nothing else is wrong. */
  | 'broken'
  /** It brought its process down. */
  | 'crashed'
  | 'too-long'
  | 'too-much-memory'
  /** The disk is full, or the like: no fault of the file. */
  | 'ours'
  /** The service is stopping. */
  | 'closed';

/** A file was not decoded. Its message is for logs, never for a person. */
export class DecodeFailed extends Error {
  override readonly name = 'DecodeFailed';
  readonly code: DecodeFailure;

  constructor(code: DecodeFailure, message: string) {
    super(message);
    this.code = code;
  }
}

/** What took too much to open may be whole all the same: nobody is told that it is damaged. */
export function isHeavy({ code }: DecodeFailed): boolean {
  return code === 'too-long' || code === 'too-much-memory';
}
