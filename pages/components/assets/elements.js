// Finding and making a component's elements, and putting sentences into them.

/**
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @template {HTMLElement} Kind
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
/**
 * The element that a component's HTML has; throws where it has none of that kind.
 *
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => HTMLElement} kind
 */
export function find(root, selector, kind = HTMLElement) {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`expected ${kind.name} at ${selector}, found ${element}`);
  return element;
}

/**
 * The element is hidden while it has no sentence.
 *
 * @param {HTMLElement} element
 * @param {string} sentence
 */
export function show(element, sentence) {
  element.hidden = !sentence;
  setText(element, sentence);
}

/**
 * A text that stays is not set again: a screen reader would read it again.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A new element with a class, and a text or other elements in it.
 *
 * @param {string} tag
 * @param {string} className
 * @param {...(string | Node)} content
 */
export function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}
