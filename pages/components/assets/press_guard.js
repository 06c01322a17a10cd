// Buttons that decide, end or destroy take no press in their first second on the screen, nor one of a mouse that has lain there
// since before they came. One guard for the whole page: what it has not seen yet is never armed.
import { PressGuard } from "./guarded_presses.js";

/** @import { Component } from "./component.d.ts" */
/** @import { GuardData } from "./guarded_presses.js" */

/** @type {WeakMap<Document, PressGuard>} */
const guards = new WeakMap();

/** @param {Component<GuardData>} component */
export default function ({ parentElement, data }) {
  const page = parentElement.ownerDocument;
  if (guards.has(page) || !page.defaultView) return;
  const guard = new PressGuard(page, page.defaultView, data);
  guards.set(page, guard);
  guard.begin();
}
