// Every ES module of a package is looked up in its package.json, and drizzle-orm's has 180 kB: what is
// needed of it takes a process half a second and 100 MB that way, and as CommonJS a fifth of both.
module.exports = { ...require('drizzle-orm'), ...require('drizzle-orm/pg-core') };
