/**
 * Choosing a vendor (Art. 28(1) GDPR: sufficient guarantees; domain rule 3.8). Knock-outs come first: no number of points makes up for one
 * that failed. The weights are a product default and carry a version, so that an old score stays what it was.
 */
export const KNOCK_OUTS = ["contract", "confidentiality", "subProcessors", "thirdCountry", "breachNotice"] as const;
export type KnockOut = (typeof KNOCK_OUTS)[number];

export const CRITERIA = ["quality", "price", "reliability", "measures", "chain", "location", "homeOffice", "training", "rights", "breaches", "audits", "exit"] as const;
export type Criterion = (typeof CRITERIA)[number];

export const WEIGHTS_VERSION = 1;
export const WEIGHTS_FROM = "2026-11-21";
export const WEIGHTS: Readonly<Record<number, Readonly<Record<Criterion, number>>>> = {
  1: { quality: 20, price: 15, reliability: 15, measures: 12, chain: 6, location: 8, homeOffice: 6, training: 5, rights: 4, breaches: 5, audits: 2, exit: 2 },
};

/** Points from 0 to 10 for each criterion. */
export const MOST_POINTS = 10;
export type Points = Readonly<Record<Criterion, number>>;
export type KnockOuts = Readonly<Record<KnockOut, boolean>>;

export interface Score { readonly total: number; readonly failed: readonly KnockOut[]; readonly eligible: boolean }

/** Of 100. Whoever fails a knock-out is not eligible and has no total to compare. */
export const score = (knockOuts: KnockOuts, points: Points, version = WEIGHTS_VERSION): Score => {
  const failed = KNOCK_OUTS.filter((name) => knockOuts[name] !== true);
  const weights = WEIGHTS[version];
  if (!weights) throw new Error("These weights are unknown.");
  const sum = CRITERIA.reduce((total, name) => total + weights[name] * Math.min(MOST_POINTS, Math.max(0, points[name] || 0)) / MOST_POINTS, 0);
  return { total: failed.length > 0 ? 0 : Math.round(sum * 10) / 10, failed, eligible: failed.length === 0 };
};
