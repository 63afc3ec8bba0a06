/** What the store says to an operator; a pino logger fits. */
export interface MediaLogger {
  warn(details: object, message: string): void;
}

export const silentLogger: MediaLogger = { warn: () => undefined };
