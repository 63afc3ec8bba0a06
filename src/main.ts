import { platformDefinitions } from './bots/registry.ts';
import { systemClock } from './lifecycle/system-clock.ts';
import { configSettings, readConfig } from './config/config.ts';
import { lineWriter } from './telemetry/log-lines.ts';
import { createLogger } from './telemetry/logger.ts';
import { providerDefinitions } from './providers/registry.ts';
import { openService } from './service.ts';
import { SettingsError } from './config/check-settings.ts';
import { SettingRefused } from './settings/settings.ts';
import { aborted, stopWithTimeout, listenForStop } from './lifecycle/shutdown.ts';
import { tellStart } from './lifecycle/tell-start.ts';
import { unknownVariables } from './settings/unknown-variables.ts';

const environment = process.env;
const branded = [...platformDefinitions, ...providerDefinitions].flatMap((it) => it.settings);
const settings = [...configSettings, ...branded];
const namesOf = (described: typeof settings) => described.map((it) => it.variable);
const read = readConfig(environment);
const level = read.status === 'read' ? read.config.LOG_LEVEL : 'info';
const logger = createLogger({
  level,
  secrets: settings.filter((it) => it.secret).map((it) => environment[it.variable] ?? ''),
  write: await lineWriter(process.stdout),
});

// Listened for before anything is begun: a create call under way is not cut off by a stop.
const stop = listenForStop(environment, logger);
stopWithTimeout(stop, logger);
// Whoever read the log may go first, as a `tee` does on Ctrl-C: that is no reason to fall.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

for (const it of unknownVariables(environment, namesOf(settings), namesOf(branded))) {
  logger.warn({ reason: it.variable, fix: `Did you mean ${it.nearest}?` }, 'unknown variable');
}

try {
  await using service = await openService({ environment, clock: systemClock, logger, stop });
  logger.info({ port: service.port }, 'Showrunner is running');
  const isWatched = process.stdout.isTTY && (level === 'info' || level === 'debug');
  const show = isWatched ? (text: string) => process.stdout.write(text) : null;
  tellStart(service, { logger, show, clock: systemClock }, stop).catch((error: unknown) => {
    logger.error({ err: error }, 'start summary failed');
  });
  await aborted(stop);
} catch (error) {
  if (error !== stop.reason) tell(error);
}

function tell(error: unknown): void {
  const told = error instanceof SettingsError || error instanceof SettingRefused;
  if (told) console.error(error.message);
  else logger.error({ err: error }, 'Showrunner could not go on');
  process.exitCode = 1;
}
