import { createHmac } from "node:crypto";
import type { Config } from "../../platform/config";
import { addressOf, membersOf, networkOf } from "../../platform/networks";
import { provide, use, type Service } from "../../platform/services";
import type { Database } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { openCountryDatabase, UNKNOWN, type CountryOf } from "./country-database";

/** What a network says about a place: an office of ours, a gateway that people reach from anywhere, or neither; and its country. */
export interface NetworkSignal { readonly network: "office" | "vpn" | "other"; readonly country: string }

export interface NetworkSignals {
  signalOf(address: string | undefined): NetworkSignal;
  /** Names a network for one sign-in, so that a change can be noticed. Nothing about the network can be read from it. */
  markOf(signIn: string, address: string | undefined): Buffer;
  /** Whether any office network is configured; without one nobody is in an office. */
  readonly officesKnown: boolean;
}

/** A gateway that stands in an office is a gateway: the stricter reading wins. No country is asked for either. */
export const createSignals = (networks: { offices: readonly string[]; gateways: readonly string[]; key: Buffer; countryOf: CountryOf }): NetworkSignals => {
  const [isOffice, isGateway] = [membersOf(networks.offices), membersOf(networks.gateways)];
  const signalOf: NetworkSignals["signalOf"] = (text) => {
    const address = addressOf(text);
    if (!address) return { network: "other", country: UNKNOWN };
    if (isGateway(address)) return { network: "vpn", country: UNKNOWN };
    return isOffice(address) ? { network: "office", country: UNKNOWN } : { network: "other", country: networks.countryOf(address.text) };
  };
  return {
    signalOf, officesKnown: networks.offices.length > 0,
    markOf: (signIn, address) => {
      const { network } = signalOf(address);
      return createHmac("sha256", networks.key).update(`place of work ${signIn} ${network === "other" ? networkOf(address) : network}`).digest();
    },
  };
};

const SIGNALS: Service<NetworkSignals> = { name: "networkSignals" };
export const signalsOf = ({ db }: Pick<Ctx, "db">): NetworkSignals => use(db, SIGNALS);

/** Makes the room ready for this database; app.ts calls it once. Throws ConfigError for a country database that is none. */
export const openPlaceOfWork = (database: Database, config: Pick<Config, "officeNetworks" | "vpnNetworks" | "countryDatabase">, key: Buffer): void => {
  provide(database.source, SIGNALS, createSignals({ offices: config.officeNetworks, gateways: config.vpnNetworks, key, countryOf: openCountryDatabase(config.countryDatabase) }));
};
