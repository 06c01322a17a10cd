import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { fillIn, pluralForm } from "../../pages/components/assets/sentences.js";

describe("a sentence", () => {
  it("takes its values by name, each as often as it is named", () => {
    assert.equal(fillIn("{count} of {count} by {name}", { count: 0, name: "{count}" }), "0 of 0 by {count}");
  });

  it("with a number has the form that the language asks for", () => {
    const forms = { one: "plik", few: "pliki", many: "plików", other: "pliku" };
    assert.deepEqual([1, 2, 5, 22].map((count) => pluralForm(forms, count, "pl")), ["plik", "pliki", "plików", "pliki"]);
  });

  it("without a form of its own for that number has the general one", () => {
    assert.equal(pluralForm({ other: "files" }, 1, "en"), "files");
  });
});
