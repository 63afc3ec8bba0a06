import { randomBytes } from 'node:crypto';

/** Where an answer to something a person did belongs. */
export interface ResponsePlace {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly userId: string;
  /** The message the person acted on; null after a slash command. */
  readonly sourceTs: string | null;
  readonly threadTs: string | null;
}

export interface ResponseUrl extends ResponsePlace {
  readonly path: string;
  readonly issuedAt: number;
  uses: number;
}

/** Known by their path, as the base is not known before the server listens. */
export function createResponseUrls(now: () => number) {
  const issued = new Map<string, ResponseUrl>();
  return {
    issue(place: ResponsePlace): string {
      const kind = place.sourceTs === null ? 'commands' : 'actions';
      const path = `/${kind}/${place.workspaceId}/${issued.size + 1}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { ...place, path, issuedAt: now(), uses: 0 });
      return path;
    },
    find: (path: string): ResponseUrl | undefined => issued.get(path),
  };
}
