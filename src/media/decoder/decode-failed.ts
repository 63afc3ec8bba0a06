export type DecodeFailure =
  /** The file is damaged, or not what it seems; nothing else is wrong. */
  | 'broken'
  /** It brought its process down. */
  | 'crashed'
  /** It took more of the processor than is given to it. */
  | 'too-long'
  /** The machine was busy, or waited: it did not get what is given to it. */
  | 'too-slow'
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

/** It will do the same the next time: nobody needs to wait for that again. */
export const LASTING = ['crashed', 'too-long', 'too-much-memory'] as const;

export function isLasting({ code }: DecodeFailed): boolean {
  return LASTING.some((it) => it === code);
}
