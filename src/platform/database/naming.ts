import { DefaultNamingStrategy, type NamingStrategyInterface } from "typeorm";

const snake = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** Entities speak camelCase, tables snake_case. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, customName: string | undefined): string { return customName ?? snake(className); }
  override columnName(property: string, customName: string | undefined, prefixes: string[]): string {
    return snake([...prefixes, customName ?? property].join("_"));
  }
}
