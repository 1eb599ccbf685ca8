import { Agent, request as ask } from "node:http";
import { PASSWORD, type GivenAgent } from "../given";

export interface Answer { readonly status: number; readonly headers: string; readonly location: string; readonly contentType: string; readonly body: string; readonly startedAt: Date }
export interface Sending { readonly method: "GET" | "POST"; readonly path: string; readonly fields?: Readonly<Record<string, string>>; readonly multipart?: boolean; readonly files?: readonly { field: string; name: string; text: string }[]; readonly headers?: Readonly<Record<string, string>> }

/** A small browser over a real connection: keeps cookies, follows nothing, says where it comes from. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  private readonly connection = new Agent({ keepAlive: true, maxSockets: 1 });
  constructor(private readonly port: number) {}

  get origin(): string { return `http://127.0.0.1:${this.port}`; }
  cookie(): string { return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "); }
  close(): void { this.connection.destroy(); }

  async signIn(agent: GivenAgent): Promise<void> {
    this.cookies.clear();
    const country = "DE";
    const answer = await this.send({ method: "POST", path: "/sign-in", fields: { email: agent.email, password: PASSWORD, place: agent.place, country: agent.place === "undeclared" ? "" : country } });
    if (answer.status !== 303) throw new Error(`A sign-in of the suite failed with ${answer.status}.`);
  }

  send({ method, path, fields, multipart, files, headers }: Sending): Promise<Answer> {
    const startedAt = new Date();
    const boundary = "----diskret-leak-suite";
    const body = !fields ? undefined : multipart ? multipartOf(fields, files ?? [], boundary) : new URLSearchParams(fields).toString();
    return new Promise((resolve, reject) => {
      const sent = ask({
        host: "127.0.0.1", port: this.port, method, path, agent: this.connection,
        headers: {
          accept: "text/html", cookie: this.cookie(), ...(method === "POST" ? { origin: this.origin, "sec-fetch-site": "same-origin", "content-length": String(Buffer.byteLength(body ?? "")) } : {}),
          ...(body === undefined ? {} : { "content-type": multipart ? `multipart/form-data; boundary=${boundary}` : "application/x-www-form-urlencoded" }), ...headers,
        },
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          for (const line of response.headers["set-cookie"] ?? []) { const [pair = ""] = line.split(";"); const at = pair.indexOf("="); this.cookies.set(pair.slice(0, at), pair.slice(at + 1)); }
          resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders.join("\n"), location: response.headers.location ?? "", contentType: response.headers["content-type"] ?? "", body: Buffer.concat(chunks).toString("utf8"), startedAt });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

const multipartOf = (fields: Readonly<Record<string, string>>, files: NonNullable<Sending["files"]>, boundary: string): string => {
  const part = (name: string, more: string, value: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  return [
    ...Object.entries(fields).map(([name, value]) => part(name, "", value)),
    ...files.map(({ field, name, text }) => part(field, `; filename="${name}"\r\nContent-Type: text/plain`, text)), `--${boundary}--\r\n`,
  ].join("");
};
