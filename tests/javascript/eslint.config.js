// The rules for our JavaScript: ESLint's recommended ones, and what keeps it as small and plain as the Python.
import js from "@eslint/js";
import globals from "globals";

const OURS = ["pages/components/assets/**/*.js", "tests/javascript/**/*.js", "benchmarks/**/*.cjs"];

export default [
  { ignores: ["**/node_modules/", ".venv/", ".cache/", "data/"] },
  { files: OURS, ...js.configs.recommended },
  {
    files: OURS,
    rules: {
      complexity: ["error", 12],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-depth": ["error", 3],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipComments: true }],
      "no-duplicate-imports": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["pages/components/assets/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-alert": "error",
    },
  },
  { files: ["tests/javascript/**/*.js"], languageOptions: { globals: globals.node }, rules: { "max-lines-per-function": "off" } },
  { files: ["**/*.cjs"], languageOptions: { globals: globals.node, sourceType: "commonjs" } },
];
