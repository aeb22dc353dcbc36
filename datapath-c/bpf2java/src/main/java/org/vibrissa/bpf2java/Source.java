package org.vibrissa.bpf2java;

/** Text of a Java file, indented by braces. */
final class Source {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** Adds lines; one that ends with an opening brace indents what follows. */
    Source add(String... lines) {
        for (String line : lines) {
            if (line.startsWith("}")) {
                depth--;
            }
            if (!line.isEmpty()) {
                text.append("    ".repeat(depth)).append(line);
            }
            text.append('\n');
            if (line.endsWith("{")) {
                depth++;
            }
        }
        return this;
    }

    /** Adds a documentation comment. */
    Source doc(String sentence) {
        return add("/** " + sentence + " */");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
