/** Whether a server answers: `node .ci/answers.cjs postgres|redis URL`. Exit code 0 or 1, no output. */
const [, , kind, url] = process.argv;
const ask = async () => {
  if (kind === "postgres") {
    const client = new (require("pg").Client)({ connectionString: url, connectionTimeoutMillis: 3000 });
    await client.connect();
    await client.query("SELECT 1");
    return client.end();
  }
  const client = require("redis").createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 3000 } });
  client.on("error", () => undefined);
  await client.connect();
  await client.ping();
  return client.close();
};
ask().then(() => process.exit(0), () => process.exit(1));
