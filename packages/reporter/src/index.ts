export { renderContactSheet } from "./contact-sheet.ts";
