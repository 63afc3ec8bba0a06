/**
 * What came of the work, or what `otherwise` says at the moment at which the signal is aborted. The
 * work goes on alone then; should it fail later, nobody needs to know.
 */
export async function unlessAborted<value, other>(
  work: Promise<value>,
  signal: AbortSignal,
  otherwise: () => other,
): Promise<value | other> {
  const aborted = Promise.withResolvers<other>();
  const stop = () => {
    try {
      aborted.resolve(otherwise());
    } catch (error) {
      aborted.reject(error);
    }
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
