import { BILLING_DE } from "./conversations-de-billing";
import { BUSINESS_DE } from "./conversations-de-business";
import { COMPLAINTS_DE } from "./conversations-de-complaints";
import { GENERAL_DE } from "./conversations-de-general";
import { RETURNS_DE } from "./conversations-de-returns";
import { SHIPPING_DE } from "./conversations-de-shipping";
import type { Script } from "./script";

export const SCRIPTS_DE: readonly Script[] = [...SHIPPING_DE, ...RETURNS_DE, ...BILLING_DE, ...GENERAL_DE, ...COMPLAINTS_DE, ...BUSINESS_DE];
