import type { Service } from "../platform/services";

/** What this room needs of the configuration; app.ts provides it. */
export interface HelpdeskSettings {
  readonly revealsPerHour: number;
  readonly companyName: string;
  readonly baseUrl: string;
  /** Replies come from here where a queue has no address of its own; the reply token is added to it. */
  readonly supportAddress: string;
  readonly replyTokenKey: Buffer;
  readonly mailMaxBytes: number;
  readonly uploadMaxBytes: number;
  /** The demo keeps outgoing mail on a page instead of sending it. */
  readonly demoOutbox: boolean;
}
export const HELPDESK_SETTINGS: Service<HelpdeskSettings> = { name: "helpdesk settings" };
