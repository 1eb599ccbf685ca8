/** The European Economic Area: here the GDPR applies by itself. ISO 3166-1 alpha-2. */
export const EEA: ReadonlySet<string> = new Set("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split(" "));

/**
 * Countries with an adequacy decision of the European Commission (Art. 45 GDPR) for every recipient. Decisions that cover
 * certified or private recipients only (CA, US) do not count here: whoever works there is in a third country.
 */
export const ADEQUATE: ReadonlySet<string> = new Set("AD AR CH FO GB GG IL IM JE JP KR NZ UY".split(" "));
