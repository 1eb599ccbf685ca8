/**
 * The built program over a fresh data folder, with one person who can work: what `npm run demo` is, in small. Prints the
 * port when it listens. Started by crash.test.ts, which ends it without asking.
 */
const path = require("node:path");
const { randomUUID } = require("node:crypto");

const built = (file) => require(path.join(__dirname, "../../../dist/src", file));
const { startServer } = built("serve.js");
const { readConfig } = built("platform/config.js");
const { createLog } = built("platform/log/index.js");
const { createAgent, createEmployer } = built("identity/index.js");

const main = async () => {
  const { program, port } = await startServer({ config: readConfig(), log: createLog("silent"), identity: { passwordCost: { log2N: 8, r: 8, p: 1 } } });
  const sql = (text, values) => program.database.pool.query(text, values);
  const queue = randomUUID();
  await sql("INSERT INTO queues (id, key, name_de, name_en, address) VALUES ($1, 'q', 'q', 'q', 'q@nordlicht.example')", [queue]);
  await program.run("test", async (ctx) => {
    const employerId = await createEmployer(ctx, { key: "inhouse", name: "Nordlicht", kind: "inHouse", country: "DE" });
    const id = await createAgent(ctx, { name: "Anna Agent", email: "anna@staff.example", role: "agent", employerId, teamId: null, locale: "de", password: process.env.TEST_PASSWORD });
    await ctx.db.query("INSERT INTO agent_queues VALUES ($1, $2)", [id, queue]);
    await ctx.db.query("INSERT INTO acknowledgements VALUES ($1, $2, $3, now() - interval '1 day', now() + interval '300 days')", [randomUUID(), id, employerId]);
    await ctx.db.query("INSERT INTO trainings VALUES ($1, $2, 'basics', now() - interval '1 day', now() + interval '300 days')", [randomUUID(), id]);
  });
  process.stdout.write(`${JSON.stringify({ port, queue })}\n`);
};

main().catch((error) => { process.stderr.write(String(error.stack)); process.exit(1); });
