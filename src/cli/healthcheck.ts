import { readConfig } from '../config/config.ts';

/**
 * The image's HEALTHCHECK: asks the service in the same container whether it runs.
 * Without the role `http` it serves nothing that could be asked, and what runs is not unhealthy.
 */
const read = readConfig(process.env);
if (read.status !== 'read') process.exitCode = 1;
else if (read.config.ROLES.includes('http')) {
  const answered = await fetch(`http://127.0.0.1:${read.config.PORT}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  process.exitCode = answered ? 0 : 1;
}
