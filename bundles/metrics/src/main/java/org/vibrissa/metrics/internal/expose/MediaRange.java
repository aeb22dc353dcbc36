package org.vibrissa.metrics.internal.expose;

import java.util.Arrays;
import java.util.Locale;

/**
 * One item of a header {@code Accept}.
 *
 * @param type in lower case, such as {@code text/plain}
 * @param version of the format, empty when none is named
 * @param quality 0..1
 */
record MediaRange(String type, String version, double quality) {
    static MediaRange of(String text) {
        String[] parts = text.split(";", -1);
        String version = "";
        double quality = 1;
        for (String parameter : Arrays.asList(parts).subList(1, parts.length)) {
            String trimmed = parameter.strip().toLowerCase(Locale.ROOT);
            if (trimmed.startsWith("version=")) {
                version = trimmed.substring("version=".length());
            } else if (trimmed.startsWith("q=")) {
                quality = number(trimmed.substring("q=".length()));
            }
        }
        return new MediaRange(parts[0].strip().toLowerCase(Locale.ROOT), version, quality);
    }

    /** What is no number is as good as unwanted. */
    private static double number(String text) {
        try {
            double number = Double.parseDouble(text);
            return number >= 0 && number <= 1 ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }

    boolean versionIs(String... known) {
        return version.isEmpty() || Arrays.asList(known).contains(version);
    }
}
