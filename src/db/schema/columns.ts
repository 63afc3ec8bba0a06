import { customType, timestamp } from '../drizzle.cjs';
import { jsonText } from '../shared/json-text.ts';

export const moment = <name extends string>(name: name) =>
  timestamp(name, { withTimezone: true, mode: 'date' });

/** JSON that is parsed by whoever reads it: other versions of the service have written it as well. */
export const json = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: jsonText,
  fromDriver: (value) => value,
});
