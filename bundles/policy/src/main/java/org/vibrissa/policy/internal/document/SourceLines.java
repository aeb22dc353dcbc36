package org.vibrissa.policy.internal.document;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.vibrissa.state.Document;

/**
 * Where the rules of a document are written, carried in an annotation of the resource: {@code
 * rule1.yaml|spec=6,spec.ingress[0]=9}.
 *
 * @param file as it was given to apply or import
 * @param lines from 1, by path
 */
record SourceLines(String file, Map<String, Integer> lines) {
    /** The annotation's key. */
    static final String ANNOTATION = "policy.vibrissa.org/source";

    /** What a document without the annotation has. */
    static final SourceLines UNKNOWN = new SourceLines("", Map.of());

    /** The annotation is not longer, in characters. */
    static final int LIMIT = 16 << 10;

    /** What has no file's name. */
    private static final Set<String> STREAMS = Set.of("standard input", "request body");

    private static final int LONGEST_FILE = 255;
    private static final String SPEC = "(spec|specs\\[\\d+\\])";
    private static final String ENTRY = "\\.(ingress|egress)(Deny)?\\[\\d+\\]";
    private static final Pattern SPECS = Pattern.compile(SPEC);
    private static final Pattern ENTRIES = Pattern.compile(SPEC + "(" + ENTRY + ")?");
    private static final Pattern PARTS =
            Pattern.compile(SPEC + "(" + ENTRY + "(\\.(toPorts|icmps)\\[\\d+\\])?)?");

    SourceLines {
        lines = Map.copyOf(lines);
    }

    /**
     * Of a document that was read from a text; empty when it was made in code, or came without a
     * file's name and knows better where it is from.
     */
    static Optional<SourceLines> of(Document document) {
        boolean knows = document.metadata().annotations().containsKey(ANNOTATION);
        if (document.lines().isEmpty() || (knows && STREAMS.contains(document.source()))) {
            return Optional.empty();
        }
        String file = document.source().replace('\n', ' ');
        String shown = file.substring(Math.max(0, file.length() - LONGEST_FILE));
        for (Pattern detail : new Pattern[] {PARTS, ENTRIES}) {
            SourceLines lines = keep(shown, document, detail.asMatchPredicate());
            if (lines.text().length() <= LIMIT) {
                return Optional.of(lines);
            }
        }
        SourceLines coarse = keep(shown, document, SPECS.asMatchPredicate());
        return Optional.of(
                coarse.text().length() <= LIMIT ? coarse : new SourceLines(shown, Map.of()));
    }

    private static SourceLines keep(String file, Document document, Predicate<String> which) {
        Map<String, Integer> kept = new TreeMap<>();
        document.lines()
                .forEach(
                        (path, line) -> {
                            if (which.test(path)) {
                                kept.put(path, line);
                            }
                        });
        return new SourceLines(file, kept);
    }

    /** Reads an annotation; what is not of this form is unknown, as users may write it. */
    static SourceLines read(String annotation) {
        int bar = annotation.lastIndexOf('|');
        if (bar < 0 || annotation.length() > LIMIT) {
            return UNKNOWN;
        }
        Map<String, Integer> lines = new TreeMap<>();
        for (String entry : annotation.substring(bar + 1).split(",", -1)) {
            int equal = entry.indexOf('=');
            if (equal > 0 && entry.substring(equal + 1).matches("[1-9][0-9]{0,8}")) {
                lines.put(entry.substring(0, equal), Integer.valueOf(entry.substring(equal + 1)));
            }
        }
        return new SourceLines(annotation.substring(0, bar), lines);
    }

    /** As in the annotation. */
    String text() {
        StringBuilder text = new StringBuilder(file).append('|');
        String comma = "";
        for (Map.Entry<String, Integer> entry : new TreeMap<>(lines).entrySet()) {
            text.append(comma).append(entry.getKey()).append('=').append(entry.getValue());
            comma = ",";
        }
        return text.toString();
    }

    /** The line of the path, or of what it is in; 0 when unknown. */
    int line(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    private static String parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return path.substring(0, Math.max(0, end));
    }
}
