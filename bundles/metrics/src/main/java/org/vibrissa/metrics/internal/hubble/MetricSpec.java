package org.vibrissa.metrics.internal.hubble;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One item of {@code metrics.hubble}, as Hubble writes them: {@code
 * drop:sourceContext=pod|identity;destinationContext=identity}.
 *
 * @param name the metric's name in Hubble
 * @param options values by name in lower case; empty where there is none
 */
record MetricSpec(String name, Map<String, String> options) {
    MetricSpec {
        options = Map.copyOf(options);
    }

    /**
     * Reads an item.
     *
     * @throws IllegalArgumentException when it has no form
     */
    static MetricSpec parse(String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("it has no name");
        }
        Map<String, String> options = new LinkedHashMap<>();
        if (colon >= 0) {
            for (String option : text.substring(colon + 1).split(";", -1)) {
                int equals = option.indexOf('=');
                String key = (equals < 0 ? option : option.substring(0, equals)).strip();
                String value = equals < 0 ? "" : option.substring(equals + 1).strip();
                if (key.isEmpty()) {
                    throw new IllegalArgumentException("it has an option without a name");
                }
                if (options.put(key.toLowerCase(Locale.ROOT), value) != null) {
                    throw new IllegalArgumentException("it has option " + key + " twice");
                }
            }
        }
        return new MetricSpec(name, options);
    }
}
