import type { JsonObject } from '../../shared/json.ts';
import type { WriteRoute } from './mentions.ts';

/** A body that has already been held against the published schema. */
export interface WriteRequest {
  readonly body: JsonObject;
  readonly files: readonly UploadedFile[];
  readonly route: WriteRoute;
  readonly limitBytes: number;
  /** Writes down a broken rule that Discord itself lets pass. */
  readonly note: (reason: string) => void;
}

export interface UploadedFile {
  /** n of `files[n]` */
  readonly index: number;
  readonly filename: string;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}
