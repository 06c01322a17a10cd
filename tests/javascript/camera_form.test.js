import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { translate } from "../../pages/components/assets/camera_form.js";

const WORDS = { "Video Input": "Camera", Done: "Use this camera" };

/** The texts of one element, each knowing the next. */
function texts(...values) {
  const nodes = values.map((nodeValue) => ({ nodeValue, nextSibling: null }));
  nodes.forEach((node, place) => (node.nextSibling = nodes[place + 1] ?? null));
  return nodes;
}

/** What the element says after it was translated. */
function translated(...values) {
  const nodes = texts(...values);
  translate(nodes, WORDS);
  return nodes.map(({ nodeValue }) => nodeValue).join("");
}

describe("the camera's form", () => {
  it("says our words for its own", () => assert.equal(translated("Video Input"), "Camera"));

  it("loses the browser's own words in brackets behind them", () => {
    assert.equal(translated("Video Input", " (", "Videoeingang", ")"), "Camera");
  });

  it("keeps the name of a camera, also one that is called like a method", () => {
    assert.equal(translated("Integrated Camera (04f2:b6d0)"), "Integrated Camera (04f2:b6d0)");
    assert.equal(translated("constructor"), "constructor");
  });

  it("changes nothing when it is translated again", () => {
    const nodes = texts("Video Input", " (", "Camera", ")");
    translate(nodes, WORDS);
    translate(nodes, WORDS);
    assert.deepEqual(nodes.map(({ nodeValue }) => nodeValue), ["Camera", "", "", ""]);
  });
});
