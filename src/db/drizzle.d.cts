export * from 'drizzle-orm';
export * from 'drizzle-orm/pg-core';
