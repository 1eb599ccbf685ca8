import type { Category, Form } from "../categories";
import { area, areaAndTown } from "./address";
import { ageFlag, birthYear } from "./birth-date";
import { LONGEST_VALUE } from "./characters";
import { emailOutline, initials, phoneEnding } from "./contact";
import { networkPrefix } from "./network";
import { accountEnding, cardEnding, ibanOutline, identifierEnding, orderEnding } from "./numbers";

/** The text a mask shows of a value, or null where the value has no safe part. */
type Mask = (value: string, now: Date) => string | null;
/** The three widths of a partial value: in-house, outsourced, list or home. */
type Width = "partial" | "narrow" | "brief";
const WIDTHS: readonly Width[] = ["partial", "narrow", "brief"];

const NOTHING: Mask = () => null;
const alike = (mask: Mask): Record<Width, Mask> => ({ partial: mask, narrow: mask, brief: mask });
const none = alike(NOTHING);

/** Who may see which part of what: the widths of each category. A lower width never shows more than a higher one. */
const MASKS: Readonly<Record<Category, Record<Width, Mask>>> = {
  name: alike(initials),
  postalAddress: { partial: areaAndTown, narrow: areaAndTown, brief: area },
  email: alike(emailOutline),
  phone: { partial: phoneEnding(3), narrow: phoneEnding(3), brief: phoneEnding(2) },
  customerNumber: alike(identifierEnding(4, 6)),
  orderData: alike(orderEnding),
  onlineIdentifier: { partial: networkPrefix, narrow: NOTHING, brief: NOTHING },
  birthDate: { partial: birthYear, narrow: ageFlag, brief: ageFlag },
  bankDetails: { partial: ibanOutline, narrow: accountEnding(4), brief: accountEnding(2) },
  paymentCard: { partial: cardEnding, narrow: cardEnding, brief: NOTHING },
  officialId: { partial: identifierEnding(2, 6), narrow: NOTHING, brief: NOTHING },
  correspondence: none, attachment: none, recording: none, special: none,
};

export interface MaskOptions {
  /** The person's stable pseudonym ("Customer 7F3K2"); without one the form `token` is `hidden`. */
  token?: string;
  /** Ages are reckoned at this moment. */
  now: Date;
}

export interface Masked { form: Form; text: string }

const pseudonym = (token: string | undefined): Masked =>
  token === undefined || token === "" ? { form: "hidden", text: "" } : { form: "token", text: token };

/**
 * What a viewer with this form sees of a value, and the form it came to: a width without a safe text falls to the next
 * lower one that has one, then to the token, then to `hidden` (text ""). Never throws, and never shows a length.
 */
export const maskValue = (category: Category, form: Form, value: string, options: MaskOptions): Masked => {
  if (form === "clear") return { form, text: value };
  if (form === "token") return pseudonym(options.token);
  const start = WIDTHS.findIndex((width) => width === form);
  if (start < 0) return { form: "hidden", text: "" };
  if (value.length > LONGEST_VALUE) return pseudonym(options.token);
  for (const width of WIDTHS.slice(start)) {
    const text = MASKS[category][width](value, options.now);
    if (text !== null) return { form: width, text };
  }
  return pseudonym(options.token);
};
