export { type MoneyStatus as TakeMoney, moneyOf as takeMoney } from "../take/take-facts.ts";
