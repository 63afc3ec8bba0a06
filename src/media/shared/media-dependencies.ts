import type { Logger } from '../../core/shared/ports/logger.ts';
import type { Decoder } from '../decoder/decoder.ts';
import type { FetchFile } from '../fetch/guarded-fetch.ts';
import type { MediaFiles } from '../storage/media-files.ts';

/** What media are brought in, looked at and kept with. */
export interface MediaDependencies {
  readonly files: MediaFiles;
  readonly decoder: Decoder;
  readonly fetchFile: FetchFile;
  /** The most that is taken of a finished render. */
  readonly maxVideoBytes: number;
  readonly logger: Pick<Logger, 'warn'>;
}
