package org.vibrissa.metrics.internal.integration;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the metrics and labels that a query names. */
final class PromQl {
    private static final Pattern TEXTS = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
    private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
    private static final Pattern RANGES = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern LABELS =
            Pattern.compile(
                    "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern MATCHED = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");
    private static final Pattern NAMES =
            Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\w)(?!\\s*\\()");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring");

    private PromQl() {}

    static Set<String> metrics(String query) {
        String bare = TEXTS.matcher(query).replaceAll("\"\"");
        for (Pattern part : new Pattern[] {MATCHERS, RANGES, LABELS}) {
            bare = part.matcher(bare).replaceAll(" ");
        }
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAMES.matcher(bare);
        while (matcher.find()) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    static Set<String> labels(String query) {
        String bare = TEXTS.matcher(query).replaceAll("\"\"");
        Set<String> labels = new TreeSet<>();
        Matcher matchers = MATCHERS.matcher(bare);
        while (matchers.find()) {
            Matcher matched = MATCHED.matcher(matchers.group());
            while (matched.find()) {
                labels.add(matched.group(1));
            }
        }
        Matcher lists = LABELS.matcher(bare);
        while (lists.find()) {
            labels.addAll(List.of(lists.group(1).strip().split("\\s*,\\s*", -1)));
        }
        return labels;
    }
}
