package org.vibrissa.hubble.internal.observe;

import java.util.Locale;
import org.vibrissa.hubble.internal.print.Look;

/** Names of forms of output. */
final class Forms {
    private Forms() {}

    /**
     * The form of a name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    static Look.Form of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "compact" -> Look.Form.COMPACT;
            case "dict" -> Look.Form.DICT;
            case "json", "jsonpb" -> Look.Form.JSON;
            case "tab", "table" -> Look.Form.TABLE;
            default ->
                    throw new IllegalArgumentException(
                            "invalid output format: "
                                    + name
                                    + "; there are: compact, dict, json, jsonpb, table");
        };
    }
}
