import { describe, expect, test } from "vitest";
import { csvIdsOf, insertCsvIds, insertYamlIds } from "./insert-ids.ts";

describe("ids in YAML", () => {
  test("become the first line of an entry, with its indentation and its comments kept", () => {
    const text = "shots:\n  - prompt: A mug # 🫖\n    loop: true\n  # next\n  - { prompt: A cup }\n";
    const ids = [
      { id: "a-mug", line: 2, column: 5 },
      { id: "2-cup", line: 5, column: 5 },
    ];
    expect(insertYamlIds(text, ids)).toBe(
      'shots:\n  - id: a-mug\n    prompt: A mug # 🫖\n    loop: true\n  # next\n  - { id: "2-cup", prompt: A cup }\n',
    );
  });
});

describe("ids in CSV", () => {
  test("come as a first column where there is none, past a byte order mark and quoted line ends", () => {
    const text = '\ufeffprompt;loop\r\n"A mug;\r\non a table";true\r\nA cup;\r\n';
    const ids = [
      { id: "a-mug", line: 2, column: 1 },
      { id: "a-cup", line: 4, column: 1 },
    ];
    expect(insertCsvIds(text, ids)).toBe(
      '\ufeffid;prompt;loop\r\na-mug;"A mug;\r\non a table";true\r\na-cup;A cup;\r\n',
    );
  });

  test("fill the empty cells of an id column, wherever it stands", () => {
    const text = 'prompt,ID,loop\n"A mug, white",,true\nA cup,cup,\n';
    const hasId = csvIdsOf(text);
    expect(hasId(2)).toBe(false);
    expect(hasId(3)).toBe(true);
    expect(insertCsvIds(text, [{ id: "a-mug", line: 2, column: 1 }])).toBe(
      'prompt,ID,loop\n"A mug, white",a-mug,true\nA cup,cup,\n',
    );
  });
});
