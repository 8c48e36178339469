/** The codes of everything that can be wrong with a catalog file. */
export const CATALOG_PROBLEM_CODES: Readonly<
  Record<
    string,
    {
      readonly severity: "error" | "warning";
      readonly title: string;
      readonly explain: string;
      readonly hint: string;
    }
  >
> = {
  "catalog-ambiguous-format": {
    severity: "error",
    title: "The catalog could be of two formats",
    explain: "The headers bear the marks of more than one store's export, so `format: auto` cannot choose.",
    hint: "Write the format beside the file: shopify, google-merchant, woocommerce or csv.",
  },
  "catalog-broken-csv": {
    severity: "error",
    title: "The catalog is not readable as CSV",
    explain: "Mostly a quote that is opened and never closed, which swallows the rest of the file.",
    hint: "Put the cell in quotes and double the quotes inside it.",
  },
  "catalog-broken-xml": {
    severity: "error",
    title: "The feed is not readable as XML",
    explain: "It is not well-formed, is no RSS or Atom feed, or declares entities, which are never expanded.",
    hint: "Export the feed again as RSS 2.0 or Atom.",
  },
  "catalog-empty": {
    severity: "error",
    title: "The catalog has no products",
    explain: "The file is empty, or holds nothing but its header row.",
    hint: "Export the products again, with the header row.",
  },
  "catalog-guessed-encoding": {
    severity: "warning",
    title: "The catalog is not UTF-8",
    explain: "Its bytes are no valid UTF-8 and have no byte order mark, so they are read as Windows-1252.",
    hint: 'Check the accents, or save the file as "CSV UTF-8".',
  },
  "catalog-long-row": {
    severity: "warning",
    title: "A row of the catalog has more cells than the header",
    explain:
      "The cells beyond the last header are left out; often a cell that holds the delimiter is not quoted.",
    hint: "Put the cell that holds the delimiter in quotes.",
  },
  "catalog-missing-column": {
    severity: "error",
    title: "The catalog lacks a column that its format needs",
    explain: "Without it products cannot be told apart or named.",
    hint: "Name the column under `columns` in the manifest, or take another format.",
  },
  "catalog-not-text": {
    severity: "error",
    title: "The catalog is not a text file",
    explain: "It is a workbook, an archive or something else that holds bytes which no text has.",
    hint: 'Save the table as "CSV UTF-8", or unpack the archive.',
  },
  "catalog-repeated-header": {
    severity: "warning",
    title: "Two columns of the catalog have the same header",
    explain: "Only the first of them is read.",
    hint: "Rename one of the columns.",
  },
  "catalog-repeated-product": {
    severity: "error",
    title: "Two different products have the same id",
    explain: "Clips are kept by what a product is called, so two products must not be called the same.",
    hint: "Give each row its own SKU or id, or add a column of handles.",
  },
  "catalog-repeated-row": {
    severity: "warning",
    title: "A product stands in the catalog twice",
    explain: "Both rows say the same; the second is left out.",
    hint: "Remove one of them.",
  },
  "catalog-row-without-handle": {
    severity: "warning",
    title: "A row of the catalog names no product",
    explain: "It has nothing to tell it by: no handle, SKU, id or title. It is left out.",
    hint: "Fill in the handle, or remove the row.",
  },
  "catalog-unknown-column-name": {
    severity: "error",
    title: "The `columns` map names a column that the format does not have",
    explain: "The map goes from the format's own names to the headers of the file.",
    hint: "Use one of the names that the message lists.",
  },
  "catalog-unknown-format": {
    severity: "error",
    title: "The catalog's format cannot be told",
    explain: "Its headers belong to no store's export, and none of them names products.",
    hint: "Say under `columns` which header is the title or the handle.",
  },
  "catalog-unknown-header": {
    severity: "error",
    title: "The `columns` map names a header that the file does not have",
    explain: "The map's right-hand side is written as the file's header row writes it.",
    hint: "Copy the header from the file.",
  },
  "catalog-variation-without-parent": {
    severity: "warning",
    title: "A variation's parent is not in the catalog",
    explain: "A WooCommerce variation takes its name from its parent; without it the row is left out.",
    hint: "Export the variable product together with its variations.",
  },
  "catalog-wrong-format": {
    severity: "error",
    title: "The catalog is not of the format that the manifest says",
    explain: "An XML file can only be a Google Merchant feed.",
    hint: "Leave the format at auto, or name the right file.",
  },
};
