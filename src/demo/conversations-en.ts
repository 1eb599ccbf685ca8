import { ORDERS_EN } from "./conversations-en-orders";
import { SERVICE_EN } from "./conversations-en-service";
import type { Script } from "./script";

export const SCRIPTS_EN: readonly Script[] = [...ORDERS_EN, ...SERVICE_EN];
