import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text.ts";

describe("plainText", () => {
  it.each([
    ["<p>Warm.</p><p>Soft &amp; light</p>", "Warm. Soft & light"],
    ["<ul><li>One<li>Two</ul>", "One Two"],
    ["Bold<b>er</b> <span style='a'>words</span>", "Bolder words"],
    ["a<br/>b<!-- <p>no</p> -->c", "a b c"],
    ["<style>p { color: red }</style>Text<script>if (a < b) alert('</p>')</script>!", "Text !"],
    ["Caf&eacute; &#233; &#xe9; &nbsp;&mdash; &unknown; &#0;", "Café é é — &unknown; �"],
    ["&amp;lt;b&amp;gt; once", "&lt;b&gt; once"],
    ["ø < 5 cm, 3 > 2, <3", "ø < 5 cm, 3 > 2, <3"],
    ["sizes <M and >L <o:p>new</o:p>", "sizes <M and >L new"],
    ["cut off <a href='x", "cut off"],
    ["line\r\n\r\n  line", "line line"],
  ])("reads %j as %j", (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it("leaves no tag and no run of white space in any text", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("<", ">", "<p>", "</p ", "<!--", "-->", "<script", "</script", "&amp;", "&#60;"),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = plainText(pieces.join("").replaceAll(/&(?:#|lt)/g, ""));
        expect(text).not.toMatch(/<\/?(?:p|script)\b[^<]*>/i);
        expect(text).not.toMatch(/\s\s|^\s|\s$/);
      }),
    );
  });

  it("takes time in proportion to the length of hostile text", () => {
    const hostile = "<script</script<!--<a ".repeat(50_000);
    const before = process.cpuUsage();
    plainText(hostile);
    // Processor time, so that a busy machine fails nothing.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  });
});
