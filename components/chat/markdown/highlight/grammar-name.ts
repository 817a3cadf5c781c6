/** What models write behind a fence, by the grammar that reads it. A grammar's own name stands for itself. */
const spellings: Record<string, string> = {
  bash: "sh zsh env dotenv",
  c: "h",
  clojure: "clj cljs edn",
  cpp: "c++ cc cxx hpp hh h++ cuda arduino ino",
  csharp: "cs c# dotnet",
  diff: "patch",
  dockerfile: "docker containerfile",
  elixir: "ex exs",
  erlang: "erl",
  fortran: "f90 f95",
  fsharp: "fs f#",
  go: "golang",
  graphql: "gql",
  groovy: "gradle jenkinsfile",
  haskell: "hs",
  ini: "toml cfg conf editorconfig systemd",
  java: "jsp",
  javascript: "js jsx mjs cjs node",
  json: "json5 jsonc jsonl ndjson geojson webmanifest",
  julia: "jl",
  kotlin: "kt kts",
  latex: "tex",
  lisp: "elisp emacs-lisp common-lisp",
  lua: "luau pluto",
  makefile: "make mk",
  markdown: "md mdx",
  matlab: "octave",
  objectivec: "objc objective-c obj-c mm",
  ocaml: "ml mli",
  perl: "pl pm",
  powershell: "ps ps1 pwsh",
  protobuf: "proto",
  python: "py py3 python3 gyp ipython starlark",
  r: "rlang rscript",
  ruby: "rb rails gemfile rakefile",
  rust: "rs",
  scheme: "scm racket rkt",
  shell: "console shellsession terminal session",
  sql: "mysql postgres postgresql pgsql plpgsql sqlite tsql plsql psql",
  tcl: "tk",
  typescript: "ts tsx mts cts",
  vbnet: "vb vba visual-basic",
  verilog: "v sv systemverilog",
  vim: "vimscript viml",
  wasm: "wat wast",
  x86asm: "asm nasm assembly",
  xml: "html xhtml svg rss atom plist xsd xsl vue svelte htm",
  yaml: "yml",
};

const names = new Map(
  Object.entries(spellings).flatMap(([grammar, others]) => others.split(" ").map((other) => [other, grammar] as const)),
);

/** The grammar for a language as it is written behind a fence; the same word for one that has no other spelling. */
export function grammarName(language: string): string {
  const name = language.toLowerCase().replace(/^(?:language-|\.)/, "");
  return names.get(name) ?? name;
}
