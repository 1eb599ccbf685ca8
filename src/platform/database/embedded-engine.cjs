/**
 * The embedded engine: PGlite in a worker thread, reached by the ordinary `pg` driver over a socket of its own.
 * Plain CommonJS, because a worker thread starts from a file and tests run without a build.
 *
 * PGlite is one session. Two connections may therefore never interleave inside one extended-protocol batch
 * (Parse, Bind, Execute, Sync), or the second Parse would replace the unnamed statement of the first. The socket
 * server only keeps a connection's turn while a transaction is open; `turnKeeping` lengthens the turn to the Sync.
 */
const { parentPort, workerData } = require("node:worker_threads");
const { PGlite } = require("@electric-sql/pglite");
const { PGLiteSocketServer } = require("@electric-sql/pglite-socket");

const QUERY = 0x51, SYNC = 0x53, TERMINATE = 0x58, STARTUP = 0x00;
const ENDS_A_TURN = new Set([QUERY, SYNC, TERMINATE, STARTUP]);

const turnKeeping = (db) => {
  let midBatch = false;
  return new Proxy(db, {
    get(target, property) {
      if (property === "isInTransaction") return () => midBatch || target.isInTransaction();
      if (property === "execProtocolRawStream") {
        return async (message, options) => {
          midBatch = !ENDS_A_TURN.has(message[0]);
          return target.execProtocolRawStream(message, options);
        };
      }
      if (property === "exec") return async (sql) => { midBatch = false; return target.exec(sql); };
      const value = target[property];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
};

const start = async () => {
  const loadDataDir = workerData.snapshot ? new Blob([workerData.snapshot]) : undefined;
  // Acknowledged means on disk: no relaxed durability.
  const db = await PGlite.create({ dataDir: workerData.dataDir, loadDataDir, relaxedDurability: false });
  const server = new PGLiteSocketServer({ db: turnKeeping(db), path: workerData.socket, maxConnections: 64 });
  await server.start();
  parentPort.on("message", async (message) => {
    if (message === "stop") {
      await server.stop();
      await db.close();
      parentPort.postMessage({ stopped: true });
      parentPort.close();
    }
    if (message === "snapshot") {
      const blob = await db.dumpDataDir("none");
      parentPort.postMessage({ snapshot: Buffer.from(await blob.arrayBuffer()) });
    }
  });
  parentPort.postMessage({ ready: true });
};

start().catch((error) => {
  parentPort.postMessage({ failed: error && error.message ? error.message : String(error) });
  parentPort.close();
});
